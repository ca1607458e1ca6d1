import Licensing
import Testing

@testable import ClientLive

@Suite struct ConfigurationAuthorizationTests {
    var configuration = BerthConfiguration(ledgerPath: "/ledger")

    @Test mutating func `Both keys make an authorization`() throws {
        configuration.apiKey = Secret("api")
        configuration.sharedKey = Secret("shared")
        #expect(try configuration.apiAuthorization() == .apiKey(Secret("api"), sharedKey: Secret("shared")))
    }

    @Test
    func `An account's digest is its own at its server, whatever its name ends in, and lasts while secrets change`() {
        let key = APIAuthorization.apiKey(Secret("0000-1111-c0de"), sharedKey: Secret("s"))
        let digest = key.digest(server: "https://a.example")
        #expect(digest.count == 32 && digest.allSatisfy(\.isHexDigit) && !digest.contains("c0de"))
        #expect(key.digest(server: "https://a.example") == digest)
        let renewed = APIAuthorization.apiKey(Secret("0000-1111-c0de"), sharedKey: Secret("another"))
        #expect(renewed.digest(server: "https://a.example") == digest)
        #expect(key.digest(server: "https://b.example") != digest)
        let others: [APIAuthorization] = [
            .apiKey(Secret("0000-2222-c0de"), sharedKey: Secret("s")), .apiKey(Secret("c0de"), sharedKey: Secret("s")),
            .apiKey(Secret("c1de"), sharedKey: Secret("s")),
            .oauth(clientID: "0000-1111-c0de", clientSecret: Secret("s")),
            .oauth(clientID: "0000-2222-c0de", clientSecret: Secret("s")),
        ]
        #expect(Set(others.map { $0.digest(server: "https://a.example") } + [digest]).count == 6)
    }

    @Test mutating func `The account that a ledger knows has no key in it`() throws {
        (configuration.apiKey, configuration.sharedKey) = (Secret("0000-1111-c0de"), Secret("s3cret"))
        let account = try configuration.account()
        #expect(account.authorization == "API key …c0de" && account.digest != nil)
        #expect(!"\(account)".contains("1111") && !"\(account)".contains("s3cret"))
    }

    @Test func `An account is shown by the end of its key alone, and not even that where the key is short`() {
        #expect(APIAuthorization.apiKey(Secret("0000-1111-c0de"), sharedKey: Secret("s")).label == "API key …c0de")
        #expect(
            APIAuthorization.oauth(clientID: "client-id-7f21", clientSecret: Secret("s")).label == "OAuth client …7f21")
        #expect(APIAuthorization.apiKey(Secret("c0de"), sharedKey: Secret("s")).label == "API key")
    }

    @Test mutating func `OAuth goes before the keys`() throws {
        configuration.apiKey = Secret("api")
        configuration.sharedKey = Secret("shared")
        configuration.oauthClientID = "client"
        configuration.oauthClientSecret = Secret("secret")
        #expect(try configuration.apiAuthorization() == .oauth(clientID: "client", clientSecret: Secret("secret")))
    }

    @Test mutating func `What is missing is named as variable and as key`() throws {
        expectMissing("api_key")
        configuration.apiKey = Secret("s3cret")
        expectMissing("shared_key")
        configuration.oauthClientSecret = Secret("s3cret")
        expectMissing("oauth_client_id")
        configuration.oauthClientID = "client"
        configuration.oauthClientSecret = nil
        expectMissing("oauth_client_secret")
    }

    private func expectMissing(_ key: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let problem = #expect(throws: Problem.self, sourceLocation: sourceLocation) {
            try configuration.apiAuthorization()
        }
        #expect(problem?.code == .configMissing, sourceLocation: sourceLocation)
        #expect(problem?.facts.name == key, sourceLocation: sourceLocation)
        #expect(
            problem?.message == "Set BERTH_\(key.uppercased()), or \(key) in the configuration file.",
            sourceLocation: sourceLocation)
    }

    @Test mutating func `A configuration prints without its secrets`() {
        configuration.apiKey = Secret("s3cret")
        configuration.sharedKey = Secret("s3cret")
        configuration.oauthClientSecret = Secret("s3cret")
        var text = ""
        dump(configuration, to: &text)
        #expect(!(text + String(reflecting: configuration)).contains("s3cret"))
    }
}
