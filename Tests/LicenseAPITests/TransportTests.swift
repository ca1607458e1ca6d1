import Foundation
import Licensing
import NIOHTTP1
import TestKit
import Testing

@testable import LicenseAPI

@Suite("What can come between a request and its answer")
struct TransportTests {
    @Test("A web page instead of an answer")
    func html() async throws {
        let failure = try await borrowFailure { _ in
            .answer(502, "<html>Bad gateway</html>", type: "text/html")
        }
        #expect(failure?.problem.code == .answerHTML)
        #expect(failure?.problem.status == 502)
        #expect(failure?.effect == .unknown)
    }

    @Test("An answer that is cut off")
    func truncated() async throws {
        let failure = try await borrowFailure { _ in
            .answer(200, Array(#"{"borrowed_"#.utf8), declaredLength: 500)
        }
        #expect(failure?.problem.code == .transportLost)
        #expect(failure?.effect == .unknown)
    }

    @Test("No answer in time")
    func silence() async throws {
        let failure = try await borrowFailure(answerTimeout: 2) { _ in .silence }
        #expect(failure?.problem.code == .transportTimeout)
        #expect(failure?.problem.facts.timeout == .init(phase: .answer, seconds: 2))
        #expect(failure?.effect == .unknown)
    }

    @Test("A head in time, and then nothing")
    func silenceAfterHead() async throws {
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".utf8)
        let failure = try await borrowFailure(answerTimeout: 2) { _ in .partial(head) }
        #expect(failure?.problem.code == .transportTimeout)
        #expect(failure?.effect == .unknown)
    }

    @Test("A server that falls silent within its answer is not waited for to the end")
    func idle() async throws {
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".utf8)
        for reply in [ScriptedServer.Reply.partial(head), .silence] {
            let failure = try await ScriptedServer.run({ _ in reply }) { server in
                let transport = TransportConfiguration(server: server.address, answerTimeout: 600, readTimeout: 0.3)
                return try await withService(transport) { service in
                    await caught { try await service.borrow(Fixture.borrow) }
                }
            }
            let problem = try #require(failure?.problem)
            #expect(problem.code == .transportTimeout)
            #expect(problem.facts.timeout == .init(phase: .idle, seconds: 0.3))
            #expect(failure?.effect == .unknown)
            #expect(ProblemCatalogue.explain(problem).whatHappened.hasPrefix("The server fell silent"))
        }
    }

    @Test("A connection that breaks off after the request: it is not sent again")
    func reset() async throws {
        try await ScriptedServer.run({ _ in .reset }) { server in
            let failure = try await withService(at: server.address) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .transportLost)
            #expect(failure?.effect == .unknown)
            #expect(server.requests.count == 1)
        }
    }

    @Test("An answer beyond the limit", arguments: [200, 400])
    func tooLarge(status: Int) async throws {
        let failure = try await borrowFailure(answerSizeLimit: 1000) { _ in
            .answer(status, String(repeating: " ", count: 1001))
        }
        #expect(failure?.problem.code == .answerTooLarge)
        #expect(failure?.effect == .unknown)
    }

    @Test("A redirect is not followed")
    func redirect() async throws {
        try await ScriptedServer.run({ _ in
            .answer(307, "", headers: ["Location": "/api/v4/elsewhere"])
        }) { server in
            let failure = try await withService(at: server.address) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .answerRedirect)
            #expect(failure?.effect == ServiceFailure.Effect.none)
            #expect(server.requests.count == 1)
            let lookup = try await withService(at: server.address) { service in
                await caught { try await service.productDetails("PROD1") }
            }
            #expect(lookup?.problem.code == .answerRedirect)
            #expect(server.requests.count == 2)
        }
    }

    @Test("An internal error that is not the API's own")
    func serverError() async throws {
        let failure = try await borrowFailure { _ in .answer(500, "oops", type: "text/plain") }
        #expect(failure?.problem.code == .answerServerError)
        #expect(failure?.problem.status == 500)
        #expect(failure?.effect == .unknown)
    }

    @Test("Bytes that are not HTTP")
    func notHTTP() async throws {
        let failure = try await borrowFailure { _ in .bytes(Array("SSH-2.0-OpenSSH_9.6\r\n".utf8)) }
        #expect(failure?.problem.code == .transportLost)
        #expect(failure?.effect == .unknown)
    }

    @Test("A compressed answer is verified after decompression")
    func compressed() async throws {
        let signature = try TestKey.signature(Compressed.text)
        let reply = ScriptedServer.Reply.answer(
            200, Compressed.bytes, headers: ["Content-Encoding": "gzip", "LicenseSignature": signature])
        try await ScriptedServer.run({ _ in reply }) { server in
            let answer = try await withService(at: server.address) { try await $0.borrow(Fixture.borrow) }
            #expect(answer.value == Fixture.grant)
            #expect(answer.receipt?.body == Data(Compressed.text.utf8))
        }
    }

    @Test("The limit counts what a compressed answer grows to")
    func bomb() async throws {
        let failure = try await borrowFailure(answerSizeLimit: Compressed.text.utf8.count - 1) { _ in
            .answer(200, Compressed.bytes, headers: ["Content-Encoding": "gzip"])
        }
        #expect(failure?.problem.code == .answerTooLarge)
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
                #expect(failure?.effect == .unknown)
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
                #expect(failure?.effect == ServiceFailure.Effect.none)
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test("After a shutdown nothing is sent")
    func shutDown() async throws {
        try await ScriptedServer.run({ _ in .silence }) { server in
            let failure = try await withService(at: server.address) { service in
                await service.shutdown()
                return await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .transportCancelled)
            #expect(failure?.effect == ServiceFailure.Effect.none)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("A password never comes into a problem, whatever goes wrong")
    func noSecrets() async throws {
        let replies: [ScriptedServer.Reply] = [
            .reset, .answer(200, "s3cret-w0rd"), .answer(404, "<html>s3cret-w0rd</html>"), .bytes([0, 1, 2]),
        ]
        for reply in replies {
            let failure = try #require(try await borrowFailure { _ in reply })
            #expect(!"\(failure)".contains("s3cret-w0rd"))
            let encoded = try JSONEncoder().encode(failure.problem)
            #expect(!String(decoding: encoded, as: UTF8.self).contains("s3cret-w0rd"))
        }
    }
}
