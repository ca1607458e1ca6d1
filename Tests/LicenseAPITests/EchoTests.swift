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
        { .response(400, #"{"status":400,"code":"validation_error","message":"\#($0)"}"#) },
        { .response(400, #"{"status":400,"code":"\#($0)","message":"no"}"#) },
        { .response(500, #"{"status":500,"code":"internal_error","message":"\#($0)"}"#) },
        { .response(200, #"{"status":400,"code":"validation_error","message":"\#($0)"}"#) },
        { .response(429, #"{"status":429,"code":"slow_down","message":"\#($0)"}"#) },
        { .response(401, #"{"error":"invalid_client","error_description":"\#($0)"}"#) },
        { .response(401, #"{"error":"\#($0)"}"#) }, { .response(200, $0) }, { .response(404, "<html>\($0)</html>") },
        { .response(400, "x", type: $0) },
        { .response(302, "", headers: ["Location": "https://\($0).example/?\($0)"]) },
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

    @Test("The signature of a request, with which others could send it again, is blotted out, too")
    func signature() async throws {
        for isJSON in [true, false] {
            try await ScriptedServer.run({ request in
                let header = request.headers["Authorization"].first ?? ""
                guard let text = try? JSONEncoder().encode(header) else { return .silence }
                let quoted = String(decoding: text, as: UTF8.self)
                return .response(400, isJSON ? #"{"status":400,"code":"bad","message":\#(quoted)}"# : header)
            }) { server in
                let failure = try await withService(at: server.address) { service in
                    await caught { try await service.borrow(Fixture.borrow) }
                }
                let kept = [failure?.problem.message, failure?.exchange?.reply?.body].compactMap(\.self).joined()
                let shown = kept.firstMatch(of: /[A-Za-z0-9+\/]{20}/)
                #expect(kept.contains("signature=") && shown == nil, "\(kept)")
            }
        }
    }

    @Test("A request's body that a server quotes is kept without its secrets, in a problem and in a receipt")
    func quotedBody() async throws {
        var request = Fixture.userBorrow
        request.credentials = .user(name: "user@example.com", password: Secret(#"Ab"cd\efgh"ijkl"#))
        let wish = request
        @Sendable func json(_ text: String) throws -> String {
            String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
        }
        for isRefusal in [true, false] {
            try await ScriptedServer.run({ request in
                guard let once = try? json(request.body), let twice = try? json(once) else { return .silence }
                let quoted = #"{"status":400,"code":"validation_error","message":\#(twice)}"#
                guard !isRefusal else { return .response(400, quoted) }
                let grant = Fixture.borrowResponse.dropLast() + #","debug":\#(once),"more":\#(twice)}"#
                return (try? .signed(String(grant))) ?? .silence
            }) { server in
                try await withService(at: server.address) { service in
                    var kept: [String] = []
                    do {
                        let receipt = try #require(try await service.borrow(wish).receipt)
                        #expect(receipt.isRedacted && !isRefusal)
                        kept = [String(decoding: receipt.body, as: UTF8.self), receipt.request]
                    } catch let failure as ServiceFailure {
                        #expect(isRefusal, "\(failure)")
                        kept = [
                            failure.problem.message, failure.exchange?.reply?.body ?? "", "\(failure)",
                            failure.exchange?.command ?? "",
                        ]
                    }
                    for text in kept {
                        for piece in ["cd", "efgh", "ijkl"] where !text.contains("curl") {
                            #expect(!text.contains(piece), "\(text)")
                        }
                    }
                    #expect(kept[0].contains("hw-0001") && kept[0].contains(Redactor.mark), "\(kept[0])")
                }
            }
        }
    }

    @Test("A code that is made of a secret is not kept, whatever no code can hold is in it")
    func codes() async throws {
        let password =
            "a pass+word with blanks, and longer than any code of a server is: " + String(repeating: "x", count: 40)
        let body = #"{"status":400,"code":"\#(password)","message":"no"}"#
        var request = Fixture.borrow
        request.credentials = .user(name: "user@example.com", password: Secret(password))
        let wish = request
        try await ScriptedServer.run({ _ in .response(400, body) }) { server in
            let failure = try await withService(at: server.address) { service in
                await caught { try await service.borrow(wish) }
            }
            #expect(failure?.problem.code == "?redacted?")
        }
    }

    @Test("A token that was refused is not said back by the server that gives out the next one")
    func refusedToken() async throws {
        let body = #"{"error":"token_of_before","error_description":"you had bearer-token-1 of cl1ent+secret"}"#
        try await ScriptedServer.run({ request in
            request.path == "/token"
                ? .response(401, body) : .response(401, #"{"status":401,"code":"oauth_token_expired","message":"no"}"#)
        }) { server in
            let client = OAuthClient(
                clientID: "client", clientSecret: Secret("cl1ent+secret"), tokenURL: server.address + "/token")
            await client.keep(.init(text: Secret("bearer-token-1"), expiresAt: .distantFuture))
            let failure = try await withService(at: server.address, authorization: .oauth(client)) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == "token_of_before")
            #expect(failure?.problem.message == "you had \(Redactor.mark) of \(Redactor.mark)")
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
