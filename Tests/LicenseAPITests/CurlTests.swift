import Foundation
import Licensing
import NIOHTTP1
import TestKit
import Testing

@testable import LicenseAPI

@Suite("A request as a command for a shell", .heavy)
struct CurlTests {
    /// Everything secret that the calls below send, by the variable that stands for it.
    private static let secrets = [
        "BERTH_LICENSE_KEY": Fixture.key.exposed, "BERTH_PASSWORD": "s3cret-w0rd", "BERTH_NEW_PASSWORD": "n3w-w0rd-4u",
        "BERTH_CODE": "c0de-of-the-page", "BERTH_API_KEY": Fixture.signer.apiKey.exposed, "TOKEN": "a-token-of-theirs",
    ]

    /// A call of an endpoint.
    struct Pair: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var usesToken = false
        var call: @Sendable (HTTPLicenseService) async throws -> Void
    }

    private static let user = Credentials.user(name: "ana+test@example.com", password: Secret("s3cret-w0rd"))

    private static let featureTarget = {
        var target = Fixture.target
        target.feature = "FEAT1"
        return target
    }()

    static let pairs: [Pair] = [
        Pair(testDescription: "borrow by key") { _ = try await $0.borrow(Fixture.borrow) },
        Pair(testDescription: "borrow by user") { _ = try await $0.borrow(Fixture.userBorrow) },
        Pair(testDescription: "borrow by code") { service in
            var request = Fixture.borrow
            request.credentials = .singleSignOn(
                .init(
                    proof: .code(Secret("c0de-of-the-page")), customerAccountCode: "acme",
                    redirectURI: "https://here.example"))
            _ = try await service.borrow(request)
        },
        Pair(testDescription: "borrow with a token", usesToken: true) { _ = try await $0.borrow(Fixture.borrow) },
        Pair(testDescription: "a product that means something to a shell") { service in
            var request = Fixture.borrow
            request.product = "it's $HOME `id` \"x\" \\ !\n; exit 3"
            _ = try await service.borrow(request)
        },
        Pair(testDescription: "a product in characters that no text has") { service in
            var request = Fixture.borrow
            request.product = "\u{E000}(exit 3)\u{E001}"
            _ = try await service.borrow(request)
        },
        Pair(testDescription: "release") { _ = try await $0.release(Fixture.target) },
        Pair(testDescription: "check") { _ = try await $0.check(Fixture.target) },
        Pair(testDescription: "check of what means something to a shell") { service in
            var target = Fixture.userTarget
            target.product = "it's $HOME `id` \"x\" \\ !; exit 3"
            _ = try await service.check(target)
        },
        Pair(testDescription: "feature borrow") { service in
            var request = Fixture.borrow
            request.feature = "FEAT1"
            _ = try await service.borrow(request)
        },
        Pair(testDescription: "feature release") { _ = try await $0.release(featureTarget) },
        Pair(testDescription: "check feature") { _ = try await $0.checkFeature(featureTarget) },
        Pair(testDescription: "activate") { service in
            _ = try await service.activate(
                ActivationRequest(
                    product: "PROD1", hardwareID: Fixture.hardwareID, credentials: .licenseKey(Fixture.key)))
        },
        Pair(testDescription: "deactivate") { _ = try await $0.deactivate(Fixture.target) },
        Pair(testDescription: "user licenses") { _ = try await $0.userLicenses(product: "PROD1", credentials: user) },
        Pair(testDescription: "product details") { _ = try await $0.productDetails("PROD1") },
        Pair(testDescription: "change password") { service in
            _ = try await service.changePassword(
                username: "ana+test@example.com", from: Secret("s3cret-w0rd"), to: Secret("n3w-w0rd-4u"))
        },
        Pair(testDescription: "sign-on address") { service in
            _ = try await service.singleSignOnURL(product: "PROD1", customerAccountCode: "acme", response: .code)
        },
    ]

    @Test("The command holds no secret, and sends what was sent", arguments: pairs)
    func command(_ pair: Pair) async throws {
        let (failure, request, address) = try await ScriptedServer.run(Self.script) { server in
            let authorization: Authorization =
                pair.usesToken
                ? .oauth(OAuthClient(clientID: "client-1", clientSecret: Secret("cl1ent-s3cret")))
                : .apiKey(Fixture.signer)
            let failure = try await withService(at: server.address, authorization: authorization) { service in
                await caught { try await pair.call(service) }
            }
            return (failure, server.requests.last, server.address)
        }
        let exchange = try #require(failure?.exchange)
        for secret in Self.secrets.values { #expect(!exchange.command.contains(secret)) }
        let sent = try RecordedRequest(try #require(request))
        let date = sent.headers["date"] ?? ""
        let variables = [
            "DATE": date, "SIGNATURE": Fixture.signer.signature(dateHeader: date), "HOME": "not this",
        ].merging(Self.secrets) { $1 }
        let arguments = try await Self.arguments(of: exchange.command, variables)
        #expect(arguments.contains(address + sent.path))
        #expect(arguments.contains("--get") == (sent.method == "GET"))
        let headers = Self.values(of: "--header", in: arguments)
        for name in ["Date", "Authorization", "Accept"] {
            #expect(headers.contains("\(name): \(sent.headers[name.lowercased()] ?? "")"))
        }
        let members = Self.values(of: "--data-urlencode", in: arguments)
        #expect(Set(members) == Set(sent.query.map { "\($0)=\($1)" }))
        let body = try Self.values(of: "--data", in: arguments).first.map {
            try JSONDecoder().decode([String: RecordedRequest.Member].self, from: Data($0.utf8))
        }
        #expect(body == sent.body)
    }

    @Test("What came back is kept for the details, without the secrets that a server says back")
    func reply() async throws {
        let said = #"{"status":400,"code":"unknown_product","message":"no","license_key":"\#(Fixture.key.exposed)"}"#
        let failure = try await ScriptedServer.run({ _ in .response(400, said) }) { server in
            try await withService(at: server.address) { service in
                await caught { _ = try await service.borrow(Fixture.borrow) }
            }
        }
        let reply = try #require(failure?.exchange?.reply)
        #expect(reply.status == 400 && reply.size == said.utf8.count)
        #expect(reply.body.hasPrefix(#"{"status":400,"code":"unknown_product","message":"no","license_key":"#))
        #expect(!reply.body.contains(Fixture.key.exposed))
    }

    @Test("A huge response is kept in part")
    func huge() async throws {
        let page = "<html>" + String(repeating: "x", count: 200_000)
        let failure = try await ScriptedServer.run({ _ in .response(502, page) }) { server in
            try await withService(at: server.address) { service in
                await caught { _ = try await service.borrow(Fixture.borrow) }
            }
        }
        let reply = try #require(failure?.exchange?.reply)
        #expect(
            reply.size == page.utf8.count && reply.body.count == Exchange.Reply.limit + 1 && reply.body.hasSuffix("…"))
    }

    @Test("Where nothing came back, the request is told all the same")
    func silence() async throws {
        let failure = try await ScriptedServer.run({ _ in .reset }) { server in
            try await withService(at: server.address) { service in
                await caught { _ = try await service.borrow(Fixture.borrow) }
            }
        }
        let exchange = try #require(failure?.exchange)
        #expect(exchange.reply == nil && exchange.command.hasPrefix("curl "))
    }

    private static let script: @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply = { request in
        let host = request.headers.first(name: "Host") ?? ""
        switch request.path {
        case "/api/v4/oauth_url": return .response(200, #"{"url":"http://\#(host)/token"}"#)
        case "/token":
            return .response(200, #"{"access_token":"a-token-of-theirs","expires_in":480,"token_type":"Bearer"}"#)
        default: return .response(400, #"{"status":400,"code":"unknown_product","message":"recorded"}"#)
        }
    }

    /// The words that a shell hands to `curl`.
    private static func arguments(of command: String, _ variables: [String: String]) async throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appending(path: "berth-curl-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: file) }
        try Data().write(to: file)
        let shell = try ChildProcess(
            "/bin/sh", ["-c", "curl() { for word in \"$@\"; do printf '%s\\0' \"$word\"; done; }\n" + command],
            environment: variables, output: file.path)
        #expect(try await shell.end() == 0)
        return try Data(contentsOf: file).split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    private static func values(of option: String, in arguments: [String]) -> [String] {
        zip(arguments, arguments.dropFirst()).filter { $0.0 == option }.map(\.1)
    }
}
