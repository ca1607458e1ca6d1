internal import Foundation
internal import Licensing
@testable internal import Sandbox
internal import TestKit
internal import Testing

/// LicenseSpring's official Python SDK, where this host has it.
enum SDK {
    /// The Python whose packages the SDK is among: `BERTH_SDK_PYTHON`, or the one on the path.
    static let python = ProcessInfo.processInfo.environment["BERTH_SDK_PYTHON"] ?? "python3"

    /// The one version that the script was written for.
    static let version = "4.0.0"

    /// Whether the SDK can be run here.
    static func isAvailable() async -> Bool {
        let check = "import importlib.metadata as m; print(m.version('licensespring'))"
        let run = try? await run(["-c", check])
        return run?.status == 0 && run?.output.trimmingCharacters(in: .whitespacesAndNewlines) == version
    }

    /// Runs Python and waits for its end.
    static func run(_ arguments: [String]) async throws -> (status: Int32, output: String) {
        let run = try await ChildProcess.run("/usr/bin/env", [python] + arguments)
        return (run.status, run.output + run.errors)
    }
}

@Suite("The official Python SDK", .heavy)
struct SDKTests {
    @Test(
        "Its client and its LicenseManager, with their own verification of signatures, do all that the sandbox serves",
        Need(
            "the Python package licensespring \(SDK.version) is not installed; BERTH_SDK_PYTHON names a Python that has it",
            variable: "BERTH_REQUIRE_SDK", isMet: SDK.isAvailable))
    func run() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let script = root.appending(path: "sdk/run_sdk.py").path
        let client = try #require(Inventory.demo.clients.first)
        try await withSandbox(.demo) { _, running async throws in
            try await withFolder { folder in
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                let key = folder.appending(path: "key.pem")
                try Data(running.publicKeyPEM.utf8).write(to: key)
                let demo = Inventory.APIKey.demo
                let run = try await SDK.run([
                    script, "--url", running.url, "--public-key", key.path, "--api-key", demo.key.exposed,
                    "--shared-key", demo.sharedKey.exposed, "--client-id", client.id, "--client-secret",
                    client.secret.exposed,
                ])
                #expect(run.status == 0, "\(run.output)")
                let steps = run.output.split(separator: "\n").count { $0.hasPrefix("ok ") }
                #expect(steps >= 79, "\(run.output)")
                #expect(run.output.hasSuffix("all as expected\n"))
            }
        }
    }
}
