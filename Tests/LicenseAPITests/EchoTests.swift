import Foundation
import Licensing
import NIOHTTP1
import TestKit
import Testing

@testable import LicenseAPI

/// Servers that say back what was sent to them.
@Suite("Nothing secret comes back")
struct EchoTests {
    static let secrets = [
        "AAAA-BBBB-CCCC-DDDD", "s3cret-w0rd", "c0de-of-a-page", "t0ken-of-a-page", Fixture.signer.apiKey.exposed,
        Fixture.signer.sharedKey.exposed, "cl1ent+secret", "bearer-token-1",
    ]

    static let credentials: [Credentials] = [
        .licenseKey(Fixture.key), .user(name: "user@example.com", password: Secret("s3cret-w0rd")),
        .singleSignOn(.init(proof: .code(Secret("c0de-of-a-page")), customerAccountCode: "acme")),
        .singleSignOn(.init(proof: .idToken(Secret("t0ken-of-a-page")), customerAccountCode: "acme")),
    ]

    /// Each way in which a server can put words where they are kept.
    static let shapes: [@Sendable (String) -> ScriptedServer.Reply] = [
        { .answer(400, #"{"status":400,"code":"validation_error","message":"\#($0)"}"#) },
        { .answer(400, #"{"status":400,"code":"\#($0)","message":"no"}"#) },
        { .answer(500, #"{"status":500,"code":"internal_error","message":"\#($0)"}"#) },
        { .answer(200, #"{"status":400,"code":"validation_error","message":"\#($0)"}"#) },
        { .answer(429, #"{"status":429,"code":"slow_down","message":"\#($0)"}"#) },
        { .answer(401, #"{"error":"invalid_client","error_description":"\#($0)"}"#) },
        { .answer(401, #"{"error":"\#($0)"}"#) }, { .answer(200, $0) }, { .answer(404, "<html>\($0)</html>") },
        { .answer(400, "x", type: $0) }, { .answer(302, "", headers: ["Location": "https://\($0).example/?\($0)"]) },
        { .bytes(Array($0.utf8)) },
        {
            (try? .signed(#"{"borrowed_until":"\#($0)","max_borrow_time":1,"device_id":1,"license_id":1}"#)) ?? .silence
        },
    ]

    @Test("No secret of a request comes into a problem, whoever says it and in whatever shape", arguments: credentials)
    func problems(credentials: Credentials) async throws {
        var request = Fixture.borrow
        request.credentials = credentials
        let wish = request
        for shape in Self.shapes {
            let reply = shape(Self.secrets.joined(separator: " "))
            for (authorization, token) in [
                (Authorization.apiKey(Fixture.signer), nil), (.oauth(await signedIn()), Secret("bearer-token-1")),
                (.oauth(oauth()), nil),
            ] {
                try await ScriptedServer.run({ _ in reply }) { server in
                    let failure = try await withService(at: server.address, authorization: authorization) { service in
                        await caught { try await service.borrow(wish) }
                    }
                    let problem = try #require(failure?.problem)
                    let text = String(decoding: try JSONEncoder().encode(problem), as: UTF8.self) + "\(problem)"
                    for secret in sent(credentials, authorization, token) {
                        #expect(!text.lowercased().contains(secret.lowercased()), "\(problem.code)")
                    }
                }
            }
        }
    }

    /// The secrets that this client knows, and has to keep.
    private func sent(_ credentials: Credentials, _ authorization: Authorization, _ token: Secret?) -> [String] {
        let secrets = authorization.secrets + (token.map { [$0] } ?? [])
        var fields = RequestFields()
        fields.set(credentials)
        return (secrets + fields.secrets).map(\.exposed)
    }

    private func oauth() -> OAuthClient {
        OAuthClient(clientID: "client", clientSecret: Secret("cl1ent+secret"))
    }

    private func signedIn() async -> OAuthClient {
        let client = oauth()
        await client.keep(.init(text: Secret("bearer-token-1"), expiresAt: .distantFuture))
        return client
    }
}
