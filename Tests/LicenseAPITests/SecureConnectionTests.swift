import Foundation
import Licensing
import NIOCore
import NIOHTTP1
import NIOSSL
import TestKit
import Testing

@testable import LicenseAPI

@Suite("Secure connections", .heavy)
struct SecureConnectionTests {
    /// What a borrow meets at a server with such a certificate.
    private func failure(
        server: String = "127.0.0.1", names: [String] = [], validity: Range<Double> = -3600..<3600,
        isKnown: Bool = true, _ change: (inout TLSConfiguration) -> Void = { _ in }
    ) async throws -> Problem? {
        let authority = try TestAuthority()
        var tls = try authority.server(names: names, validity: validity)
        change(&tls)
        return try await ScriptedServer.run(tls: tls, { _ in .silence }) { scripted in
            try await authority.withFile { path in
                let transport = TransportConfiguration(
                    server: "https://\(server):\(scripted.port)", certificateAuthorityFile: isKnown ? path : nil)
                let failure = try await withService(transport) { service in
                    await caught { try await service.borrow(Fixture.borrow) }
                }
                #expect(failure?.problem.effect == ServerEffect.none)
                #expect(scripted.requests.isEmpty)
                return failure?.problem
            }
        }
    }

    private func expect(_ problem: Problem?, _ fault: ProblemFacts.TLSFault, _ cause: String) throws {
        let problem = try #require(problem)
        #expect(problem.code == .transportTLS)
        #expect(problem.facts.tlsFault == fault, "\(problem.message)")
        let explanation = ProblemCatalogue.explain(problem)
        #expect(explanation.likelyCauses.first?.contains(cause) == true, "\(explanation.likelyCauses)")
    }

    @Test("A certificate whose time is over")
    func expired() async throws {
        let problem = try await failure(validity: -7200..<(-3600))
        try expect(problem, .expired, "has run out")
        #expect(problem?.message.contains("the certificate ended at 20") == true)
    }

    @Test("A certificate whose time has not come")
    func notYetValid() async throws {
        try expect(try await failure(validity: 3600..<7200), .notYetValid, "clock is behind")
    }

    @Test("A certificate of an authority that nobody knows")
    func untrusted() async throws {
        try expect(try await failure(isKnown: false), .untrusted, "a certificate of its own")
    }

    @Test("A certificate for another name")
    func wrongName() async throws {
        try expect(try await failure(names: ["licenses.invalid"]), .wrongName, "for another name")
        try expect(try await failure(server: "localhost", names: ["licenses.invalid"]), .wrongName, "for another name")
    }

    @Test("A server that speaks only TLS 1.1: nothing older than 1.2 is spoken")
    func oldProtocol() async throws {
        let problem = try await failure {
            $0.minimumTLSVersion = .tlsv1
            $0.maximumTLSVersion = .tlsv11
        }
        try expect(problem, .protocolVersion, "older than 1.2")
    }

    @Test("A server that wants a certificate of its clients has read nothing")
    func clientCertificate() async throws {
        let problem = try await failure {
            $0.minimumTLSVersion = .tlsv13
            $0.certificateVerification = .noHostnameVerification
        }
        try expect(problem, .clientCertificate, "Berth has none")
    }

    @Test("A server that does not speak TLS")
    func notTLS() async throws {
        for banner in ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n"] {
            try await BannerServer.run(banner) { port in
                // A check has no body, so that only the connection tells whether it left.
                let failure = try await withService(at: "https://127.0.0.1:\(port)") { service in
                    await caught { try await service.check(Fixture.target) }
                }
                let problem = try #require(failure?.problem)
                #expect(problem.code == .transportTLS)
                #expect(problem.facts.tlsFault == .notTLS)
                #expect(problem.effect == ServerEffect.none)
                #expect(!problem.message.contains("/") && !problem.message.contains("SSL"), "\(problem.message)")
            }
        }
    }

    @Test("Every way in which TLS fails has causes of its own", arguments: ProblemFacts.TLSFault.allCases)
    func causes(_ fault: ProblemFacts.TLSFault) {
        var facts = ProblemFacts()
        facts.tlsFault = fault
        let problem = Problem(.transportTLS, message: "", time: TestClock.start, facts: facts)
        let causes = ProblemCatalogue.explain(problem).likelyCauses
        #expect(!causes.isEmpty)
        #expect(causes != ProblemCatalogue.explain(.transportTLS).likelyCauses)
    }

    @Test("TLS 1.2 and 1.3 are spoken", arguments: [TLSVersion.tlsv12, .tlsv13])
    func versions(_ version: TLSVersion) async throws {
        let authority = try TestAuthority()
        var tls = try authority.server()
        tls.minimumTLSVersion = version
        tls.maximumTLSVersion = version
        let reply = try ScriptedServer.Reply.signed(Fixture.borrowResponse)
        try await ScriptedServer.run(tls: tls, { _ in reply }) { server in
            try await authority.withFile { path in
                let transport = TransportConfiguration(
                    server: "https://127.0.0.1:\(server.port)", certificateAuthorityFile: path)
                let response = try await withService(transport) { try await $0.borrow(Fixture.borrow) }
                #expect(response.value == Fixture.grant)
            }
        }
    }

    @Test("A certificate's end is seen without trusting it; not without TLS, and not through a proxy")
    func certificateEnd() async throws {
        let authority = try TestAuthority()
        let reply = try ScriptedServer.Reply.signed(Fixture.borrowResponse)
        let validity = -7200.0 ..< -3600.0
        let expected = Date() + validity.upperBound
        try await ScriptedServer.run(tls: try authority.server(validity: validity), { _ in reply }) { server in
            let address = "127.0.0.1:\(server.port)"
            try await withService(TransportConfiguration(server: "https://" + address)) { service in
                #expect(service.route == .direct)
                let end = try #require(await service.certificateEnd())
                #expect(abs(end.timeIntervalSince(expected)) < 120)
            }
            try await withService(TransportConfiguration(server: "http://" + address)) { service in
                #expect(await service.certificateEnd() == nil)
            }
            let proxied = TransportConfiguration(
                server: "https://licenses.invalid", proxies: ["HTTPS_PROXY": "http://ana:s3cret@" + address])
            try await withService(proxied) { service in
                #expect(service.route == .proxy(host: "127.0.0.1", port: server.port))
                #expect(await service.certificateEnd() == nil)
            }
        }
    }

    @Test("HTTP/2 is spoken where the server offers it, and nothing is sent that HTTP/2 forbids")
    func http2() async throws {
        let authority = try TestAuthority()
        let signature = try TestKey.signature(Fixture.borrowResponse)
        try await HTTP2Server.run(
            tls: try authority.server(), response: Fixture.borrowResponse, headers: ["licensesignature": signature]
        ) { port, heads, connections in
            try await authority.withFile { path in
                let transport = TransportConfiguration(
                    server: "https://127.0.0.1:\(port)", certificateAuthorityFile: path)
                let grants = try await withService(transport) { service in
                    [
                        try await service.borrow(Fixture.borrow).value,
                        try await service.borrow(Fixture.userBorrow).value,
                    ]
                }
                #expect(grants == [Fixture.grant, Fixture.grant])
                // Each on a connection of its own: a kept one may be going away.
                #expect(connections() == 2)
                #expect(heads().map(\.uri) == ["/api/v4/floating/borrow", "/api/v4/floating/borrow"])
                #expect(heads().allSatisfy { $0.headers["connection"].isEmpty && $0.headers.contains(name: "date") })
            }
        }
    }

    @Test("A proxy's tunnel is used, for the name that the server has there")
    func tunnel() async throws {
        let authority = try TestAuthority()
        let reply = try ScriptedServer.Reply.signed(Fixture.borrowResponse)
        try await ScriptedServer.run(tls: try authority.server(names: ["licenses.invalid"]), { _ in reply }) { server in
            try await TunnelProxy.run(to: server.port) { proxy, targets in
                try await authority.withFile { path in
                    let transport = TransportConfiguration(
                        server: "https://licenses.invalid", certificateAuthorityFile: path,
                        proxies: ["https_proxy": proxy])
                    let response = try await withService(transport) { try await $0.borrow(Fixture.borrow) }
                    #expect(response.value == Fixture.grant)
                    #expect(targets() == ["CONNECT licenses.invalid:443"])
                    #expect(server.requests.map(\.path) == ["/api/v4/floating/borrow"])
                    #expect(server.requests.first?.headers.first(name: "Proxy-Authorization") == nil)
                }
            }
        }
    }

    @Test("NO_PROXY leads past the proxy", arguments: ["*", ".invalid", "invalid", "other.example, .invalid"])
    func withoutProxy(_ exception: String) async throws {
        let name = String(repeating: "a", count: 70) + ".invalid"
        try await TunnelProxy.run(to: 1) { proxy, targets in
            let transport = TransportConfiguration(
                server: "https://\(name)", proxies: ["HTTPS_PROXY": proxy, "NO_PROXY": exception])
            let failure = try await withService(transport) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .transportNameNotResolved)
            #expect(targets().isEmpty)
        }
    }
}
