import Foundation
import Ledger
import Licensing
import SQLiteLedger
import TestKit
import Testing

/// Fifty processes at once on one ledger.
@Suite struct CrowdTests {
    static let size = 50

    @Test(.heavy) func nothingIsLostOrDoubledByFiftyProcessesAtOnce() async throws {
        try await Stage.with { stage in
            let gate = try StarterGate(path: stage.directory + "/gate")
            // Ten pairs and more share a device each, twenty have one of their own; some want what is scarce.
            let ended = try await withThrowingTaskGroup(of: (String, Dummy).self) { group in
                for number in 0..<Self.size {
                    let device = number < 30 ? "shared \(number % 5)" : "own \(number)"
                    let product = number % 3 == 0 ? Stage.scarce : Stage.product
                    group.addTask {
                        let dummy = try await Dummy.run(
                            "borrow,release,borrow,borrow", on: stage, product: product, device: device,
                            gate: gate.path)
                        return ("\(product) \(device)", dummy)
                    }
                }
                try await gate.open(for: Self.size)
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let words = ended.flatMap(\.1.lines)
            #expect(words.count == 4 * Self.size)
            #expect(ended.allSatisfy { $0.1.status == 0 }, "\(ended.filter { $0.1.status != 0 })")
            let refusals = words.compactMap { $0.contains("(") ? String($0.prefix { $0 != " " }) : nil }
            let allowed: Set<ProblemCode> = [.operationInProgress, .operationOvertaken, .floatingNotAvailable]
            #expect(Set(refusals).subtracting(allowed.map(\.rawValue)) == [])
            #expect(try await stage.compare() == 0, "nobody was interrupted, so nothing is in doubt")
            // Oldest first.
            let history = try await SQLiteLedger(reading: stage.ledgerPath)
                .history(limit: .max, product: nil).compactMap(\.borrow).reversed()
            checkWords(words, history)
            checkNobodyUndidAnother(history)
            let counts = Dictionary(grouping: words) { String($0.prefix { $0 != " " }) }.mapValues(\.count)
            print("\(Self.size) processes, \(words.count) runs of a command: \(counts)")
        }
    }

    /// What the processes said they did is what the ledger says they did.
    private func checkWords(_ words: [String], _ history: some Collection<Borrow>) {
        let confirmed = history.filter { $0.operation.phase == .confirmed }
        #expect(Set(confirmed.map(\.operation.id)).count == confirmed.count, "each outcome is written once")
        let releases = confirmed.count { $0.operation.kind == .release }
        #expect(releases == words.count { $0 == "released" })
        #expect(confirmed.count - releases == words.count { $0 == "borrowed" })
    }

    /// Each operation began with what the one before it had left, and none held a seat that another one held.
    private func checkNobodyUndidAnother(_ history: some Collection<Borrow>) {
        var latest: [OperationID: Borrow] = [:]
        for borrow in history {
            if borrow.operation.phase == .intended {
                var before = latest[borrow.id]
                before?.operation = borrow.operation
                #expect(before == nil || before == borrow, "\(borrow.operation.id) began with something outdated")
                let rivals = latest.values.filter { other in
                    other.id != borrow.id && other.subject == borrow.subject
                        && other.mayHoldSeat(at: Moment(host: borrow.operation.startedAt))
                }
                #expect(rivals.isEmpty, "\(borrow.operation.id) is about a seat that is held already")
            }
            latest[borrow.id] = borrow
        }
    }
}

/// Holds processes back until all of them are ready.
private struct StarterGate: Sendable {
    let path: String
    private let lock: Int32

    init(path: String) throws {
        self.path = path
        lock = Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        try #require(lock >= 0 && flock(lock, LOCK_EX) == 0)
        try #require(mkfifo(path + ".ready", 0o600) == 0)
    }

    /// Waits until so many have said that they are ready, then lets all of them go.
    func open(for count: Int) async throws {
        // Opened for both, so that it does not end when the first writer closes it.
        let pipe = Glibc.open(path + ".ready", O_RDWR | O_CLOEXEC)
        try #require(pipe >= 0)
        let lock = lock
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var byte: UInt8 = 0
                for _ in 0..<count { _ = read(pipe, &byte, 1) }
                close(pipe)
                flock(lock, LOCK_UN)
                close(lock)
                continuation.resume()
            }
        }
    }
}
