internal import Foundation
internal import Ledger
internal import Licensing
internal import Testing

extension LedgerStoreSuite {
    static let readings: [Case] = [
        Case("borrows come in the order in which they were made") { store in
            for id in ["3", "1", "2"] { try await store.take(.of(id), through: throughConfirmed) }
            let last = try await store.take(try await store.all()[0].next("4"), through: [.intended])
            let reading = try await store.borrows(.all)
            #expect(reading.borrows.map(\.id.rawValue) == ["3", "1", "2"])
            #expect(reading.borrows.first == last)
            #expect(reading.line == 11)
        },
        Case("changes are the borrows that later lines tell of, as they stand now") { store in
            let first = try await store.take(.of("1", hours: -1), through: throughConfirmed)
            let line = try await store.borrows(.all).line
            #expect(try await store.changes(after: line) == LedgerReading(borrows: [], line: line))
            let second = try await store.take(.of("2"), through: throughConfirmed)
            #expect(try await store.changes(after: line) == LedgerReading(borrows: [second], line: line + 3))
            var forgotten = first
            forgotten.forgottenAt = TestClock.start
            try await store.record(Fixture.entry(forgotten))
            let changes = try await store.changes(after: line + 3)
            #expect(changes == LedgerReading(borrows: [forgotten], line: line + 4))
            #expect(try await store.changes(after: 0).borrows == [forgotten, second])
            #expect(try await store.changes(after: .max).borrows.isEmpty)
            #expect(try await store.changes(after: .min).borrows.count == 2)
        },
        Case("the current ones are all that hold a seat or may, and the latest of the others") { store in
            func take(_ id: String, hours: Double, _ phases: [OperationPhase]) async throws {
                try await store.take(.of(id, hours: hours), through: phases)
            }
            try await take("ended1", hours: 1, throughConfirmed)
            try await take("active", hours: 3, throughConfirmed)
            try await take("doubt", hours: -1, [.intended, .sent, .unknown(lostResponse)])
            try await take("ended2", hours: 1, throughConfirmed)
            try await take("sent", hours: -1, [.intended, .sent])
            try await take("ended3", hours: -1, throughConfirmed)
            try await take("intended", hours: -1, [.intended])

            func current(after seconds: Double, others: Int, offset: TimeInterval? = nil) async throws -> [String] {
                let moment = Moment(host: TestClock.start.addingTimeInterval(seconds), clockOffset: offset)
                return try await store.borrows(.current(at: moment, others: others)).borrows.map(\.id.rawValue)
            }
            // What was intended and has lapsed holds nothing any more; what was sent may.
            #expect(
                try await current(after: 60, others: 0) == ["ended1", "active", "doubt", "ended2", "sent", "intended"])
            #expect(try await current(after: 7200, others: 0) == ["active", "doubt", "sent"])
            #expect(try await current(after: 7200, others: 1) == ["active", "doubt", "sent", "intended"])
            #expect(try await current(after: 7200, others: 2) == ["active", "doubt", "sent", "ended3", "intended"])
            #expect(try await current(after: 7200, others: 99).count == 7)
            #expect(try await current(after: 7200, others: -1).count == 3)
            #expect(try await current(after: 7200, others: 0, offset: 3599).contains("active"))
            #expect(try await current(after: 7200, others: 0, offset: 3600) == ["doubt", "sent"])
            #expect(try await current(after: 7200, others: 0, offset: -7200).count == 5)
        },
        Case("a seat that a check took is current, however much came after it") { store in
            var seat = Borrow.of("1").next("1", .check)
            (seat.grant, seat.seatTakenAt) = (nil, TestClock.start)
            seat = try await store.take(seat, through: throughConfirmed)
            try await store.take(.of("2", user: "ana", hours: -1), through: throughConfirmed)
            let current = LedgerSelection.current(at: Moment(host: TestClock.start), others: 0)
            #expect(try await store.borrows(current).borrows == [seat])
            var held: [Borrow] = []
            try await store.stream(heldAt: Moment(host: TestClock.start)) {
                $0
            } _: {
                held += $0
            }
            #expect(held == [seat])
        },
        Case("by the offset that a borrow remembers its end is another") { store in
            var borrow = try await store.take(.of("1", hours: 1), through: [.intended, .sent])
            borrow.move(to: .confirmed)
            borrow.clockOffset = 3600
            try await store.record(Fixture.entry(borrow))
            func isCurrent(_ offset: TimeInterval?) async throws -> Bool {
                let moment = Moment(host: TestClock.start, clockOffset: offset)
                return try await !store.borrows(.current(at: moment, others: 0)).borrows.isEmpty
            }
            #expect(try await !isCurrent(nil))
            #expect(try await isCurrent(0))
        },
        Case("the history is newest first, the trail oldest first and in parts, and one product's is its own") {
            store in
            try await store.take(.of("1"), through: throughConfirmed)
            try await store.take(.of("2", product: "SIM-X"), through: [.intended])
            #expect(try await store.history(limit: 2, product: nil).map(\.id) == [5, 4])
            #expect(try await store.history(limit: 9, product: "SIM-X").map(\.id) == [5])
            #expect(try await store.history(limit: 2, product: "CAD-PRO").map(\.id) == [4, 3])
            #expect(try await store.history(limit: 9, product: "cad-pro").isEmpty)
            #expect(try await store.trail(after: 0, limit: 2).map(\.id) == [1, 2])
            #expect(try await store.trail(after: 2, limit: 9).map(\.id) == [3, 4, 5])
            for limit in [0, -1] {
                #expect(try await store.history(limit: limit, product: nil).isEmpty)
                #expect(try await store.trail(after: 0, limit: limit).isEmpty)
            }
            #expect(try await store.trail(after: .max, limit: 9).isEmpty)
        },
        Case("lines are handed on with the receipts that came with them, and with where their borrows begin") { store in
            let sent = try await store.take(.of("1"), through: [.intended, .sent])
            try await store.take(.of("2", product: "SIM-X"), through: [.intended])
            let receipt = Fixture.receipt()
            try await store.take(sent, through: [.confirmed], receipt: receipt)
            let lines = try await store.handOn(after: 2, limit: 9)
            #expect(lines.map(\.receipt) == [nil, nil, receipt])
            #expect(lines.map(\.firstLine) == [2, 4, 2])
        },
        Case("announcements begin with one, so that nothing written meanwhile is missed") { store in
            var announcements = store.announcements().makeAsyncIterator()
            #expect(await announcements.next() != nil)
        },
    ]

    static let receipts: [Case] = [
        Case("a receipt is found by its operation, its borrow and its product, the operation's own first") { store in
            let (one, two, three) = (Fixture.receipt("1"), Fixture.receipt("2"), Fixture.receipt("3"))
            let first = try await store.take(.of("a"), through: throughConfirmed, receipt: one)
            let extended = try await store.take(
                first.next("b", .borrow(.maximum)), through: throughConfirmed, receipt: two)
            let other = try await store.take(.of("c", product: "SIM-X"), through: throughConfirmed, receipt: three)
            func found(_ text: String, limit: Int = 9) async throws -> [String] {
                try await store.receipts(of: text, limit: limit).map {
                    String(decoding: $0.receipt.body, as: UTF8.self)
                }
            }
            #expect(try await found("b") == ["2", "1"])
            // An id that is a borrow's and its first operation's.
            #expect(try await found("a") == ["1", "2"])
            #expect(try await found("CAD-PRO") == ["2", "1"])
            #expect(try await found("CAD-PRO", limit: 1) == ["2"])
            #expect(try await found("SIM-X") == ["3"])
            #expect(try await found("") == [])
            #expect(try await found("a", limit: -1) == [])
            #expect(
                try await store.receipts(of: "b", limit: 9) == [
                    StoredReceipt(receipt: two, operation: OperationID(rawValue: "b"), borrow: extended),
                    StoredReceipt(receipt: one, operation: OperationID(rawValue: "a"), borrow: extended),
                ])
            #expect(try await store.receipts(of: "c", limit: 9).map(\.borrow) == [other])
        },
        Case("a receipt keeps each byte, and its line names it") { store in
            var receipt = Fixture.receipt()
            receipt.body = Data((0...255).map { UInt8($0) })
            receipt.isRedacted = true
            receipt.request = "{\"a\":\"“\\u0000”\"}"
            try await store.take(.of("1"), through: throughConfirmed, receipt: receipt)
            #expect(try await store.receipts(of: "1", limit: 1).map(\.receipt) == [receipt])
            let text = try await store.history(limit: 1, product: nil).first?.text
            #expect(try text.map(TrailCodec.line)?.receipt == TrailCodec.digest(of: receipt))
        },
    ]
}
