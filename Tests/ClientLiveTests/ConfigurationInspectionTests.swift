import Foundation
import Licensing
import Testing

@testable import ClientLive

@Suite struct ConfigurationInspectionTests {
    let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    private func inspect(
        _ text: String, _ environment: [String: String] = [:], profile: String? = nil, mode: Int = 0o600
    ) throws -> ConfigurationInspection {
        try home.write(text, to: TemporaryHome.standardFile, mode: mode)
        var overrides = ConfigurationOverrides()
        overrides.profile = profile
        return ConfigurationInspection(overrides: overrides, environment: home.environment(environment))
    }

    private static let wrong = """
        servr: https://one.example.com
        warning: soon
        log_level: loud
        products:
          CAD: 1
        profile: stagin
        profiles:
          staging:
            server: not an address
            api_key_file: nowhere
            shared_key: hidden
          lab:
            thme: dark
            api_key: a
            time_zone: Mars/Base
          -x:
          flat: 1
        """

    @Test func `Every fault of a file and of each profile is told, once, with its line and near match, in their order`()
        throws
    {
        let inspection = try inspect(Self.wrong)
        let messages = inspection.faults.map(\.message)
        let beginnings = [
            "Line 1: There is no setting \"servr\". Did you mean \"server\"?", "Line 2: warning must be a number",
            "Line 3: log_level must be one of", "Line 4: There is no setting \"products.CAD\".",
            "Line 6: There is no profile \"stagin\". Did you mean \"staging\"? There are \"staging\", \"lab\".",
            "Line 9: profiles.staging.server must be an address",
            "Line 10 of the configuration: The file that profiles.staging.api_key_file names cannot be read",
            "Line 13: There is no setting \"profiles.lab.thme\". Did you mean \"theme\"?",
            "Line 15: profiles.lab.time_zone must be", "Line 16: What a profile is called",
            "Line 17: profiles.flat must be a mapping",
            "Set BERTH_SHARED_KEY, or shared_key in the profile \"lab\" of the configuration file.",
        ]
        #expect(messages.count == beginnings.count, "\(messages)")
        for (message, beginning) in zip(messages, beginnings) {
            #expect(message.hasPrefix(beginning), "\(message)")
        }
        #expect(!messages.joined().contains("hidden"))
        #expect(inspection.accounts.map(\.profile) == ["staging", "lab"])
    }

    @Test func `What something stronger hides is looked at, too`() throws {
        let text = """
            server: nowhere
            api_key: a
            shared_key: b
            profiles:
              one:
                server: https://one.example.com
            """
        let inspection = try inspect(text, ["BERTH_WARNING": "x"])
        #expect(
            inspection.faults.map { $0.message.prefix { $0 != "," } } == [
                "Line 1: server must be an address such as https://api.licensespring.com",
                "BERTH_WARNING must be a number of hours from 0 to 8784.",
            ])
    }

    @Test func `A secret's file is looked at although a variable is in use in its place, and a pipe is left alone`()
        throws
    {
        try home.write("a", to: ".config/berth/open", mode: 0o644)
        #expect(mkfifo(home.file(".config/berth/pipe"), 0o600) == 0)
        let text = """
            api_key_file: open
            shared_key_file: pipe
            license_key_file: gone
            password_command: "false"
            """
        let variables = [
            "BERTH_API_KEY": "a", "BERTH_SHARED_KEY": "b", "BERTH_LICENSE_KEY": "AAAA-BBBB", "BERTH_PASSWORD": "p",
        ]
        let faults = try inspect(text, variables).faults
        #expect(faults.map(\.code) == [.secretFileExposed, .configInvalid], "\(faults)")
        #expect(faults.map(\.message.first) == ["L", "L"] && faults.first?.message.contains("api_key_file") == true)
        #expect(try inspect(text, variables, profile: nil).faults.count == 2)
    }

    @Test(arguments: [
        (
            "oauth_client_secret_file: nofile",
            "Line 3 of the configuration: The file that oauth_client_secret_file names"
        ),
        ("oauth_client_secret_file: nofile", "Line 3: Set either oauth_client_secret or oauth_client_secret_file"),
        (
            "oauth_client_secret_command: 'false'",
            "Line 3: Set either oauth_client_secret or oauth_client_secret_command"
        ),
        ("oauth_client_secret_command: \"'\"", "Line 3: oauth_client_secret_command must be a command"),
    ])
    func `Credentials of another kind than those in use are looked at, too`(line: String, told: String) throws {
        let top = "oauth_client_id: c\noauth_client_secret: s\n\(line)\n"
        for inspection in [
            try inspect(top + "profiles:\n  a:\n    api_key: k\n    shared_key: s\n", profile: "a"),
            try inspect(top, ["BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s"]),
        ] {
            #expect(inspection.faults.contains { $0.message.hasPrefix(told) }, "\(inspection.faults)")
            #expect(inspection.accounts.first?.apiKey == Secret("k"))
        }
    }

    @Test func `The file of a key is looked at although OAuth goes before it, and keeps nobody from that`() throws {
        let oauth = ["BERTH_OAUTH_CLIENT_ID": "c", "BERTH_OAUTH_CLIENT_SECRET": "s"]
        let told = "Line 1 of the configuration: The file that api_key_file names cannot be read"
        #expect(try inspect("api_key_file: nofile\n", oauth).faults.map(\.message).first?.hasPrefix(told) == true)
        let text = "api_key_file: nofile\noauth_client_id: c\noauth_client_secret: s\n"
        let faults = try inspect(text).faults
        #expect(faults.count == 1 && faults.first?.message.hasPrefix(told) == true, "\(faults)")
        #expect(try home.load().apiAuthorization() == .oauth(clientID: "c", clientSecret: Secret("s")))
    }

    @Test(arguments: ["two words", "line\nbreak", "ключ", "a\u{1B}[1m", " "])
    func `What is no license key is told with its place, and not repeated`(key: String) throws {
        let path = try home.write(key, to: "key")
        let account = "api_key: k\nshared_key: s\n"
        for (text, variables, name, place) in [
            ("license_key_file: \(path)\n", [:], "license_key_file", "The file \(path) holds"),
            ("license_key_command: [cat, \(path)]\n", [:], "license_key_command", "What cat prints is"),
            ("", ["BERTH_LICENSE_KEY": key], "BERTH_LICENSE_KEY", "The variable BERTH_LICENSE_KEY holds"),
            ("", ["BERTH_LICENSE_KEY_FILE": path], "BERTH_LICENSE_KEY_FILE", "The file \(path) holds"),
            // What a variable hides could be all that there is elsewhere.
            (
                "license_key_file: \(path)\n", ["BERTH_LICENSE_KEY": "AAAA"], "license_key_file",
                "The file \(path) holds"
            ),
        ] {
            let faults = try inspect(account + text, variables).faults
            #expect(faults.map(\.code) == [.configInvalid] && faults.first?.facts.name == name, "\(faults)")
            let message = try #require(faults.first?.message)
            #expect(message.contains("\(place) no license key. A license key "), "\(message)")
            #expect(key == " " || !message.contains(key), "\(message)")
            #expect(message.hasPrefix("Line 3 of the configuration") == !text.isEmpty, "\(message)")
        }
    }

    @Test(arguments: ["", "text"])
    func `Log and ledger are not one file, be it there or not`(content: String) throws {
        let path = home.file("both")
        if !content.isEmpty { try home.write("", to: "both") }
        try FileManager.default.createSymbolicLink(atPath: home.file("here"), withDestinationPath: home.path)
        let account = "api_key: k\nshared_key: s\n"
        let faults = try inspect(account + "log_file: \(home.file("here/both"))\nledger: \(path)\n").faults
        #expect(
            faults.map(\.message) == ["Line 3: log_file: The ledger is in that file, too: keep the log in another one."]
        )
        #expect(throws: Problem.self) { try home.load() }
        var overrides = ConfigurationOverrides()
        overrides.logFile = path
        let problem = #expect(throws: Problem.self) { try home.load(overrides: overrides) }
        #expect(problem?.facts.name == "--log-file")
        #expect(throws: Never.self) { try home.load(["BERTH_LOG_FILE": home.file("other")]) }
        #expect(try inspect(account + "ledger: \(path)\n", ["BERTH_LOG_FILE": path]).faults.count == 1)
    }

    @Test func `Who closes a file to others is told to close it as far as what stands in it asks for`() throws {
        let path = home.file(TemporaryHome.standardFile)
        for (text, command) in [
            ("server: x\n", "chmod go-w \(path)"), ("api_key: k\n", "chmod 600 \(path)"),
            ("profiles:\n  a:\n    shared_key: s\n", "chmod 600 \(path)"), ("a: [", "chmod go-w \(path)"),
        ] {
            let faults = try inspect(text, mode: 0o666).faults
            #expect(faults.count == 1 && faults.first?.message.hasSuffix("Run: \(command)") == true, "\(faults)")
        }
    }

    @Test func `Where no profile is chosen the top level is an account of its own, if anything there opens a server`()
        throws
    {
        let profiles = "profiles:\n  a:\n    api_key: k\n    shared_key: s\n"
        for (text, told) in [
            ("api_key: k\n", "Set BERTH_SHARED_KEY, or shared_key in the configuration file."),
            ("api_key: k\nshared_key_file: gone\n", "Line 2 of the configuration: The file that shared_key_file names"),
            ("server: http://far.example\napi_key: k\nshared_key: s\n", "Line 1 of the configuration"),
        ] {
            let inspection = try inspect(text + profiles)
            #expect(inspection.faults.contains { $0.message.hasPrefix(told) }, "\(text): \(inspection.faults)")
            #expect(inspection.accounts.map(\.profile) == [nil, "a"] && inspection.withoutProfile == nil)
        }
        let shared = try inspect("server: https://one.example.com\nusername: ana@acme.example\n" + profiles)
        #expect(shared.faults == [] && shared.accounts.map(\.profile) == ["a"])
        #expect(
            shared.withoutProfile?.message
                == "Set BERTH_API_KEY, or api_key in the configuration file. Or choose a profile by --profile: \"a\".")
        let chosen = try inspect("api_key: k\nprofile: a\n" + profiles)
        #expect(chosen.faults == [] && chosen.accounts.map(\.profile) == ["a"] && chosen.withoutProfile == nil)
        #expect(try inspect(profiles, ["BERTH_API_KEY": "k"]).faults.count == 1)
    }

    @Test func `With a profile named, the others are not looked at beyond their keys`() throws {
        let text = "profiles:\n  a:\n    api_key: k\n    shared_key: s\n  b:\n    warning: x\n"
        #expect(try inspect(text, profile: "a").faults == [])
        #expect(try inspect(text, profile: "b").faults.count == 3)
        #expect(try inspect(text, profile: "c").faults.first?.message.hasPrefix("There is no profile \"c\"") == true)
    }

    @Test func `What signs in to a license, and the files of keys, are read`() throws {
        let text = """
            api_key: a
            shared_key: b
            license_key_file: gone
            password_command: "false"
            public_key_file: missing.pem
            ca_file: missing.pem
            """
        let faults = try inspect(text).faults
        #expect(
            faults.map { $0.facts.name } == ["license_key_file", "password_command", "public_key_file", "ca_file"],
            "\(faults)")
    }

    @Test func `A variable that is nearly a setting is told, and others are nobody's business`() throws {
        let text = "api_key: a\nshared_key: b\n"
        let variables = [
            "BERTH_SERVR": "x", "BERTH_SHARED_KEI": "hidden", "BERTH_DEVICE": "d", "BERTH_END": "e",
            "BERTH_EVENT": "ends_soon",
            "BERTH_MESSAGE": "m", "BERTH_LICENSE": "l", "BERTH_FEATURE": "f", "BERTH_BORROW_ID": "i",
            "BERTH_CONFIG": "",
            "BERTH_SECONDS_LEFT": "1", "BERTH_LICENSE_KEY_WEST": "w", "BERTH_BUILD": "1", "BERTH_KEYS": "retry: F5",
        ]
        let faults = try inspect(text, variables).faults
        #expect(faults.map { $0.facts.name } == ["BERTH_KEYS", "BERTH_SERVR", "BERTH_SHARED_KEI"], "\(faults)")
        #expect(
            faults.first?.message
                == "There is no setting of the variable \"BERTH_KEYS\". It is a mapping, which only the configuration file can "
                + "hold.")
        #expect(
            faults.dropFirst().first?.message
                == "There is no setting of the variable \"BERTH_SERVR\". Did you mean \"BERTH_SERVER\"?")
        #expect(!faults.map(\.message).joined().contains("hidden"))
    }

    @Test func `Whatever no request could be made with is told, each with its line`() throws {
        let path = try home.write("no certificate", to: "ca.pem")
        let text = """
            server: http://elsewhere.example
            api_key: "k\\u0007"
            shared_key: s
            ca_file: \(path)
            product: "A\\u0007"
            products: [A, "B C"]
            hardware_id: "x\\u202e"
            username: ana
            """
        let faults = try inspect(text, ["https_proxy": "socks5://p"]).faults
        #expect(
            faults.map(\.code) == [
                .transportInsecure, .configInvalid, .configInvalid, .configInvalid, .configInvalid, .configInvalid,
                .configInvalid,
            ], "\(faults)")
        #expect(
            faults.map { $0.facts.name } == [
                "server", "api_key", "ca_file", "product", "products", "hardware_id", "username",
            ])
        #expect(faults.allSatisfy { $0.facts.line != nil })
        var overrides = ConfigurationOverrides()
        overrides.caFile = path
        let flag = ConfigurationInspection(
            overrides: overrides, environment: home.environment(["BERTH_CONFIG": "", "HOME": path]))
        let messages = flag.faults.filter { $0.facts.name == "ca_file" }.map(\.message)
        let words = "there is no certificate in it, in PEM form"
        #expect(messages == ["Line 4 of the configuration, ca_file: " + words, words], "what it hides is told, too")
    }

    @Test func `Both credentials that are missing are told, and none that cannot be read`() throws {
        #expect(try inspect("product: A\n").faults.map { $0.facts.name } == ["api_key", "shared_key"])
        #expect(
            try inspect("api_key_file: nowhere\n").faults.map { $0.facts.name } == ["api_key_file", "shared_key"])
    }

    @Test func `What is missing is told of each profile, and of the kind of credentials that it has`() throws {
        let text = """
            profiles:
              a:
                server: https://a.example
              b:
                api_key: k
              c:
                oauth_client_secret_file: gone
            """
        let inspection = try inspect(text)
        func missing(_ setting: String, _ profile: String) -> String {
            "Set BERTH_\(setting.uppercased()), or \(setting) in the profile \"\(profile)\" of the configuration file."
        }
        #expect(
            inspection.faults.dropFirst().map(\.message) == [
                missing("api_key", "a"), missing("shared_key", "a"), missing("shared_key", "b"),
                missing("oauth_client_id", "c"),
            ])
        #expect(inspection.faults.first?.message.hasPrefix("Line 7 of the configuration") == true)
    }

    @Test(arguments: ["[[A], B]", "[{a: 1}]", "[A, [B]]", "[~, {}]", "[A, ~]", "[null]"])
    func `A list of what is no text is told with its line, and hides nothing`(value: String) throws {
        let faults = try inspect("api_key: k\nshared_key: s\nproducts: \(value)\nwarning: x\n").faults
        #expect(
            faults.map(\.message) == [
                "Line 3: products must be a list of texts.",
                "Line 4: warning must be a number of hours from 0 to 8784.",
            ])
        let command = try inspect("api_key_command: [echo, ~]\nshared_key: s\n").faults
        #expect(command.first?.message.hasPrefix("Line 1: api_key_command must be a command") == true, "\(command)")
        let both = try inspect("server: [[a]]\napi_key: k\nshared_key: s\nprofiles:\n  a:\n    ledger: [[b]]\n").faults
        #expect(
            both.map(\.message) == [
                "Line 1: server must be a single text.", "Line 6: profiles.a.ledger must be a single text.",
            ])
    }

    @Test func `What stands there twice is told with its line, and hides nothing`() throws {
        let text = """
            api_key: k
            shared_key: s
            products:
            - A
            servr: x
            products:
            - B
            - C
            profiles:
              a:
                warning: soon
                keys:
                  retry: F5
                  retry: F6
                'warning': 3
                # of a
                theme: dark
            "server": https://a.example
            server: https://b.example
            """
        let messages = try inspect(text.replacing("servr: x", with: "servr: x\r")).faults.map(\.message)
        #expect(
            messages == [
                "Line 5: There is no setting \"servr\". Did you mean \"server\"?",
                "Line 6: products is set in line 3 already.",
                "Line 11: profiles.a.warning must be a number of hours from 0 to 8784.",
                "Line 14: The same key stands in line 13 already.", "Line 15: warning is set in line 11 already.",
                "Line 19: server is set in line 18 already.",
            ], "\(messages)")
        #expect(try inspect("keys: {retry: a, retry: b}\nwarning: x\n").faults.count == 1)
    }

    @Test func `A profile that is named is told in full, whatever else chooses one in a wrong way`() throws {
        let text = "profile: [x]\nprofiles:\n  a:\n    warning: x\n    time_zone: Mars/Base\n    nope: 1\n"
        #expect(
            try inspect(text, profile: "a").faults.compactMap(\.facts.line) == [1, 4, 5, 6])
    }

    @Test func `A file that is no YAML, or that others may write to, is one fault`() throws {
        let broken = try inspect("product: A\na: [\n")
        #expect(broken.faults.map(\.code) == [.configInvalid] && broken.faults.first?.facts.line == 3)
        #expect(broken.path == home.file(TemporaryHome.standardFile) && broken.accounts.isEmpty)
        #expect(try inspect("server: x", mode: 0o666).faults.map(\.code) == [.configUnreadable])
        let exposed = try inspect("api_key: a\nshared_key: b\nwarnin: 1\n", mode: 0o644).faults
        #expect(exposed.map(\.code) == [.secretFileExposed, .secretFileExposed, .configInvalid], "\(exposed)")
    }

    @Test func `Nothing wrong is nothing told, and what is read is as it is loaded`() throws {
        let text = "api_key: a\nshared_key: b\nproducts: [A, B]\nkeys:\n  retry: F5\n"
        let inspection = try inspect(text)
        #expect(inspection.faults == [])
        #expect(inspection.accounts == [try home.load()])
    }
}
