import Benchmark
import Foundation
import Ledger
import Licensing
import SQLiteLedger
import SampleLedger

/// A ledger of a hundred thousand borrows and a million lines: BERTH_LARGE_LEDGER names its file, which `Benchmarks/run` fills.
func measureLedger() {
    guard let path = ProcessInfo.processInfo.environment["BERTH_LARGE_LEDGER"] else { return }
    let metrics: [BenchmarkMetric] = [.wallClock, .allocations, .allocatedBytes]
    func configuration(seconds: Int, _ most: Int) -> Benchmark.Configuration {
        .init(
            metrics: metrics, timeUnits: .nanoseconds, warmupIterations: 1, maxDuration: .seconds(seconds),
            maxIterations: most)
    }

    Benchmark("one step, 100,000 borrows", configuration: configuration(seconds: 4, 500)) { benchmark in
        let ledger = try SQLiteLedger(path: path, by: SampleLedger.performer)
        let (turn, now) = (1_000_000 + benchmark.currentIteration, Date())
        for phase in [OperationPhase.intended, .sent] {
            let borrow = SampleLedger.borrow(turn, phase, now: now)
            try await ledger.record(LedgerEntry(borrow: borrow, performer: SampleLedger.performer, at: now))
        }
        let outcome = SampleLedger.borrow(turn, .confirmed, now: now)
        try await benchmark.measured {
            try await ledger.record(LedgerEntry(borrow: outcome, performer: SampleLedger.performer, at: now))
        }
    }
    Benchmark("list what is held, 100,000 borrows", configuration: configuration(seconds: 20, 10)) { benchmark in
        let ledger = try SQLiteLedger(reading: path)
        try await benchmark.measured {
            blackHole(try await ledger.borrows(.current(at: Moment(host: Date()), others: 50)))
        }
    }
    Benchmark("verify a trail of a million lines", configuration: configuration(seconds: 30, 3)) { benchmark in
        let ledger = try SQLiteLedger(reading: path)
        try await benchmark.measured { blackHole(try await ledger.verifyTrail(anchor: nil)) }
    }
}
