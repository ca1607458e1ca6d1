import Foundation
import Licensing
import NIOHTTP1
import Synchronization
import TestKit
import Testing

@testable import LicenseAPI

@Suite("OAuth client credentials", .heavy)
struct OAuthTests {
    /// A License API that hands out `token-1`, `token-2`, … and refuses those that the test does not like.
    private final class TokenServer: Sendable {
        private let issued = Mutex(0)
        private let refuses: @Sendable (String) -> String?

        init(refuses: @escaping @Sendable (String) -> String? = { _ in nil }) { self.refuses = refuses }

        func reply(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
            switch request.path {
            case "/api/v4/oauth_url":
                let host = request.headers.first(name: "Host") ?? ""
                return .response(200, #"{"url":"http://\#(host)/token"}"#)
            case "/token":
                let number = issued.withLock { issued in
                    issued += 1
                    return issued
                }
                return .response(200, #"{"access_token":"token-\#(number)","expires_in":480,"token_type":"Bearer"}"#)
            default:
                if let code = refuses(request.headers.first(name: "Authorization") ?? "") {
                    return .response(400, #"{"status":400,"code":"\#(code)","message":"no"}"#)
                }
                return (try? .signed(Fixture.borrowResponse)) ?? .silence
            }
        }
    }

    private func client(tokenURL: String? = nil) -> OAuthClient {
        OAuthClient(clientID: "client/1", clientSecret: Secret("cl1ent+secret"), tokenURL: tokenURL)
    }

    @Test("A token that was refused is forgotten, and not the one that has taken its place")
    func refusedTokens() async {
        let client = client()
        let expiresAt = TestClock.start + 480
        await client.keep(OAuthClient.Token(text: Secret("first"), expiresAt: expiresAt))
        await client.keep(OAuthClient.Token(text: Secret("second"), expiresAt: expiresAt))
        await client.forget(Secret("first"))
        #expect(await client.token(at: TestClock.start) == Secret("second"))
        await client.forget(Secret("second"))
        #expect(await client.token(at: TestClock.start) == nil)
    }

    @Test("The address is asked without authorization, then a token, then the call carries it")
    func flow() async throws {
        let tokens = TokenServer()
        try await ScriptedServer.run({ tokens.reply($0) }) { server in
            let response = try await withService(at: server.address, authorization: .oauth(client())) {
                try await $0.borrow(Fixture.borrow)
            }
            #expect(response.value == Fixture.grant)
            let requests = server.requests
            #expect(
                requests.map { "\($0.method) \($0.target)" } == [
                    "GET /api/v4/oauth_url?login_type=client_credentials", "POST /token",
                    "POST /api/v4/floating/borrow",
                ])
            #expect(requests[0].headers["Authorization"].isEmpty && requests[0].headers["Date"].isEmpty)
            #expect(
                requests[1].body
                    == "client_id=client/1&client_secret=cl1ent%2Bsecret&grant_type=client_credentials")
            #expect(requests[1].headers.first(name: "Content-Type") == "application/x-www-form-urlencoded")
            #expect(requests[2].headers.first(name: "Authorization") == "Bearer token-1")
            #expect(requests[2].headers.first(name: "Date") == DateHeader.format(TestClock.start))
        }
    }

    @Test("A token is kept until five seconds before it expires")
    func expiry() async throws {
        let tokens = TokenServer()
        let clock = TestClock()
        try await ScriptedServer.run({ tokens.reply($0) }) { server in
            let oauth = client(tokenURL: server.address + "/token")
            try await withService(at: server.address, authorization: .oauth(oauth), clock: clock) { service in
                _ = try await service.borrow(Fixture.borrow)
                clock.advance(by: 474)
                _ = try await service.borrow(Fixture.borrow)
                #expect(server.requests.filter { $0.path == "/token" }.count == 1)
                clock.advance(by: 1)
                _ = try await service.borrow(Fixture.borrow)
                #expect(server.requests.filter { $0.path == "/token" }.count == 2)
            }
        }
    }

    @Test(
        "A refused token is replaced, and the request repeated",
        arguments: ["oauth_token_expired", "oauth_token_malformed"])
    func renewed(code: String) async throws {
        let tokens = TokenServer { $0 == "Bearer token-1" ? code : nil }
        try await ScriptedServer.run({ tokens.reply($0) }) { server in
            let oauth = client(tokenURL: server.address + "/token")
            let response = try await withService(at: server.address, authorization: .oauth(oauth)) {
                try await $0.borrow(Fixture.borrow)
            }
            #expect(response.value == Fixture.grant)
            #expect(
                server.requests.map(\.path) == [
                    "/token", "/api/v4/floating/borrow", "/token", "/api/v4/floating/borrow",
                ])
        }
    }

    @Test("A token that is refused again is not replaced again")
    func once() async throws {
        let tokens = TokenServer { _ in "oauth_token_expired" }
        try await ScriptedServer.run({ tokens.reply($0) }) { server in
            let oauth = client(tokenURL: server.address + "/token")
            let failure = try await withService(at: server.address, authorization: .oauth(oauth)) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .oauthTokenExpired)
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(server.requests.filter { $0.path == "/api/v4/floating/borrow" }.count == 2)
        }
    }

    @Test("Wrong credentials keep their code, and the call at hand had no effect")
    func wrongCredentials() async throws {
        let body = #"{"error":"invalid_client","error_description":"Invalid client or Invalid client credentials"}"#
        try await ScriptedServer.run({ _ in .response(401, body) }) { server in
            let oauth = client(tokenURL: server.address + "/token")
            let failure = try await withService(at: server.address, authorization: .oauth(oauth)) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .invalidClient)
            #expect(failure?.problem.message == "Invalid client or Invalid client credentials")
            #expect(failure?.problem.status == 401)
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(server.requests.count == 1)
        }
    }

    @Test("A token server that breaks off leaves nothing unknown: the borrow had not left")
    func brokenTokenServer() async throws {
        try await ScriptedServer.run({ _ in .reset }) { server in
            let oauth = client(tokenURL: server.address + "/token")
            let failure = try await withService(at: server.address, authorization: .oauth(oauth)) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .transportLost)
            #expect(failure?.problem.facts.endpoint == "/token")
            #expect(failure?.problem.facts.server == server.address)
            let explanation = try #require(failure.map { ProblemCatalogue.explain($0.problem) })
            #expect(explanation.consequence == "Nothing was changed at the server.")
            #expect(explanation.exitCode == .notReached)
            #expect(failure?.problem.effect == ServerEffect.none)
        }
    }

    @Test(
        "A token that no header can hold is not sent, and nothing happened", arguments: ["a\\r\\nX-Evil: 1", "", "ü"])
    func unusableToken(token: String) async throws {
        let body = #"{"access_token":"\#(token)","expires_in":480}"#
        try await ScriptedServer.run({ _ in .response(200, body) }) { server in
            let oauth = client(tokenURL: server.address + "/token")
            let failure = try await withService(at: server.address, authorization: .oauth(oauth)) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .responseMismatched)
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(server.requests.count == 1)
        }
    }

    @Test(
        "An address for tokens that cannot be is the server's fault, not the configuration's",
        arguments: [
            "http://127.0.0.1:99999/token", "http://127.0.0.1:0/token", "nonsense",
        ])
    func impossibleAddress(address: String) async throws {
        try await ScriptedServer.run({ _ in .response(200, #"{"url":"\#(address)"}"#) }) { server in
            let failure = try await withService(at: server.address, authorization: .oauth(client())) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .responseMismatched)
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(server.requests.count == 1)
        }
    }

    @Test("The token's host is blamed where it cannot be reached, and has a proxy decision of its own")
    func ownHost() async throws {
        let name = String(repeating: "a", count: 70) + ".invalid"
        try await ScriptedServer.run({ _ in .response(403, "") }) { proxy in
            let oauth = OAuthClient(
                clientID: "client/1", clientSecret: Secret("cl1ent+secret"), tokenURL: "https://\(name)/token")
            for (exception, code) in [
                (name, ProblemCode.transportNameNotResolved), ("licenses.invalid", .transportProxy),
            ] {
                let transport = TransportConfiguration(
                    server: "https://licenses.invalid",
                    proxies: ["HTTPS_PROXY": proxy.address, "NO_PROXY": exception])
                let failure = try await withService(transport, authorization: .oauth(oauth)) { service in
                    await caught { try await service.borrow(Fixture.borrow) }
                }
                #expect(failure?.problem.code == code)
                #expect(failure?.problem.facts.server == "https://\(name)")
                #expect(failure?.problem.effect == ServerEffect.none)
            }
            #expect(Set(proxy.requests.map(\.target)) == ["\(name):443"])
        }
    }

    @Test("A call for a token has the time of the call that it is made for, and no more")
    func deadline() async throws {
        let service = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(callTimeout: 7), authorization: .oauth(client()),
                client: Fixture.client))
        #expect(service.callTimeout == 7)
        let call = service.call(.borrow, .borrow(Fixture.borrow), ProblemFacts())
        #expect(call.asking(.oauthURL, .oauthURL, at: service.server).deadline == call.deadline)
    }

    @Test("A token server that is silent ends with the call, and nothing happened")
    func silentTokenServer() async throws {
        try await ScriptedServer.run({ _ in .silence }) { server in
            let oauth = client(tokenURL: server.address + "/token")
            let failure = try await withService(
                at: server.address, authorization: .oauth(oauth), callTimeout: 0.5
            ) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(failure?.problem.facts.timeout?.seconds == 0.5)
        }
    }

    @Test("The secret does not travel by plain HTTP to another host, whoever names it")
    func insecureAddress() async throws {
        try await ScriptedServer.run({ _ in .response(200, #"{"url":"http://evil.example/token"}"#) }) { server in
            let failure = try await withService(at: server.address, authorization: .oauth(client())) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .transportInsecure)
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(server.requests.count == 1)
        }
    }
}
