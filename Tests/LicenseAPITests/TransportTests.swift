import Foundation
import Licensing
import NIOCore
import NIOHTTP1
import TestKit
import Testing

@testable import LicenseAPI

@Suite("What can come between a request and its response", .heavy)
struct TransportTests {
    @Test("A web page instead of a response")
    func html() async throws {
        let failure = try await borrowFailure { _ in
            .response(502, "<html>Bad gateway</html>", type: "text/html")
        }
        #expect(failure?.problem.code == .responseHTML)
        #expect(failure?.problem.status == 502)
        #expect(failure?.problem.effect == .possible)
    }

    @Test("A response that is cut off")
    func truncated() async throws {
        let failure = try await borrowFailure { _ in
            .response(200, Array(#"{"borrowed_"#.utf8), declaredLength: 500)
        }
        #expect(failure?.problem.code == .transportLost)
        #expect(failure?.problem.effect == .possible)
    }

    @Test("No response in time")
    func silence() async throws {
        let failure = try await borrowFailure(callTimeout: 2) { _ in .silence }
        #expect(failure?.problem.code == .transportTimeout)
        #expect(failure?.problem.facts.timeout == .init(phase: .response, seconds: 2))
        #expect(failure?.problem.effect == .possible)
    }

    @Test("A head in time, and then nothing")
    func silenceAfterHead() async throws {
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".utf8)
        let failure = try await borrowFailure(callTimeout: 2) { _ in .partial(head) }
        #expect(failure?.problem.code == .transportTimeout)
        #expect(failure?.problem.effect == .possible)
    }

    @Test("A server that falls silent within its response is not waited for to the end")
    func idle() async throws {
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".utf8)
        for reply in [ScriptedServer.Reply.partial(head), .silence] {
            let failure = try await ScriptedServer.run({ _ in reply }) { server in
                let transport = TransportConfiguration(server: server.address, callTimeout: 600, readTimeout: 0.3)
                return try await withService(transport) { service in
                    await caught { try await service.borrow(Fixture.borrow) }
                }
            }
            let problem = try #require(failure?.problem)
            #expect(problem.code == .transportTimeout)
            #expect(problem.facts.timeout == .init(phase: .idle, seconds: 0.3))
            #expect(failure?.problem.effect == .possible)
            #expect(ProblemCatalogue.explain(problem).whatFailed.hasPrefix("The server fell silent"))
        }
    }

    @Test("A connection that breaks off after the request: it is not sent again")
    func reset() async throws {
        try await ScriptedServer.run({ _ in .reset }) { server in
            let failure = try await withService(at: server.address) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .transportLost)
            #expect(failure?.problem.effect == .possible)
            #expect(server.requests.count == 1)
        }
    }

    @Test("A response beyond the limit", arguments: [200, 400])
    func tooLarge(status: Int) async throws {
        let failure = try await borrowFailure(responseSizeLimit: 1000) { _ in
            .response(status, String(repeating: " ", count: 1001))
        }
        #expect(failure?.problem.code == .responseTooLarge)
        #expect(failure?.problem.effect == .possible)
    }

    @Test("A redirect is not followed")
    func redirect() async throws {
        try await ScriptedServer.run({ _ in
            .response(307, "", headers: ["Location": "/api/v4/elsewhere?license_key=AAAA-BBBB"])
        }) { server in
            let failure = try await withService(at: server.address) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .responseRedirect)
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(server.requests.count == 1)
            let lookup = try await withService(at: server.address) { service in
                await caught { try await service.productDetails("PROD1") }
            }
            #expect(lookup?.problem.code == .responseRedirect)
            #expect(server.requests.count == 2)
        }
    }

    @Test("An internal error that is not the API's own")
    func serverError() async throws {
        let failure = try await borrowFailure { _ in .response(500, "oops", type: "text/plain") }
        #expect(failure?.problem.code == .responseServerError)
        #expect(failure?.problem.status == 500)
        #expect(failure?.problem.effect == .possible)
    }

    @Test("Bytes that are not HTTP")
    func notHTTP() async throws {
        let failure = try await borrowFailure { _ in .bytes(Array("SSH-2.0-OpenSSH_9.6\r\n".utf8)) }
        #expect(failure?.problem.code == .responseNotJSON)
        #expect(failure?.problem.message == "what came back is not HTTP")
        #expect(failure?.problem.effect == .possible)
    }

    @Test("A compressed response is verified after decompression")
    func compressed() async throws {
        let signature = try TestKey.signature(Compressed.text)
        let reply = ScriptedServer.Reply.response(
            200, Compressed.bytes, headers: ["Content-Encoding": "gzip", "LicenseSignature": signature])
        try await ScriptedServer.run({ _ in reply }) { server in
            let response = try await withService(at: server.address) { try await $0.borrow(Fixture.borrow) }
            #expect(response.value == Fixture.grant)
            #expect(response.receipt?.body == Data(Compressed.text.utf8))
        }
    }

    @Test("The limit counts what a compressed response grows to")
    func bomb() async throws {
        let failure = try await borrowFailure(responseSizeLimit: Compressed.text.utf8.count - 1) { _ in
            .response(200, Compressed.bytes, headers: ["Content-Encoding": "gzip"])
        }
        #expect(failure?.problem.code == .responseTooLarge)
    }

    @Test("Cancelling ends the wait and leaves the outcome unknown")
    func cancelled() async throws {
        try await ScriptedServer.run({ _ in .silence }) { server in
            try await withService(at: server.address) { service in
                let call = Task {
                    await caught { try await service.borrow(Fixture.borrow) }
                }
                for await _ in server.arrivals { break }
                call.cancel()
                let failure = await call.value
                #expect(failure?.problem.code == .transportCancelled)
                #expect(failure?.problem.effect == .possible)
            }
        }
    }

    @Test("A call cancelled before it starts sends nothing")
    func cancelledEarly() async throws {
        try await ScriptedServer.run({ _ in .silence }) { server in
            try await withService(at: server.address) { service in
                let call = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return await caught { try await service.check(Fixture.target) }
                }
                let failure = await call.value
                #expect(failure?.problem.code == .transportCancelled)
                #expect(failure?.problem.effect == ServerEffect.none)
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test("The network that becomes unreachable while the response is awaited leaves the outcome unknown")
    func unreachable() {
        let progress = SendProgress()
        progress.connect()
        progress.begin()
        let failure = TransportFailure(
            IOError(errnoCode: EHOSTUNREACH, reason: "read(descriptor:pointer:size:)"), progress: progress,
            usesProxy: false, configuration: TransportConfiguration())
        #expect(failure.code == .transportLost)
        #expect(failure.effect == .possible)
        #expect(failure.message == "No route to host (errno \(EHOSTUNREACH))")
    }

    @Test("A connection that is reset before a byte of the request left changes nothing")
    func resetBefore() {
        for (isConnected, code) in [(false, ProblemCode.transportLost), (true, .transportLost)] {
            let progress = SendProgress()
            if isConnected { progress.connect() }
            let failure = TransportFailure(
                IOError(errnoCode: ECONNRESET, reason: "read"), progress: progress, usesProxy: false,
                configuration: TransportConfiguration())
            #expect(failure.code == code)
            #expect(failure.effect == ServerEffect.none)
        }
    }
}
