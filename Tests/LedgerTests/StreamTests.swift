import FoundationEssentials
import Ledger
import Licensing
import Synchronization
import Testing

@testable import SQLiteLedger

/// Borrows are handed over part by part, as they stood when that began.
@Suite struct StreamTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger
    let moment = Moment(host: start.addingTimeInterval(60))

    init() async throws {
        directory = try TemporaryDirectory()
        ledger = try await SQLiteLedger(directory.file("ledger.sqlite")).hurried()
        let confirmed: [OperationPhase] = [.intended, .sent, .confirmed]
        for number in 1...7 {
            // Every other one is over.
            let grant = makeGrant(hours: number.isMultiple(of: 2) ? -30 : Double(9 - number))
            try await ledger.take(makeBorrow("b\(number)", grant: grant), through: confirmed)
        }
        try await ledger.take(makeBorrow("doubt"), through: [.intended, .sent, .unknown(makeProblem())])
    }

    private func read(heldAt moment: Moment?) async throws -> [[String]] {
        var parts: [[String]] = []
        try await ledger.stream(heldAt: moment, inPartsOf: 2) {
            $0.map(\.id.rawValue)
        } _: {
            parts.append($0)
        }
        return parts
    }

    @Test func `All come in the order in which they were made`() async throws {
        #expect(try await read(heldAt: nil) == [["b1", "b2"], ["b3", "b4"], ["b5", "b6"], ["b7", "doubt"]])
    }

    @Test func `Of those that hold a seat what is over is left out`() async throws {
        #expect(try await read(heldAt: moment).flatMap(\.self) == ["b1", "b3", "b5", "b7", "doubt"])
    }

    @Test func `What is forgotten does not come`() async throws {
        var forgotten = try #require(try await ledger.all().first { $0.id.rawValue == "b2" })
        forgotten.forgottenAt = start
        try await ledger.record(makeEntry(forgotten))
        #expect(try await read(heldAt: nil).flatMap(\.self).contains("b2") == false)
    }

    @Test func `A ledger that was never begun has none`() async throws {
        let none = try SQLiteLedger(directory.file("none.sqlite"))
        try await none.stream(heldAt: nil) {
            $0.count
        } _: { _ in
            Issue.record("a part")
        }
    }

    @Test func `Whoever takes no more ends it`() async throws {
        let enough = makeProblem()
        var parts = 0
        await #expect(throws: enough) {
            try await ledger.stream(heldAt: nil, inPartsOf: 1) {
                $0.count
            } _: { (_) throws(Problem) in
                parts += 1
                if parts == 2 { throw enough }
            }
        }
        #expect(parts == 2)
    }
}
