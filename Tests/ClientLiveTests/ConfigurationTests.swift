import Foundation
import Licensing
import Testing

@testable import ClientLive

@Suite struct ConfigurationTests {
    let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    @Test func `Without any source the defaults hold`() throws {
        let configuration = try home.load()
        #expect(configuration == BerthConfiguration(ledgerPath: home.file(".local/state/berth/ledger.sqlite")))
        #expect(configuration.server == "https://api.licensespring.com")
    }

    @Test func `Where no server is asked, nothing wrong with its address or its keys stands in the way`() throws {
        let variables = [
            "BERTH_SERVER": "ftp://x", "BERTH_API_KEY_FILE": home.file("none"), "BERTH_PRODUCT": "CAD",
            "BERTH_CONNECT_TIMEOUT_SECONDS": "x", "BERTH_REQUEST_TIMEOUT_SECONDS": "x",
            "BERTH_READ_TIMEOUT_SECONDS": "x",
            "BERTH_SETTLE_AFTER_SECONDS": "x", "BERTH_ALLOW_INSECURE_HTTP": "x", "BERTH_USERNAME": "no mail",
            "BERTH_LICENSE_KEY": "k", "BERTH_LICENSE_KEY_FILE": "k", "BERTH_LOG_LEVEL": "x",
        ]
        let configuration = try BerthConfiguration.load(environment: home.environment(variables), asksServer: false)
        #expect(configuration.server == "https://api.licensespring.com" && configuration.apiKey == nil)
        #expect(configuration.product == "CAD")
        #expect(throws: Problem.self) { try BerthConfiguration.load(environment: home.environment(variables)) }
    }

    @Test func `A file sets everything that may stand in it`() throws {
        try home.write(
            """
            # The company's settings
            profile: production
            server: HTTPS://Licenses.example.com:443/
            api_key: 11111111-2222-3333-4444-555555555555
            shared_key: "0123456789"
            oauth_client_id: client
            oauth_client_secret: hidden
            products: [CAD, CAM]
            product: CAD
            hardware_id: hw-0001
            public_key_file: ~/key.pem
            ca_file: /etc/ca.pem
            allow_insecure_http: true
            ledger: ~/ledger.sqlite
            license_key_file: ~/license
            username: ana@example.com
            password_file: ~/password
            connect_timeout_seconds: 2
            request_timeout_seconds: 12.5
            read_timeout_seconds: 5
            time_zone: Europe/Berlin
            warning: 36
            hardware_id_algorithm: legacy
            """, to: TemporaryHome.standardFile)
        var expected = BerthConfiguration(ledgerPath: home.file("ledger.sqlite"))
        expected.profile = "production"
        expected.server = "https://licenses.example.com"
        // OAuth goes before the keys, which are not looked at then.
        expected.oauthClientID = "client"
        expected.oauthClientSecret = Secret("hidden")
        expected.products = ["CAD", "CAM"]
        expected.product = "CAD"
        expected.hardwareID = HardwareID(rawValue: "hw-0001")
        expected.publicKeyFile = home.file("key.pem")
        expected.caFile = "/etc/ca.pem"
        expected.allowInsecureHTTP = true
        expected.licenseKeySource = NamedSecret(
            .file(home.file("license")), namedBy: "license_key_file", line: 15)
        expected.username = "ana@example.com"
        expected.passwordSource = NamedSecret(
            .file(home.file("password")), namedBy: "password_file", line: 17)
        expected.connectTimeoutSeconds = 2
        expected.requestTimeoutSeconds = 12.5
        expected.readTimeoutSeconds = 5
        expected.warningHours = 36
        expected.hardwareIDAlgorithm = .legacy
        expected.timeZone = "Europe/Berlin"
        expected.opening = .either(key: "license_key_file", user: "username")
        expected.configFile = home.file(TemporaryHome.standardFile)
        #expect(try home.load() == expected)
    }

    @Test func `Variables set everything, too`() throws {
        let environment = [
            "BERTH_SERVER": "http://127.0.0.1:8080", "BERTH_API_KEY": "api", "BERTH_SHARED_KEY": "shared",
            "BERTH_PRODUCT": "CAD", "BERTH_PRODUCTS": "CAD,CAM", "BERTH_HARDWARE_ID": "hw",
            "BERTH_PUBLIC_KEY_FILE": "~/key.pem", "BERTH_CA_FILE": "ca.pem", "BERTH_ALLOW_INSECURE_HTTP": "1",
            "BERTH_LEDGER": "~/l.sqlite", "BERTH_LICENSE_KEY": "license", "BERTH_USERNAME": "ana@example.com",
            "BERTH_PASSWORD": "password", "BERTH_CONNECT_TIMEOUT_SECONDS": "1.5", "BERTH_TIME_ZONE": "UTC",
        ]
        var expected = BerthConfiguration(ledgerPath: home.file("l.sqlite"))
        expected.server = "http://127.0.0.1:8080"
        expected.apiKey = Secret("api")
        expected.sharedKey = Secret("shared")
        expected.product = "CAD"
        expected.products = ["CAD", "CAM"]
        expected.hardwareID = HardwareID(rawValue: "hw")
        expected.publicKeyFile = home.file("key.pem")
        expected.caFile = home.file("ca.pem")
        expected.allowInsecureHTTP = true
        expected.licenseKeySource = NamedSecret(.environment("BERTH_LICENSE_KEY"), namedBy: "BERTH_LICENSE_KEY")
        expected.username = "ana@example.com"
        expected.passwordSource = NamedSecret(.environment("BERTH_PASSWORD"), namedBy: "BERTH_PASSWORD")
        expected.connectTimeoutSeconds = 1.5
        expected.timeZone = "UTC"
        expected.opening = .either(key: "BERTH_LICENSE_KEY", user: "BERTH_USERNAME")
        for name in environment.keys { expected.spellings[String(name.dropFirst("BERTH_".count)).lowercased()] = name }
        #expect(try home.load(environment) == expected)
    }

    @Test func `Flags win over variables, variables over the file`() throws {
        try home.write("product: FILE\nusername: file@example.com\nca_file: /file.pem", to: TemporaryHome.standardFile)
        var overrides = ConfigurationOverrides()
        overrides.product = "FLAG"
        let environment = ["BERTH_PRODUCT": "VARIABLE", "BERTH_USERNAME": "variable@example.com", "BERTH_CA_FILE": ""]
        let configuration = try home.load(environment, overrides: overrides)
        #expect(configuration.product == "FLAG")
        #expect(configuration.username == "variable@example.com")
        #expect(configuration.caFile == "/file.pem")
    }

    @Test func `Every flag has its effect`() throws {
        var overrides = ConfigurationOverrides()
        overrides.server = "https://flag.example.com"
        overrides.hardwareID = "hw"
        overrides.publicKeyFile = "~/key.pem"
        overrides.caFile = "~/ca.pem"
        overrides.allowInsecureHTTP = true
        overrides.ledger = "~/l.sqlite"
        overrides.licenseKeyFile = "~/license"
        overrides.username = "ana@example.com"
        overrides.passwordFile = "~/password"
        overrides.timeZone = "UTC"
        let configuration = try home.load(
            ["BERTH_LICENSE_KEY": "key", "BERTH_PASSWORD": "password"], overrides: overrides)
        #expect(configuration.server == "https://flag.example.com")
        #expect(configuration.hardwareID == HardwareID(rawValue: "hw"))
        #expect(configuration.publicKeyFile == home.file("key.pem"))
        #expect(configuration.caFile == home.file("ca.pem"))
        #expect(configuration.allowInsecureHTTP)
        #expect(configuration.ledgerPath == home.file("l.sqlite"))
        #expect(configuration.licenseKeySource?.place == .file(home.file("license")))
        #expect(configuration.username == "ana@example.com")
        #expect(configuration.passwordSource?.place == .file(home.file("password")))
        #expect(configuration.timeZone == "UTC")
    }

    @Test func `Secrets are read from the files that stand in their place, and a stronger source wins in either form`()
        throws
    {
        try home.write("from-file\n", to: "keys/api")
        try home.write("from-file\n", to: "keys/shared")
        try home.write("api_key: from-yaml\nshared_key_file: ~/keys/shared", to: TemporaryHome.standardFile)
        let configuration = try home.load(["BERTH_API_KEY_FILE": "~/keys/api", "BERTH_SHARED_KEY": "from-variable"])
        #expect(configuration.apiKey == Secret("from-file"))
        #expect(configuration.sharedKey == Secret("from-variable"))
        #expect(try home.load().apiKey == Secret("from-yaml"))
        #expect(try home.load().sharedKey == Secret("from-file"))
    }

    @Test func `The XDG variables move the standard places, unless they are relative`() throws {
        try home.write("product: MOVED", to: "settings/berth/config.yaml")
        let environment = ["XDG_CONFIG_HOME": home.file("settings"), "XDG_STATE_HOME": home.file("state")]
        #expect(try home.load(environment).product == "MOVED")
        #expect(try home.load(environment).ledgerPath == home.file("state/berth/ledger.sqlite"))
        let relative = ["XDG_CONFIG_HOME": "settings", "XDG_STATE_HOME": ""]
        #expect(try home.load(relative) == home.load())
    }

    @Test
    func `A home that is relative does not count, and where the working directory is gone no path begins at the root`()
    {
        let paths = ProcessEnvironment(["HOME": "here"], workingDirectory: "").paths
        #expect(paths.home.hasPrefix("/") && paths.ledger.hasPrefix("/"))
        #expect(paths.absolute("ledger.sqlite") == "./ledger.sqlite")
    }

    @Test func `A flag or a variable names another file`() throws {
        try home.write("product: STANDARD", to: TemporaryHome.standardFile)
        try home.write("product: ONE", to: "one.yaml")
        try home.write("product: TWO", to: "two.yaml")
        #expect(try home.load(["BERTH_CONFIG": "~/one.yaml"]).product == "ONE")
        #expect(try home.load(["BERTH_CONFIG": "~/one.yaml"], configFile: home.file("two.yaml")).product == "TWO")
        #expect(try home.load(["BERTH_CONFIG": ""]).product == "STANDARD")
    }

    @Test(arguments: ["", "\n", "# nothing yet\n\n  # product: CAD\r\n"])
    func `A file that says nothing is fine`(text: String) throws {
        try home.write(text, to: TemporaryHome.standardFile)
        #expect(try home.load() == TemporaryHome().load().with(ledgerOf: home))
    }

    @Test(arguments: ["username: null", "username: ~", "username: Null # nobody", "username:", "username: ''"])
    func `A key without a value is not set`(text: String) throws {
        try home.write("product: CAD\n\(text)\n", to: TemporaryHome.standardFile)
        #expect(try home.load().username == nil)
        #expect(try home.load().product == "CAD")
    }

    @Test func `A quoted null is a text`() throws {
        try home.write("product: 'null'", to: TemporaryHome.standardFile)
        #expect(try home.load().product == "null")
    }

    @Test func `Relative paths begin at the working directory, and are remembered as absolute ones`() throws {
        var overrides = ConfigurationOverrides()
        overrides.ledger = "l.sqlite"
        overrides.licenseKeyFile = "key"
        let configuration = try home.load(["BERTH_PASSWORD_FILE": "keys/password"], overrides: overrides)
        #expect(configuration.ledgerPath == home.file("l.sqlite"))
        #expect(configuration.licenseKeySource?.place == .file(home.file("key")))
        #expect(configuration.passwordSource?.place == .file(home.file("keys/password")))
    }

    @Test func `Relative paths in a file begin where the file is, wherever the program works`() throws {
        try home.write("from-file", to: "project/keys/shared")
        let text = """
            shared_key_file: keys/shared
            license_key_file: ./license
            ca_file: ../ca.pem
            ledger: l.sqlite
            password_command: bin/password ~/entry
            """
        let file = try home.write(text, to: "project/berth.yaml")
        for configuration in [try home.load(["BERTH_CONFIG": "project/berth.yaml"]), try home.load(configFile: file)] {
            #expect(configuration.sharedKey == Secret("from-file"))
            #expect(configuration.licenseKeySource?.place == .file(home.file("project/./license")))
            #expect(configuration.caFile == home.file("project/../ca.pem"))
            #expect(configuration.ledgerPath == home.file("project/l.sqlite"))
            let words = [home.file("project/bin/password"), home.file("entry")]
            #expect(
                configuration.passwordSource?.place
                    == SecretCommand(words, setting: "password_command").map { .command($0) })
        }
    }

    @Test func `A file without secrets may be read by all`() throws {
        try home.write("product: CAD\napi_key_file: ~/key", to: TemporaryHome.standardFile, mode: 0o644)
        try home.write("secret", to: "key")
        #expect(try home.load().product == "CAD")
    }
}

extension BerthConfiguration {
    fileprivate func with(ledgerOf home: TemporaryHome) -> BerthConfiguration {
        var copy = self
        copy.ledgerPath = home.file(".local/state/berth/ledger.sqlite")
        return copy
    }
}
