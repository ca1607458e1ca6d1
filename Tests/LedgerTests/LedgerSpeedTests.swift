import Foundation
import GRDB
@testable import Ledger
import Licensing
import Testing

/// What a ledger of many years costs. Off by default, for it takes minutes: BERTH_MEASURE=1 swift test --filter Speed
@Suite(.enabled(if: ProcessInfo.processInfo.environment["BERTH_MEASURE"] != nil, "BERTH_MEASURE is not set"))
struct LedgerSpeedTests {
    @Test func `Current borrows among ten thousand, and a trail of a hundred thousand lines`() async throws {
        let directory = try TemporaryDirectory()
        let ledger = try Ledger(path: directory.file("ledger.sqlite"))
        try await ledger.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        let now = start.addingTimeInterval(1_000_000)
        let filling = try await measured {
            try await ledger.write { database in
                for number in 0..<10_000 { try Self.fill(number, database) }
            }
        }
        #expect(try await ledger.history(limit: 1).first?.id == 100_000)
        #expect(try await ledger.borrows().count == 10_000)
        #expect(try await ledger.currentBorrows(at: now).count == 20)
        let all = try await measured { _ = try await ledger.borrows() }
        let current = try await measured { _ = try await ledger.currentBorrows(at: now) }
        let history = try await measured { _ = try await ledger.history(limit: 50) }
        let verify = try await measured { _ = try await ledger.verifyTrail() }
        let step = try await measured { try await ledger.record(makeEntry(makeBorrow("last"))) }
        #expect(current < all / 10)
        print("fill \(filling), all \(all), current \(current), history \(history), verify \(verify), step \(step)")
    }

    /// Ten lines: one borrow that is renewed twice, and ended unless it is one of the last twenty.
    private static func fill(_ number: Int, _ database: Database) throws {
        let grant = makeGrant(hours: number < 9_980 ? 8 : 8000)
        for (index, operation) in ["a", "b", "c"].enumerated() {
            for phase in [OperationPhase.intended, .sent, .confirmed] {
                let borrow = makeBorrow(
                    "\(number)a", operation: "\(number)\(operation)", phase: phase,
                    grant: index == 0 && phase != .confirmed ? nil : grant)
                try step(borrow, database)
            }
        }
        try step(makeBorrow("\(number)a", operation: "\(number)c", phase: .confirmed, grant: grant), database)
    }

    private static func step(_ borrow: Borrow, _ database: Database) throws {
        try LedgerStep(entry: makeEntry(borrow), path: nil, time: start).write(database)
    }

    private func measured(_ body: () async throws -> Void) async throws -> Duration {
        let clock = ContinuousClock()
        let begin = clock.now
        try await body()
        return clock.now - begin
    }
}
