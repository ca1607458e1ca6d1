import Logging
import Sandbox

func withSandbox(_ body: (_ url: String, _ publicKey: String) async throws -> Void) async throws {
    let sandbox = try Sandbox(key: SigningKey.generate())
    let running = try await sandbox.start(logger: Logger(label: "sandbox"))
    try await body(running.url, running.publicKeyPEM)
    await running.stop()
}
