import TestKit
import Testing

@Suite("Servers that do not respond as they should", .heavy)
struct BadServerTests {
    /// - Parameter timeout: how long to wait for a response, in seconds.
    private func borrow(from server: String, timeout: Int = 600) async throws -> Ended {
        let berth = BerthProgram(
            home: try Home(),
            variables: [
                "BERTH_SERVER": server, "BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "the-shared-key",
                "BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_REQUEST_TIMEOUT_SECONDS": "\(timeout)",
            ])
        let ended = try await berth("borrow", "--product", "MESH", "--max")
        #expect(ended.errors.hasPrefix("berth: "), "\(ended)")
        #expect(!ended.everything.contains(DemoLicense.mesh) && !ended.everything.contains("the-shared-key"))
        return ended
    }

    @Test("Nobody listens: exit 20, and nothing was sent")
    func refused() async throws {
        // Port 1 belongs to a service that no one runs, and only root may take it.
        let ended = try await borrow(from: "http://127.0.0.1:1")
        #expect(ended.status == 20, "\(ended)")
        #expect(ended.errors.contains("Nothing was sent"), "\(ended)")
    }

    @Test("A name that does not exist: exit 20")
    func unresolved() async throws {
        let ended = try await borrow(from: "https://berth.invalid")
        #expect(ended.status == 20, "\(ended)")
        #expect(ended.errors.contains("berth.invalid"), "\(ended)")
    }

    @Test("A page for people instead of a response: exit 21, and no markup on the terminal")
    func page() async throws {
        try await OtherServer.run(OtherServer.page) { server in
            let ended = try await borrow(from: server)
            #expect(ended.status == 21, "\(ended)")
        }
    }

    @Test("No response within the time-out: exit 21")
    func silence() async throws {
        try await OtherServer.run(OtherServer.silence) { server in
            let ended = try await borrow(from: server, timeout: 1)
            #expect(ended.status == 21, "\(ended)")
            #expect(ended.errors.contains("transport_timeout"), "\(ended)")
        }
    }

    @Test("Keys do not go unencrypted to another host: exit 78")
    func insecure() async throws {
        let ended = try await borrow(from: "http://192.0.2.1")
        #expect(ended.status == 78, "\(ended)")
        #expect(ended.errors.contains("Nothing was sent"), "\(ended)")
    }
}
