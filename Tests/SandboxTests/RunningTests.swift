internal import Foundation
internal import Licensing
@testable internal import Sandbox
internal import Testing
internal import TestKit

@Suite("Starting and stopping", .heavy)
struct RunningTests {
    private func sandbox() throws -> Sandbox {
        try Sandbox(inventory: TestInventory.make(), key: try TestKey.get())
    }

    @Test("A port that is taken is a problem of its own")
    func portTaken() async throws {
        try await withSandbox { _, running async throws in
            let problem = await #expect(throws: Problem.self) {
                _ = try await sandbox().start(port: running.port, logger: .silent)
            }
            #expect(problem?.code == .sandboxPortTaken)
            #expect(problem?.message.contains("\(running.port)") == true)
        }
    }

    @Test("Other hosts are not let in unless that is asked for", arguments: ["0.0.0.0", "::", "example.com"])
    func loopback(_ host: String) async throws {
        let problem = await #expect(throws: Problem.self) {
            _ = try await sandbox().start(host: host, logger: .silent)
        }
        #expect(problem?.code == .inputInvalid)
        #expect(problem?.facts.name == "host")
    }

    @Test("A number that is no port is refused", arguments: [-1, 65536])
    func port(_ port: Int) async throws {
        let problem = await #expect(throws: Problem.self) {
            _ = try await sandbox().start(port: port, logger: .silent)
        }
        #expect(problem?.facts.name == "port")
    }

    /// Ports that the system hands to nobody who asks for any: what is freed there is not taken by another test.
    private static let unassigned = 20_000..<30_000

    @Test("Stopping ends connections that are open, in use or hanging, and frees the port")
    func stop() async throws {
        let running = try await Sandbox(
            inventory: TestInventory.make(), key: try TestKey.get(),
            faults: Faults(.hangAfterEffect, on: "/api/v4/floating/borrow")
        ).start(port: Int.random(in: Self.unassigned), logger: .silent)
        let caller = Caller(url: running.url)
        let hanging = Task { try await caller.borrow("mine") }
        try await waitUntil("the effect of the call that hangs") { try await !caller.seats().isEmpty }
        let waiting = Task { await running.waitUntilStopped() }
        await running.stop()
        await waiting.value
        await #expect(throws: (any Error).self) { try await hanging.value }
        let again = try await sandbox().start(port: running.port, logger: .silent)
        #expect(again.url == running.url)
        await again.stop()
    }

    @Test("A request body beyond 64 KiB is refused and the connection stays usable")
    func largeBody() async throws {
        try await withSandbox { caller, _ async throws in
            let response = try await caller.post(
                "/api/v4/floating/borrow", text: String(repeating: " ", count: 64 * 1024 + 1))
            #expect(response.status == 413)
            #expect(try await caller.borrow("mine").status == 200)
        }
    }

    @Test("A fast clock runs as many times as fast")
    func fastClock() {
        let start = Date() - 10
        let reading = FastClock(factor: 60, start: start).now.timeIntervalSince(start)
        #expect(reading >= 600)
        #expect(reading < 6000)
    }
}

@Suite("Files of the sandbox", .heavy)
struct FileTests {
    @Test("Seats outlive a restart, in a file that only its owner may read")
    func state() async throws {
        try await withFolder { folder in
            let file = StateFile(path: folder.appending(path: "sub/state.json").path)
            let clock = TestClock()
            try await withSandbox(clock: clock, state: file) { caller, _ async throws in
                _ = try await caller.borrow("mine")
            }
            try await withSandbox(clock: clock, state: file) { caller, _ async throws in
                #expect(try await caller.seats()["mine"]?["until"] == "2026-11-26T13:02:00.000Z")
                #expect(try await caller.call("/api/v4/floating/release", "mine").status == 200)
            }
            #expect(try file.load()?.seats(at: clock.now) == [])
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "sub").path)
            #expect(names.sorted() == ["state.json", "state.json.lock"])
        }
    }

    @Test("A state that cannot be read names its path")
    func corrupt() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let path = folder.appending(path: "state.json").path
            try Data("{".utf8).write(to: URL(filePath: path))
            let key = try TestKey.get()
            let problem = #expect(throws: Problem.self) { try Sandbox(key: key, state: StateFile(path: path)) }
            #expect(problem?.code == .configUnreadable)
            #expect(problem?.facts.path == path)
        }
    }

    @Test("A change that cannot be kept is undone, and the response is an internal failure")
    func unwritable() async throws {
        try await withFolder { folder in
            let file = StateFile(path: folder.appending(path: "state.json").path)
            try await withSandbox(state: file) { caller, _ async throws in
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try FileManager.default.createDirectory(
                    at: folder.appending(path: "state.json/inside"), withIntermediateDirectories: true)
                let response = try await caller.borrow("mine")
                #expect(response.status == 500)
                #expect(response.code == "internal_error")
                #expect(try await caller.seats().isEmpty)
            }
        }
    }

    @Test("A signing key is made once, kept from other users, and read again")
    func key() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "keys/sandbox.pem").path
            let first = try SigningKey.load(path: path)
            let second = try SigningKey.load(path: path)
            #expect(first.publicKeyPEM == second.publicKeyPEM)
            #expect(first.publicKeyPEM.hasPrefix("-----BEGIN PUBLIC KEY-----"))
            let manager = FileManager.default
            #expect(try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            let keys = folder.appending(path: "keys").path
            #expect(try manager.attributesOfItem(atPath: keys)[.posixPermissions] as? Int == 0o700)
            try Data("none".utf8).write(to: URL(filePath: path))
            let problem = #expect(throws: Problem.self) { try SigningKey.load(path: path) }
            #expect(problem?.facts.path == path)
        }
    }
}
