import ClientCore
import Foundation
import Licensing
import Testing

@testable import ClientLive

@Suite struct ProfileTests {
    let home: TemporaryHome
    let file: String

    init() throws {
        home = try TemporaryHome()
        file = home.file(TemporaryHome.standardFile)
    }

    private static let accounts = """
        theme: light
        username: ana@example.com
        products: [CAD]
        profile: production
        profiles:
          production:
            api_key: p-key
            shared_key: p-shared
            warning: 12
          staging:
            server: https://staging.example.com
            api_key: s-key
            shared_key_file: keys/staging
            theme: dark
            keys:
              retry: F5
          lab:
        """

    private func load(
        _ text: String = accounts, _ environment: [String: String] = [:], profile: String? = nil,
        readsSecrets: Bool = true, mode: Int = 0o600
    ) throws -> BerthConfiguration {
        try home.write(text, to: TemporaryHome.standardFile, mode: mode)
        try home.write("s-shared\n", to: ".config/berth/keys/staging")
        var overrides = ConfigurationOverrides()
        overrides.profile = profile
        return try BerthConfiguration.load(
            overrides: overrides, environment: home.environment(environment), readsSecrets: readsSecrets)
    }

    private func problem(
        _ text: String = accounts, _ environment: [String: String] = [:], profile: String? = nil, mode: Int = 0o600
    ) throws -> Problem {
        let problem = #expect(throws: Problem.self) { try load(text, environment, profile: profile, mode: mode) }
        return try #require(problem)
    }

    @Test func `A profile stands over the top level, and the top level over the defaults`() throws {
        let staging = try load(profile: "staging")
        #expect(staging.profile == "staging" && staging.profiles.map(\.name) == ["production", "staging", "lab"])
        #expect(staging.server == "https://staging.example.com")
        #expect(staging.apiKey == Secret("s-key") && staging.sharedKey == Secret("s-shared"))
        #expect(
            staging.theme?.values == ["dark"] && staging.username == "ana@example.com" && staging.products == ["CAD"])
        #expect(staging.keys.map(\.subject) == ["retry"] && staging.warningHours == 24)
        let production = try load(profile: "production")
        #expect(production.theme?.values == ["light"] && production.warningHours == 12 && production.keys.isEmpty)
        #expect(production.server == "https://api.licensespring.com" && production.sharedKey == Secret("p-shared"))
        let lab = try load(profile: "lab")
        #expect(lab.profile == "lab" && lab.apiKey == nil && lab.username == "ana@example.com")
    }

    @Test func `It is chosen by a flag, a variable or the top level, in this order`() throws {
        #expect(try load().profile == "production")
        #expect(try load(Self.accounts, ["BERTH_PROFILE": "staging"]).profile == "staging")
        #expect(try load(Self.accounts, ["BERTH_PROFILE": "staging"], profile: "lab").profile == "lab")
    }

    @Test func `Variables and flags stand over a profile`() throws {
        let configuration = try load(
            Self.accounts, ["BERTH_API_KEY": "v-key", "BERTH_THEME": "mono"], profile: "staging")
        #expect(configuration.apiKey == Secret("v-key") && configuration.theme?.values == ["mono"])
        #expect(configuration.sharedKey == Secret("s-shared"))
    }

    @Test func `Where none is chosen, the top level is an account of its own`() throws {
        let text = "api_key: t-key\nshared_key: t-shared\nprofiles:\n  a:\n    api_key: a-key\n"
        let configuration = try load(text)
        #expect(configuration.profile == nil && configuration.apiKey == Secret("t-key"))
        #expect(configuration.profiles.map(\.name) == ["a"])
    }

    @Test func `Without credentials at the top level, what is missing names the profiles`() throws {
        let configuration = try load("profiles:\n  a:\n    api_key: k\n  b:\n    api_key: k\n")
        let problem = #expect(throws: Problem.self) { try configuration.apiAuthorization() }
        #expect(problem?.code == .configMissing)
        #expect(problem?.message.hasSuffix("Or choose a profile by --profile: \"a\", \"b\".") == true)
        let chosen = try load("profiles:\n  a:\n    api_key: k\n", profile: "a")
        let lacking = #expect(throws: Problem.self) { try chosen.apiAuthorization() }
        #expect(lacking?.message.contains("--profile") == false)
    }

    @Test func `A profile that does not exist is refused with its near match and the names`() throws {
        let flag = try problem(profile: "stagin")
        #expect(flag.code == .inputInvalid && flag.facts.name == "--profile")
        #expect(
            flag.message
                == "There is no profile \"stagin\". Did you mean \"staging\"? There are \"production\", \"staging\", \"lab\"."
        )
        let variable = try problem(Self.accounts, ["BERTH_PROFILE": "xyzzy"])
        #expect(variable.code == .configInvalid && variable.facts.name == "BERTH_PROFILE")
        #expect(variable.message == "There is no profile \"xyzzy\". There are \"production\", \"staging\", \"lab\".")
        let text = try problem("product: CAD\nprofile: prodution\nprofiles:\n  production:\n")
        #expect(text.facts.name == "profile" && text.facts.path == file)
        #expect(
            text.message
                == "Line 2: There is no profile \"prodution\". Did you mean \"production\"? There is \"production\".")
    }

    @Test(arguments: [
        "profile: one", "profile: one\nprofiles:", "profile: one\nprofiles: {}", "profile: one\nprofiles: ~",
    ])
    func `Without profiles the name is no more than a name, but a flag that means another is refused`(
        text: String
    ) throws {
        #expect(try load(text).profile == "one")
        #expect(try load(text, ["BERTH_PROFILE": "two"]).profile == "two")
        #expect(try load(text, profile: "one").profile == "one")
        let problem = try problem(text, profile: "two")
        #expect(problem.message == "There is no profile \"two\": the configuration has none.")
    }

    @Test func `A profile that has keys does not go by the OAuth credentials at the top level`() throws {
        let text = """
            oauth_client_id: client
            oauth_client_secret_command: [echo, hidden]
            profiles:
              keys:
                api_key_file: keys/staging
                shared_key: shared
              other:
                product: CAD
            """
        let keys = try load(text, profile: "keys")
        #expect(
            try keys.apiAuthorization() == .apiKey(Secret("s-shared"), sharedKey: Secret("shared")))
        #expect(
            try load(text, profile: "other").apiAuthorization()
                == .oauth(clientID: "client", clientSecret: Secret("hidden")))
    }

    @Test func `An empty text hides nothing, is no second thing beside another, and is not in use`() throws {
        let text = """
            oauth_client_id: client
            oauth_client_secret: hidden
            username: ana@acme.example
            license_key_file: ""
            profiles:
              a:
                api_key: ""
                oauth_client_secret_file: ''
                warning: ""
            """
        let configuration = try load(text, profile: "a")
        #expect(try configuration.apiAuthorization() == .oauth(clientID: "client", clientSecret: Secret("hidden")))
        #expect(configuration.opening == .user("ana@acme.example"))
        let secret = try SettingOrigin.all(flag: nil, profile: "a", home.environment()).first {
            $0.name == "oauth_client_secret"
        }
        #expect(secret?.origin == "\(file), line 2")
        try home.write("api_key: ''\nshared_key:\n", to: TemporaryHome.standardFile, mode: 0o644)
        #expect(throws: Never.self) { try home.load() }
    }

    @Test func `What opens a server is of the kind that the strongest source has, wherever the other stands`() throws {
        let text = """
            oauth_client_id: client
            oauth_client_secret_command: [echo, hidden]
            profiles:
              keys:
                api_key: s-key
                shared_key: shared
              other:
                oauth_client_id: another
            """
        let keys = ["BERTH_API_KEY": "v-key", "BERTH_SHARED_KEY": "v-shared"]
        for profile in [nil, "keys", "other"] {
            let configuration = try load(text, keys, profile: profile)
            #expect(
                try configuration.apiAuthorization() == .apiKey(Secret("v-key"), sharedKey: Secret("v-shared")),
                "\(profile ?? "none")")
        }
        let half = try load(text, ["BERTH_API_KEY": "v-key"], profile: "keys")
        #expect(try half.apiAuthorization() == .apiKey(Secret("v-key"), sharedKey: Secret("shared")))
        let lost = #expect(throws: Problem.self) { try load(text, ["BERTH_API_KEY": "v-key"]).apiAuthorization() }
        #expect(lost?.code == .configMissing && lost?.facts.name == "shared_key")

        let oauth = ["BERTH_OAUTH_CLIENT_ID": "v-client", "BERTH_OAUTH_CLIENT_SECRET": "v-secret"]
        let configuration = try load(text, oauth, profile: "keys")
        #expect(
            try configuration.apiAuthorization() == .oauth(clientID: "v-client", clientSecret: Secret("v-secret")))
        #expect(configuration.apiKey == nil && configuration.sharedKey == nil)
        // OAuth goes before the keys of one source, and takes what is left to it from others.
        let both = try load(text, ["BERTH_API_KEY": "v-key", "BERTH_OAUTH_CLIENT_ID": "v-client"])
        #expect(try both.apiAuthorization() == .oauth(clientID: "v-client", clientSecret: Secret("hidden")))
    }

    @Test func `Relative paths in a profile begin where the file is`() throws {
        let text = "profiles:\n  a:\n    ledger: l.sqlite\n    license_key_command: bin/key\n"
        let configuration = try load(text, profile: "a")
        #expect(configuration.ledgerPath == home.file(".config/berth/l.sqlite"))
        guard case .command(let command)? = configuration.licenseKeySource?.place else {
            Issue.record("not a command: \(String(describing: configuration.licenseKeySource?.place))")
            return
        }
        #expect(command.words == [home.file(".config/berth/bin/key")])
    }

    @Test(arguments: [0o640, 0o604])
    func `A file with a secret in any of its profiles has to be the user's alone`(mode: Int) throws {
        let problem = try problem(profile: "lab", mode: mode)
        #expect(problem.code == .secretFileExposed && problem.facts.name == "profiles.production.api_key")
        #expect(problem.message.hasSuffix("Run: chmod 600 \(file)"))
    }

    @Test(arguments: [
        (
            "profiles:\n  a:\n    product: CAD\n    servr: x",
            "Line 4: There is no setting \"profiles.a.servr\". Did you mean \"server\"?"
        ),
        ("profiles:\n  a:\n    profile: b", "Line 3: There is no setting \"profiles.a.profile\""),
        ("profiles:\n  a:\n    profiles:\n      b:", "Line 3: There is no setting \"profiles.a.profiles\""),
        ("profiles:\n  a:\n    server:\n      b: c", "Line 3: There is no setting \"profiles.a.server.b\""),
        (
            "product: CAD\nprofils:\n  a:\n    product: CAD",
            "Line 2: There is no setting \"profils\". Did you mean \"profiles\"?"
        ),
        ("profiles: [a, b]", "Line 1: profiles must be a mapping"),
        ("profiles: a", "Line 1: profiles must be a mapping"),
        ("profiles:\n  a: b", "Line 2: profiles.a must be a mapping"),
        ("profiles:\n  a: [b]", "Line 2: profiles.a must be a mapping"),
        ("profiles:\n  '': {}", "Line 2: What a profile is called must be a name of up to 40 characters"),
        ("profiles:\n  -x: {}", "Line 2: What a profile is called must be a name of up to 40 characters"),
        ("profiles:\n  \"a\\eb\": {}", "Line 2: What a profile is called must be a name of up to 40 characters"),
        ("profiles:\n  [a]: {}", "Line 2: What a profile is called must be a name of up to 40 characters"),
        ("profiles:\n  a:\n    license_key: s3cret", "Line 3: license_key does not belong in this file"),
        (
            "profiles:\n  a: &a\n    product: CAD\n  b:\n    <<: *a",
            "Line 5: There is no setting \"profiles.b.<<\": mappings are not merged"
        ),
        ("profiles:\n  a:\n    keys: [b]", "Line 3: profiles.a.keys must be a mapping"),
        (
            "profiles:\n  a:\n    product: CAD\n  a:\n    product: CAM",
            "Line 4: The same key stands in line 2 already."
        ),
        ("profiles:\n  a:\n    product: CAD\n    product: CAM", "Line 4: product is set in line 3 already."),
    ])
    func `What is wrong in a profile is told with its line, whichever profile is used`(text: String, words: String)
        throws
    {
        let problem = try problem("\(text)\n")
        #expect(problem.code == .configInvalid && problem.facts.path == file)
        #expect(problem.message.contains(words), "\(problem.message)")
        #expect(!problem.message.contains("s3cret"))
    }

    @Test func `A value of the wrong kind is told with its profile and line`() throws {
        let text = "product: CAD\nprofiles:\n  a:\n    warning: soon\n  b:\n    api_key: s3cret\n    api_key_file: x\n"
        let kind = try problem(text, profile: "a")
        #expect(kind.message == "Line 4: profiles.a.warning must be a number of hours from 0 to 8784.")
        let both = try problem(text, profile: "b")
        #expect(both.message == "Line 7: Set either profiles.b.api_key or profiles.b.api_key_file, not both.")
        #expect(try load(text).product == "CAD", "what the others hold is not looked at")
    }

    @Test(arguments: ["default", "1", "true", "a.b", "with blanks", "ÄÖ 日本", "profiles", "server", "~"])
    func `A profile may be called almost anything`(name: String) throws {
        let text = "profiles:\n  \(name):\n    product: CAD\n  other:\n    product: CAM\n"
        let configuration = try load(text, profile: name)
        #expect(configuration.profile == name && configuration.product == "CAD")
    }

    @Test func `Settings may be anchored and named again`() throws {
        let text = """
            profiles:
              a: &a
                product: CAD
                products: &products [CAD, CAM]
              b: *a
              c:
                products: *products
                product:
            product: TOP
            """
        #expect(try load(text, profile: "b").product == "CAD")
        let named = try load(text, profile: "c")
        #expect(named.products == ["CAD", "CAM"] && named.product == "TOP")
    }

    @Test func `Each value is told with the profile and the line that it comes from`() throws {
        _ = try load()
        let origins = try SettingOrigin.all(flag: nil, profile: "staging", home.environment(["BERTH_WARNING": "3"]))
        func from(_ name: String) -> String? { origins.first { $0.name == name }?.origin }
        #expect(from("profile") == "--profile")
        #expect(from("server") == "\(file), line 11, profile staging")
        #expect(from("shared_key_file") == "\(file), line 13, profile staging")
        #expect(from("keys") == "\(file), line 15, profile staging")
        #expect(from("username") == "\(file), line 2")
        #expect(from("warning") == "BERTH_WARNING")
        let hidden = try SettingOrigin.all(
            flag: nil, profile: "staging",
            home.environment(["BERTH_SHARED_KEY_COMMAND": "pass x", "BERTH_HARDWARE_ID": "d"]))
        #expect(
            hidden.first { $0.name == "shared_key_file" }?.origin
                == "\(file), line 13, profile staging, not in use: BERTH_SHARED_KEY_COMMAND is")
        #expect(hidden.first { $0.name == "shared_key_command" }?.origin == "BERTH_SHARED_KEY_COMMAND")
        #expect(!hidden.contains { $0.name == "hardware_id_algorithm" }, "it makes none")
        let chosen = try SettingOrigin.all(flag: nil, home.environment()).first { $0.name == "profile" }
        #expect(chosen?.value == "production" && chosen?.origin == "\(file), line 4")
    }
}
