import Foundation
import GRDB
import Ledger
import Licensing
import TestKit
import Testing

@testable import SQLiteLedger

/// What a ledger of many years costs. Off by default, for it takes minutes: BERTH_MEASURE=1 swift test --filter Speed
@Suite(
    Need("it measures, where BERTH_MEASURE is set", variable: "BERTH_MEASURE") {
        ProcessInfo.processInfo.environment["BERTH_MEASURE"] != nil
    })
struct LedgerSpeedTests {
    @Test func `Current borrows among ten thousand, and a trail of a hundred thousand lines`() async throws {
        let directory = try TemporaryDirectory()
        let ledger = try await SQLiteLedger(directory.file("ledger.sqlite")).hurried()
        let now = start.addingTimeInterval(1_000_000)
        let filling = try await measured {
            try await ledger.write { database in
                for number in 0..<10_000 { try Self.fill(number, database) }
            }
        }
        let moment = Moment(host: now)
        let lines = try await ledger.borrows(.all).line
        #expect(lines == 90_001)
        #expect(try await ledger.borrows(.current(at: moment, others: 0)).borrows.count == 20)
        let all = try await measured { _ = try await ledger.borrows(.all) }
        let current = try await measured { _ = try await ledger.borrows(.current(at: moment, others: 50)) }
        let changes = try await measured { _ = try await ledger.changes(after: lines - 20) }
        let history = try await measured { _ = try await ledger.history(limit: 50, product: nil) }
        let verify = try await measured { _ = try await ledger.verifyTrail(anchor: nil) }
        let step = try await measured { try await ledger.record(makeEntry(makeBorrow("last"))) }
        #expect(current < all / 10)
        print(
            "fill \(filling), all \(all), current \(current), changes \(changes), history \(history), verify \(verify),"
                + " step \(step)")
    }

    /// Nine lines: one borrow that is extended twice, and ended unless it is one of the last twenty.
    private static func fill(_ number: Int, _ database: Database) throws {
        let grant = makeGrant(hours: number < 9_980 ? 8 : 8000)
        for (index, operation) in ["a", "b", "c"].enumerated() {
            for phase in [OperationPhase.intended, .sent, .confirmed] {
                let borrow = makeBorrow(
                    "\(number)a", operation: "\(number)\(operation)", phase: phase,
                    grant: index == 0 && phase != .confirmed ? nil : grant)
                _ = try makeEntry(borrow).write(in: database)
            }
        }
    }

    private func measured(_ body: () async throws -> Void) async throws -> Duration {
        let clock = ContinuousClock()
        let begin = clock.now
        try await body()
        return clock.now - begin
    }
}
