internal import Foundation
internal import Licensing
internal import NIOCore
internal import NIOPosix
@testable internal import Sandbox
internal import Synchronization
internal import TestKit
internal import Testing

@Suite("A sandbox takes no more than its limits", .heavy)
struct LimitsTests {
    private static let path = "/api/v4/floating/borrow"

    @Test(
        "A call that hangs or waits is freed when its client has gone",
        arguments: [
            Faults.Fault.hangBeforeEffect, .hangAfterEffect, .latency(seconds: 3600),
        ])
    func goneClients(_ fault: Faults.Fault) async throws {
        try await withSandbox(faults: Faults(fault, on: Self.path)) { caller, running async throws in
            let client = try await connect(to: running)
            try await client.writeAndFlush(ByteBuffer(string: caller.rawBorrow))
            try await waitUntil("the fault is met") { await running.faults.rules.first?.remaining == 0 }
            #expect(running.connections >= 1)
            try await client.close()
            try await waitUntil("every connection is freed") { running.connections == 0 }
        }
    }

    @Test("A client that closes only its own side counts as gone too")
    func halfClosed() async throws {
        try await withSandbox(faults: Faults(.hangBeforeEffect, on: Self.path)) { caller, running async throws in
            let client = try await connect(to: running)
            try await client.writeAndFlush(ByteBuffer(string: caller.rawBorrow))
            try await waitUntil("the fault is met") { await running.faults.rules.first?.remaining == 0 }
            try await client.close(mode: .output)
            try await waitUntil("every connection is freed") { running.connections == 0 }
            try await client.closeFuture.get()
        }
    }

    @Test("Connections beyond the limit wait until one is closed")
    func connections() async throws {
        var limits = Limits()
        limits.connections = 2
        try await withSandbox(limits: limits) { _, running async throws in
            let first = try await connect(to: running)
            let second = try await connect(to: running)
            // The host takes these connections for the sandbox, which has not let them in.
            var waiting: [any Channel] = []
            for _ in 0..<12 { waiting.append(try await connect(to: running)) }
            for client in waiting {
                let request = "GET /sandbox/seats HTTP/1.1\r\nHost: sandbox\r\nConnection: close\r\n\r\n"
                try await client.writeAndFlush(ByteBuffer(string: request))
            }
            try await first.close()
            for client in waiting { try await client.closeFuture.get() }
            // Four are taken at a time, so one place that is free lets up to four in.
            #expect(running.connectionPeak <= limits.connections + 3)
            try await second.close()
        }
    }

    @Test("A request with headers beyond the limit has no effect and ends its connection; one within it is served")
    func headers() async throws {
        try await withSandbox { caller, running async throws in
            for (padding, isServed) in [(Limits().headerBytes, false), (Limits().headerBytes / 2, true)] {
                let client = try await connect(to: running)
                let request = caller.rawBorrow(padding: padding)
                try? await client.writeAndFlush(ByteBuffer(string: request))
                if isServed {
                    try await waitUntil("the seat is taken") { try await !caller.seats().isEmpty }
                    try await client.close()
                } else {
                    try await waitUntil("the connection is ended") { !client.isActive }
                    #expect(try await caller.seats().isEmpty)
                }
            }
        }
    }

    @Test("A body beyond the limit is refused in the API's own form")
    func body() async throws {
        try await withSandbox { caller, _ async throws in
            let text = String(repeating: " ", count: Limits().bodyBytes + 1)
            let response = try await caller.post(Self.path, text: text)
            #expect(response.status == 413)
            #expect(response.json.names == ["status", "code", "message"])
        }
    }

    @Test("A text beyond the limit is refused")
    func text() async throws {
        try await withSandbox { caller, _ async throws in
            let response = try await caller.borrow(String(repeating: "x", count: Parameters.textLimit + 1))
            #expect(response.code == "validation_error")
        }
    }

    @Test("Tokens that have expired are forgotten, and so is the oldest of too many")
    func tokens() throws {
        var state = ServiceState(inventory: TestInventory.make(), choices: Choices(), key: try TestKey.get(), book: nil)
        let now = TestClock.start
        state.keep("old", until: now + 1, at: now)
        state.keep("new", until: now + 10, at: now + 2)
        #expect(state.tokens.keys.sorted() == ["new"])
        for number in 0..<ServiceState.tokenLimit {
            state.keep("\(number)", until: now + 100 + Double(number), at: now + 3)
        }
        #expect(state.tokens.count == ServiceState.tokenLimit)
        #expect(state.tokens["new"] == nil)
    }

    @Test("No more devices are activated than a book holds")
    func activations() throws {
        var book = SeatBook()
        for number in 0..<SeatBook.activationLimit { try book.activate("\(number)", on: 1, limit: nil) }
        #expect(throws: SeatRefusal.activationsExhausted) { try book.activate("another", on: 1, limit: nil) }
        #expect(throws: Never.self) { try book.activate("0", on: 1, limit: nil) }
    }

    @Test("A connection that comes in while the sandbox stops is ended, and none is left")
    func stopping() async throws {
        for _ in 0..<30 {
            let sandbox = try Sandbox(inventory: TestInventory.make(), key: try TestKey.get())
            let running = try await sandbox.start(logger: .silent)
            let hasStopped = Flag()
            async let clients: Void = withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        guard let client = try? await connect(to: running) else { return }
                        // Its port is another server's by then, perhaps, which ends nothing.
                        guard !hasStopped.isUp.withLock({ $0 }) else { return client.close(promise: nil) }
                        try await waitUntil("the sandbox ends the connection") { !client.isActive }
                    }
                }
                try await group.waitForAll()
            }
            await running.stop()
            hasStopped.isUp.withLock { $0 = true }
            try await clients
            try await waitUntil("none is left") { running.connections == 0 }
        }
    }

    /// What one task tells others.
    private final class Flag: Sendable {
        let isUp = Mutex(false)
    }

    private func connect(to running: RunningSandbox) async throws -> any Channel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: false)
            .connect(host: "127.0.0.1", port: running.port).get()
    }
}

extension Caller {
    /// A whole borrow, as it goes over the wire.
    fileprivate var rawBorrow: String { rawBorrow(padding: 0) }

    /// The same, with a header of so many bytes that says nothing.
    fileprivate func rawBorrow(padding: Int) -> String {
        let body =
            #"{"product":"TOOL","hardware_id":"mine","license_key":"\#(TestInventory.key)","borrowed_until":null}"#
        let filling = ["X-Padding": String(repeating: "x", count: padding)]
        let headers = signedHeaders.merging(filling) { $1 }.map { "\($0.key): \($0.value)\r\n" }.joined()
        return
            "POST /api/v4/floating/borrow HTTP/1.1\r\nHost: sandbox\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
