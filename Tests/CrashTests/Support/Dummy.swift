import Foundation
import Licensing
import Sandbox
import TestKit
import Testing

/// A run of the crash dummy in a process of its own.
struct Dummy: Sendable {
    /// What it printed, line by line.
    var lines: [String]
    /// Whether it was killed rather than ended by itself.
    var wasKilled: Bool
    var status: Int32

    private static let program = ChildProcess.built("crashdummy")

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
        let run = try await ChildProcess.run(program, environment: environment)
        return Dummy(
            lines: run.output.split(separator: "\n").map(String.init), wasKilled: run.status == 128 + SIGKILL,
            status: run.status)
    }
}
