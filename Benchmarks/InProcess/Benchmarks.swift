import Allocations
import Benchmark

/// What is measured; the plugin of the package `benchmark` writes the program around it.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .allocations, .allocatedBytes], timeUnits: .nanoseconds, warmupIterations: 5,
        maxDuration: .seconds(4), maxIterations: 2_000)
    measureRequests()
    measureDesk()
    measurePainting()
    measureLedger()
    measureSandbox()
}

extension BenchmarkMetric {
    /// How many times memory was asked for, by the whole process.
    static let allocations = BenchmarkMetric.custom("allocations")
    static let allocatedBytes = BenchmarkMetric.custom("allocated bytes")
    /// What was written to the terminal.
    static let terminalBytes = BenchmarkMetric.custom("bytes to the terminal")
}

extension Benchmark {
    /// Measures a body, and nothing around it.
    func measured(_ body: () throws -> Void) rethrows {
        let (count, bytes) = (allocations_count(), allocations_bytes())
        startMeasurement()
        try body()
        stopMeasurement()
        measurement(.allocations, Int(allocations_count() - count))
        measurement(.allocatedBytes, Int(allocations_bytes() - bytes))
    }

    /// The same for what waits.
    func measured(_ body: () async throws -> Void) async rethrows {
        let (count, bytes) = (allocations_count(), allocations_bytes())
        startMeasurement()
        try await body()
        stopMeasurement()
        measurement(.allocations, Int(allocations_count() - count))
        measurement(.allocatedBytes, Int(allocations_bytes() - bytes))
    }
}
