internal import Foundation
internal import Ledger
internal import Licensing
internal import Testing

extension LedgerStore {
    /// Cuts off what is older than a number of hours, some hours after the tests' clock started.
    func prune(before hours: Double, at now: Double = 400 * 24, isRehearsal: Bool = false) async throws -> PruneReport {
        try await prune(
            before: TestClock.start.addingTimeInterval(hours * 3600), by: Fixture.performer,
            at: TestClock.start.addingTimeInterval(now * 3600), isRehearsal: isRehearsal)
    }

    /// Writes two borrows, of which the first is extended: three operations with a receipt each, in nine lines.
    func fill() async throws {
        let first = try await take(.of("1", hours: 8), through: throughConfirmed, receipt: Fixture.receipt("1"))
        try await take(first.next("2", .borrow(.maximum)), through: throughConfirmed, receipt: Fixture.receipt("2"))
        try await take(.of("3", hours: 8), through: throughConfirmed, receipt: Fixture.receipt("3"))
    }
}

extension LedgerStoreSuite {
    static let verification: [Case] = [
        Case("what nobody touched fits, and its lines chain") { store in
            #expect(try await store.verifyTrail(anchor: nil).lines == 1)
            try await store.fill()
            let report = try await store.verifyTrail(anchor: nil)
            #expect(report.first == 1 && report.lines == 10 && report.setBacks.isEmpty)
            let lines = try await store.trail(after: 0, limit: 99)
            #expect(report.head == .init(line: 10, hash: lines.last?.hash ?? ""))
            var previous: String?
            for line in lines {
                #expect(line.hash == TrailCodec.hash(after: previous, text: line.text))
                let entry = try TrailEntry(text: line.text, hash: line.hash)
                #expect(entry == line)
                previous = line.hash
            }
        },
        Case("a head that was noted is met, and another is not") { store in
            try await store.fill()
            let noted = try await store.verifyTrail(anchor: nil).head
            try await store.take(.of("4"), through: [.intended])
            #expect(try await store.verifyTrail(anchor: noted).isAnchored)
            let other = TrailReport.Anchor(line: 10, hash: String(repeating: "0", count: 64))
            let later = TrailReport.Anchor(line: 12, hash: other.hash)
            for (anchor, words) in [(other, "Line 10 has another hash"), (later, "Line 12 is missing.")] {
                let problem = await #expect(throws: Problem.self) { try await store.verifyTrail(anchor: anchor) }
                #expect(problem?.code == .ledgerAltered)
                #expect(problem?.message.hasPrefix(words) == true)
            }
        },
        Case("a clock that jumps back breaks nothing, and is noted") { store in
            try await store.take(.of("1"), through: [.intended], after: 86_400)
            try await store.take(.of("2"), through: [.intended], after: 86_390)
            try await store.take(.of("3"), through: [.intended])
            #expect(try await store.verifyTrail(anchor: nil).setBacks == [.init(line: 4, seconds: 86_390)])
            #expect(try await store.history(limit: 3, product: nil).map(\.id) == [4, 3, 2])
        },
    ]

    static let pruning: [Case] = [
        Case("what is old goes with its receipts, and what is kept can still be verified") { store in
            try await store.fill()
            try await store.take(.of("4", hours: 250), through: throughConfirmed, after: 200 * 3600)
            let head = try await store.verifyTrail(anchor: nil).head
            let report = try await store.prune(before: 100)
            var expected = PruneReport()
            (expected.through, expected.lines, expected.receipts, expected.borrows) = (10, 10, 3, 2)
            #expect(report == expected)
            #expect(try await store.all().map(\.id.rawValue) == ["4"])
            let after = try await store.verifyTrail(anchor: head)
            #expect(after.first == 11 && after.lines == 4 && after.isAnchored)
            #expect(try await store.receipts(of: "1", limit: 9).isEmpty)
            guard case .cut(let cut)? = try await store.history(limit: 1, product: nil).first?.event else {
                Issue.record("the last line tells of no cut")
                return
            }
            #expect(cut.through == 10)
            // A fingerprint is what it was.
            #expect(try await store.changes(after: 0).borrows.map(\.id.rawValue) == ["4"])
        },
        Case("an old operation of a borrow that is kept goes, and the borrow fits") { store in
            let first = try await store.take(
                .of("1", hours: 8), through: throughConfirmed, receipt: Fixture.receipt("1"))
            try await store.take(first.next("2"), through: throughConfirmed, after: 720_000)
            let report = try await store.prune(before: 100)
            #expect(report.through == 4 && report.receipts == 1 && report.borrows == 0)
            #expect(try await store.verifyTrail(anchor: nil).first == 5)
            #expect(try await store.all().map(\.operation.id.rawValue) == ["2"])
        },
        Case("cutting again, and cutting all, leaves a trail that fits and goes on") { store in
            let fingerprint = try await store.fingerprint(of: Fixture.key)
            for (id, hours) in [("1", 100.0), ("2", 200), ("3", 300)] {
                try await store.take(.of(id, hours: hours + 1), through: throughConfirmed, after: hours * 3600)
                _ = try await store.prune(before: hours, at: hours + 0.5)
                _ = try await store.verifyTrail(anchor: nil)
            }
            #expect(try await store.prune(before: 9999).lines > 0)
            #expect(try await store.verifyTrail(anchor: nil).lines == 1)
            try await store.take(.of("4"), through: [.intended])
            #expect(try await store.verifyTrail(anchor: nil).lines == 2)
            #expect(try await store.fingerprint(of: Fixture.key) == fingerprint)
        },
        Case("a line of the very time that is named is kept") { store in
            try await store.take(.of("1", hours: 8), through: throughConfirmed, after: 3600)
            let line = try await store.verifyTrail(anchor: nil).lines
            try await store.take(.of("2", hours: 300), through: throughConfirmed, after: 100 * 3600)
            #expect(try await store.prune(before: 100).through == Int64(line))
            #expect(try await store.all().map(\.id.rawValue) == ["2"])
        },
        Case("where nothing is old nothing is written") { store in
            try await store.fill()
            #expect(try await store.prune(before: -1) == PruneReport())
            #expect(try await store.verifyTrail(anchor: nil).lines == 10)
        },
        Case("a rehearsal reports the same and removes nothing") { store in
            try await store.fill()
            let before = try await store.verifyTrail(anchor: nil)
            let rehearsed = try await store.prune(before: 100, isRehearsal: true)
            #expect(try await store.verifyTrail(anchor: nil) == before)
            #expect(try await store.prune(before: 100) == rehearsed)
        },
        Case("a seat that a check took is kept") { store in
            var seat = Borrow.of("1").next("1", .check)
            (seat.grant, seat.seatTakenAt) = (nil, TestClock.start)
            seat = try await store.take(seat, through: throughConfirmed)
            #expect(try await store.prune(before: 100).keptFor == seat.id)
            #expect(try await store.all().map(\.id) == [seat.id])
        },
        Case("what holds a seat or may is kept, with all that follows") { store in
            try await store.take(.of("1", hours: 8), through: throughConfirmed)
            try await store.take(.of("2", hours: -1), through: [.intended, .sent, .unknown(lostResponse)])
            try await store.take(.of("3", hours: 8), through: throughConfirmed)
            let report = try await store.prune(before: 100)
            var expected = PruneReport()
            (expected.through, expected.lines, expected.borrows) = (4, 4, 1)
            expected.keptFor = OperationID(rawValue: "2")
            #expect(report == expected)
            #expect(try await store.all().map(\.id.rawValue) == ["2", "3"])
            _ = try await store.verifyTrail(anchor: nil)
        },
    ]
}
