import Foundation
import Licensing
import Sandbox
import Testing

/// A run of the crash dummy in a process of its own.
struct Dummy: Sendable {
    /// What it printed, line by line.
    var lines: [String]
    /// Whether it was killed rather than ended by itself.
    var wasKilled: Bool
    var status: Int32

    private static let program = URL(filePath: Bundle.main.executablePath ?? "")
        .deletingLastPathComponent().appending(path: "crashdummy")

    /// Runs one and waits for its end.
    ///
    /// - Parameters:
    ///   - actions: what it does, one after the other.
    ///   - fault: where it dies in the last of them.
    ///   - ahead: how many seconds its clock is ahead.
    ///   - gate: what it waits for before it begins.
    static func run(
        _ actions: String, on stage: Stage, product: String = Stage.product, device: String,
        dyingAt fault: String? = nil, ahead: TimeInterval = 0, gate: String? = nil
    ) async throws -> Dummy {
        let process = Process()
        process.executableURL = program
        var environment = ProcessInfo.processInfo.environment
        environment["CRASH_SERVER"] = stage.sandbox.url
        environment["CRASH_PUBLIC_KEY"] = stage.sandbox.publicKeyPEM
        environment["CRASH_LEDGER"] = stage.ledgerPath
        environment["CRASH_PRODUCT"] = product
        environment["BERTH_LICENSE_KEY"] = Stage.key
        environment["CRASH_AHEAD"] = String(ahead)
        environment["CRASH_DEVICE"] = device
        environment["CRASH_ACTIONS"] = actions
        environment["CRASH_AT"] = fault
        environment["CRASH_GATE"] = gate
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        let ended = AsyncStream<Void> { continuation in
            process.terminationHandler = { _ in continuation.finish() }
        }
        try process.run()
        for await _ in ended {}
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        return Dummy(
            lines: text.split(separator: "\n").map(String.init),
            wasKilled: process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL,
            status: process.terminationStatus)
    }
}
