import Foundation
import Licensing
import NIOCore
import NIOHTTP1
import NIOPosix
import TestKit
import Testing

@testable import LicenseAPI

@Suite("What can come before a request leaves", .heavy)
struct ConnectionTests {
    @Test("Nobody listens: told at once, and nothing happened", arguments: ["127.0.0.1", "localhost"])
    func refused(host: String) async throws {
        // Nothing listens on port 1, and no other test is given it.
        let failure = try await withService(at: "http://\(host):1") { service in
            await caught { try await service.borrow(Fixture.borrow) }
        }
        #expect(failure?.problem.code == .transportRefused)
        #expect(failure?.problem.message.contains("Connection refused") == true)
        #expect(failure?.problem.effect == ServerEffect.none)
    }

    @Test("A name that cannot be resolved: a label longer than names may have, so that no network is asked")
    func nameNotResolved() async throws {
        let name = String(repeating: "a", count: 70) + ".invalid"
        let failure = try await withService(at: "https://\(name)") { service in
            await caught { try await service.borrow(Fixture.borrow) }
        }
        #expect(failure?.problem.code == .transportNameNotResolved)
        #expect(failure?.problem.effect == ServerEffect.none)
    }

    @Test("A server that does not speak TLS")
    func tls() async throws {
        let failure = try await ScriptedServer.run({ _ in .silence }) { server in
            try await withService(at: "https://127.0.0.1:\(server.port)") { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
        }
        #expect(failure?.problem.code == .transportTLS)
        #expect(failure?.problem.effect == ServerEffect.none)
    }

    @Test("A server that never ends the TLS handshake")
    func handshakeTimeout() async throws {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        let failure = try await withService(at: "https://127.0.0.1:\(port)", connectTimeout: 0.3) { service in
            await caught { try await service.borrow(Fixture.borrow) }
        }
        #expect(failure?.problem.code == .transportConnectTimeout)
        #expect(failure?.problem.facts.timeout?.seconds == 0.3)
        #expect(failure?.problem.effect == ServerEffect.none)
        try await listener.close()
    }

    @Test("A certificate of an authority that nobody knows")
    func unknownAuthority() async throws {
        try await ScriptedServer.run(tls: try TestAuthority().server(), { _ in .silence }) { server in
            let failure = try await withService(at: "https://127.0.0.1:\(server.port)") { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .transportTLS)
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("The same certificate, once its authority is named")
    func namedAuthority() async throws {
        let authority = try TestAuthority()
        let reply = try ScriptedServer.Reply.signed(Fixture.borrowResponse)
        try await ScriptedServer.run(tls: try authority.server(), { _ in reply }) { server in
            try await authority.withFile { path in
                let transport = TransportConfiguration(
                    server: "https://127.0.0.1:\(server.port)", certificateAuthorityFile: path)
                let response = try await withService(transport) { try await $0.borrow(Fixture.borrow) }
                #expect(response.value == Fixture.grant)
            }
        }
    }

    @Test("A proxy that refuses a tunnel", arguments: [302, 403, 407, 502])
    func tunnelRefused(status: Int) async throws {
        try await ScriptedServer.run({ _ in .response(status, "") }) { server in
            let transport = TransportConfiguration(
                server: "https://licenses.invalid",
                proxies: ["HTTPS_PROXY": "http://ana:pa55@127.0.0.1:\(server.port)"])
            let failure = try await withService(transport) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .transportProxy)
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(failure?.problem.facts.proxyStatus == status)
            #expect(Set(server.requests.map { "\($0.method) \($0.target)" }) == ["CONNECT licenses.invalid:443"])
            let basic = Data("ana:pa55".utf8).base64EncodedString()
            #expect(server.requests.allSatisfy { $0.headers["Proxy-Authorization"] == ["Basic \(basic)"] })
            #expect(server.requests.allSatisfy { $0.headers["Authorization"].isEmpty })
            #expect(!"\(failure.debugDescription)".contains("pa55"))
        }
    }

    @Test("A proxy that nobody runs")
    func proxyGone() async throws {
        let proxy = "http://127.0.0.1:1"
        let transport = TransportConfiguration(
            server: "https://licenses.invalid", proxies: ["HTTPS_PROXY": proxy])
        let failure = try await withService(transport) { service in
            await caught { try await service.borrow(Fixture.borrow) }
        }
        #expect(failure?.problem.code == .transportProxy)
        #expect(failure?.problem.effect == ServerEffect.none)
    }

    @Test("A file of certificate authorities that is none is a configuration problem, and says what it is")
    func badAuthorities() throws {
        let rubbish = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pem")
        try Data("rubbish".utf8).write(to: rubbish)
        defer { try? FileManager.default.removeItem(at: rubbish) }
        for (path, code, words) in [
            ("/nowhere/ca.pem", ProblemCode.configUnreadable, "there is no such file"),
            ("/tmp", .configUnreadable, "it is a folder"), (rubbish.path, .configInvalid, "no certificate in it"),
        ] {
            let problem = #expect(throws: Problem.self) {
                try HTTPLicenseService(
                    HTTPLicenseService.Configuration(
                        transport: TransportConfiguration(certificateAuthorityFile: path),
                        authorization: .apiKey(Fixture.signer), client: ClientIdentity(version: "1")))
            }
            #expect(problem?.code == code)
            #expect(problem?.facts.path == path)
            #expect(problem?.message.contains(words) == true)
        }
    }

    @Test(
        "A proxy that breaks off or garbles its response to CONNECT: nothing was sent", arguments: [nil, "rubbish\r\n"])
    func brokenProxy(reply: String?) async throws {
        let reply = reply.map { ScriptedServer.Reply.bytes(Array($0.utf8)) } ?? .reset
        try await ScriptedServer.run({ _ in reply }) { server in
            let transport = TransportConfiguration(
                server: "https://licenses.invalid", proxies: ["HTTPS_PROXY": server.address])
            let failure = try await withService(transport) { service in
                await caught { try await service.check(Fixture.target) }
            }
            #expect(failure?.problem.code == .transportProxy)
            #expect(failure?.problem.effect == ServerEffect.none)
        }
    }
}
