import FoundationEssentials
import Ledger
import Licensing
import Synchronization
import Testing

@testable import SQLiteLedger

/// How a large ledger is read: part by part, while others write.
@Suite struct LedgerPartsTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger
    let confirmed: [OperationPhase] = [.intended, .sent, .confirmed]
    let moment = Moment(host: start.addingTimeInterval(60))

    init() async throws {
        directory = try TemporaryDirectory()
        ledger = try await SQLiteLedger(directory.file("ledger.sqlite")).hurried()
        // The later one is made, the sooner it ends.
        for hours in (1...7).reversed() {
            try await ledger.take(makeBorrow("h\(hours)", grant: makeGrant(hours: Double(hours))), through: confirmed)
        }
        try await ledger.take(makeBorrow("doubt"), through: [.intended, .sent, .unknown(makeProblem())])
    }

    /// Reads in parts of two; `meanwhile` hears of each.
    private func read(
        others: Int = 9, meanwhile: @escaping @Sendable (LedgerPart) async throws -> Void = { _ in }
    ) async throws -> LedgerReading {
        try await ledger.current(at: moment, others, beginningWith: 2, inPartsOf: 2) { part in
            do { try await meanwhile(part) } catch { Issue.record(error) }
        }
    }

    @Test func `The first part is what is in doubt and what ends soonest, as they were made`() async throws {
        let parts = Mutex<[LedgerPart]>([])
        let reading = try await read { part in parts.withLock { $0.append(part) } }
        #expect(parts.withLock { $0.map { $0.borrows.map(\.id.rawValue) } } == [["h2", "h1", "doubt"], [], [], []])
        #expect(parts.withLock { $0.map(\.progress.read) } == [3, 5, 7, 8])
        #expect(parts.withLock { $0.allSatisfy { $0.progress.total == 8 } })
        #expect(try await reading.borrows == ledger.all())
        #expect(reading.line == 25)
    }

    @Test func `What is written meanwhile stands in the end as it was written`() async throws {
        let ledger = ledger
        let reading = try await read { part in
            // Once, after the first part, of rows that were read and of rows that were not.
            guard part.progress.read == 3 else { return }
            for id in ["h1", "h6"] {
                var released = try #require(try await ledger.all().first { $0.id.rawValue == id })
                released.operation = makeBorrow(operation: "r" + id, kind: .release).operation
                try await ledger.take(released, through: [.intended, .sent])
                released.move(to: .confirmed)
                released.releasedAt = start
                try await ledger.record(makeEntry(released))
            }
            var sooner = try #require(try await ledger.all().first { $0.id.rawValue == "h7" })
            sooner.operation = makeBorrow(operation: "e7").operation
            try await ledger.take(sooner, through: [.intended, .sent])
            sooner.grant = makeGrant(hours: 0.5)
            sooner.move(to: .confirmed)
            try await ledger.record(makeEntry(sooner))
            try await ledger.take(
                makeBorrow("new", grant: makeGrant(hours: 3)), through: [.intended, .sent, .confirmed])
        }
        #expect(try await reading.borrows == ledger.all())
        #expect(reading.borrows.map(\.id.rawValue) == ["h7", "h6", "h5", "h4", "h3", "h2", "h1", "doubt", "new"])
        #expect(reading.borrows.filter { $0.releasedAt != nil }.map(\.id.rawValue) == ["h6", "h1"])
        #expect(try await reading == ledger.current(at: moment, 9) { _ in })
    }

    @Test func `Of what is over it brings the latest, and of what is forgotten nothing`() async throws {
        for id in ["o1", "o2", "o3"] {
            try await ledger.take(makeBorrow(id, grant: makeGrant(hours: -30)), through: confirmed)
        }
        var forgotten = try #require(try await ledger.all().first { $0.id.rawValue == "o3" })
        forgotten.forgottenAt = start
        try await ledger.record(makeEntry(forgotten))
        #expect(try await read(others: 1).borrows.map(\.id.rawValue).suffix(2) == ["doubt", "o2"])
        #expect(try await read(others: 0).borrows.count == 8)
        #expect(try await read(others: -1).borrows.count == 8)
    }
}
