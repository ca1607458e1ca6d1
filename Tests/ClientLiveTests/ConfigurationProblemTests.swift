import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientLive

@Suite struct ConfigurationProblemTests {
    let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    private func failure(
        file text: String? = nil, mode: Int = 0o600, _ environment: [String: String] = [:],
        _ overrides: ConfigurationOverrides = .init(), sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Problem {
        if let text { try home.write(text, to: TemporaryHome.standardFile, mode: mode) }
        let problem = #expect(throws: Problem.self, sourceLocation: sourceLocation) {
            try home.load(environment, overrides: overrides)
        }
        return try #require(problem)
    }

    @Test func `A file that was named has to exist`() throws {
        let problem = try failure(["BERTH_CONFIG": "~/none.yaml"])
        #expect(problem.code == .configUnreadable)
        #expect(problem.facts.path == home.file("none.yaml"))
        #expect(ProblemCatalogue.explain(problem).commands == ["berth config init --config \(home.file("none.yaml"))"])
        #expect(problem.message == "The file that BERTH_CONFIG names cannot be read: No such file or directory.")
    }

    @Test func `A directory in the place of the file is a problem`() throws {
        try home.write("", to: TemporaryHome.standardFile + "/file")
        let problem = try failure()
        #expect(problem.code == .configUnreadable)
        #expect(problem.message == "The configuration file cannot be read: it is not a plain file.")
    }

    @Test(.ordinaryUser)
    func `A file that may not be read is a problem`() throws {
        #expect(try failure(file: "product: CAD", mode: 0o000).code == .configUnreadable)
    }

    @Test(arguments: [
        "product: CAD\napi_key: [s3cret\n", "api_key s3cret", "- s3cret", "product: CAD\n\tapi_key: s3cret",
        "api_key: 's3cret", "api_key: s3cret\n  more: s3cret", "? [s3cret]\n: s3cret",
    ])
    func `A file that is not a YAML mapping is a problem that quotes nothing of it`(text: String) throws {
        let problem = try failure(file: text)
        #expect(problem.code == .configInvalid)
        #expect(problem.facts.path == home.file(TemporaryHome.standardFile))
        #expect(!String(describing: problem).contains("s3cret"))
    }

    @Test func `The line at fault is named`() throws {
        let problem = try failure(file: "product: CAD\nusername: ana\nserver: [\n")
        #expect(problem.message.hasPrefix("Line 4: "), "\(problem.message)")
    }

    @Test func `A key that stands there twice is named with its lines`() throws {
        let problem = try failure(file: "server: https://a.example\nproduct: CAD\nserver: https://b.example\n")
        #expect(problem.code == .configInvalid)
        #expect(problem.facts.name == "server")
        #expect(problem.message == "Line 3: server is set in line 1 already.")
    }

    @Test func `Keys that differ in a blank or a quote are two`() throws {
        let keys = ["a b", "ab", "a'b", "\"a b\""].map { "  \($0): {}\n" }
        #expect(
            try failure(file: "profiles:\n" + keys.joined()).message == "Line 5: The same key stands in line 2 already."
        )
    }

    @Test(arguments: [
        "api_key: {s3cret}", "shared_key: {s3cret: x}", "shared_key_file: {s3cret}", "password_command: {s3cret}",
        "shared_key: {{ s3cret }}", "profiles:\n  a:\n    shared_key: {s3cret}",
    ])
    func `A secret in braces is a mapping, and is told without what stands in it`(text: String) throws {
        let problem = try failure(file: text)
        let words = "must be a single text: put it in quotes where it begins with a brace."
        #expect(problem.code == .configInvalid && problem.message.hasSuffix(words), "\(problem)")
        #expect(!String(describing: problem).contains("s3cret"))
    }

    @Test func `A file in UTF-16 is told so`() throws {
        let path = try home.write("", to: TemporaryHome.standardFile)
        try #require("product: CAD".data(using: .utf16)).write(to: URL(filePath: path))
        #expect(try failure().message.contains("UTF-16"))
    }

    @Test(arguments: [0o620, 0o602, 0o666, 0o664])
    func `A file that others can write to is not obeyed`(mode: Int) throws {
        let problem = try failure(file: "product: CAD", mode: mode)
        #expect(problem.code == .configUnreadable)
        #expect(problem.message.hasSuffix("Run: chmod go-w \(home.file(TemporaryHome.standardFile))"))
        let explanation = ProblemCatalogue.explain(problem)
        #expect(explanation.commands == ["chmod go-w \(home.file(TemporaryHome.standardFile))"])
        #expect(explanation.likelyCauses == ["its mode lets others than its owner write to it"])
    }

    @Test(arguments: [Setting.publicKeyFile, .caFile])
    func `What closes a named file to others stands among what to do`(setting: Setting) throws {
        let path = try home.write("of whoever", to: "named", mode: 0o666)
        try home.write("\(setting.rawValue): \(path)\n", to: TemporaryHome.standardFile)
        let problem = #expect(throws: Problem.self) {
            let configuration = try home.load([:], overrides: .init())
            _ = try configuration.verifier()
            _ = try configuration.certificateAuthorities()
        }
        let explanation = ProblemCatalogue.explain(try #require(problem))
        #expect(explanation.commands == ["chmod go-w \(path)"], "\(explanation)")
    }

    @Test func `A pipe in the place of the file is not waited for`() throws {
        try FileManager.default.createDirectory(atPath: home.file(".config/berth"), withIntermediateDirectories: true)
        #expect(mkfifo(home.file(TemporaryHome.standardFile), 0o600) == 0)
        #expect(try failure().message == "The configuration file cannot be read: it is not a plain file.")
    }

    @Test(.enabled(if: geteuid() == 0, "only the superuser can give files away"))
    func `A file of another user is not obeyed`() throws {
        let path = try home.write("product: CAD", to: TemporaryHome.standardFile)
        #expect(chown(path, 65_534, 65_534) == 0)
        #expect(try failure().message.contains("belongs to another user"))
    }

    @Test(arguments: [
        ("api-key", "api_key"), ("apikey", "api_key"), ("API_KEY", "api_key"), ("hardwareid", "hardware_id"),
        ("servr", "server"), ("allow_insecure", "allow_insecure_http"), ("prod", "product"), ("xyzzy", nil),
    ])
    func `An unknown key is a problem, with what was probably meant`(key: String, meant: String?) throws {
        let problem = try failure(file: "\(key): s3cret")
        #expect(problem.code == .configInvalid)
        #expect(problem.facts.name == key)
        let question = meant.map { " Did you mean \"\($0)\"?" } ?? ""
        #expect(problem.message == "Line 1: There is no setting \"\(key)\".\(question)")
    }

    @Test func `A nested key is unknown`() throws {
        #expect(try failure(file: "server:\n  product: CAD").facts.name == "server.product")
    }

    @Test(arguments: ["license_key", "password"])
    func `An operator's own secret does not belong in the file`(key: String) throws {
        let problem = try failure(file: "\(key): s3cret")
        #expect(problem.code == .configInvalid)
        #expect(problem.message.contains("BERTH_\(key.uppercased())"))
        #expect(problem.message.contains("\(key)_file"))
        #expect(!String(describing: problem).contains("s3cret"))
    }

    @Test(arguments: [
        ("allow_insecure_http: maybe", "allow_insecure_http", "true or false"),
        ("products: CAD", "products", "a list"), ("product: [CAD]", "product", "a single text"),
        ("api_key: [s3cret]", "api_key", "a single text"),
        ("connect_timeout_seconds: soon", "connect_timeout_seconds", "a number of seconds from 0.001 to 86400"),
        ("request_timeout_seconds: 0", "request_timeout_seconds", "a number of seconds from 0.001 to 86400"),
        ("request_timeout_seconds: .inf", "request_timeout_seconds", "a number of seconds from 0.001 to 86400"),
        ("read_timeout_seconds: -1", "read_timeout_seconds", "a number of seconds from 0.001 to 86400"),
        ("warning: soon", "warning", "a number of hours from 0 to 8784"),
        ("warning: 9000", "warning", "a number of hours from 0 to 8784"),
        ("hardware_id_algorithm: cloud", "hardware_id_algorithm", "one of default, legacy, platform, network"),
        (#"log_file: "log\0.txt""#, "log_file", "a text without a NUL"),
        ("shared_key_command: pass 'x", "shared_key_command", "a command whose quotes are all closed"),
        ("license_key_command: ['']", "license_key_command", "a program, with its arguments"),
        ("time_zone: Berlin", "time_zone", "the name of a time zone, such as Europe/Berlin"),
    ])
    func `A value of the wrong kind is a problem that says what it must be`(
        text: String, name: String, expectation: String
    ) throws {
        let problem = try failure(file: text)
        #expect(problem.code == .configInvalid)
        #expect(problem.facts.name == name)
        #expect(problem.facts.path == home.file(TemporaryHome.standardFile))
        #expect(problem.message == "Line 1: \(name) must be \(expectation).")
    }

    @Test func `A wrong value of a variable is told by the variable's name`() throws {
        let problem = try failure(["BERTH_ALLOW_INSECURE_HTTP": "maybe"])
        #expect(problem.facts.name == "BERTH_ALLOW_INSECURE_HTTP")
        #expect(problem.facts.path == nil)
    }

    @Test(arguments: [
        "api.example.com", "ftp://example.com", "https://", "https://user:s3cret@example.com",
        "https://example.com?a=b", "https://example.com/#a", "http://127.0.0.1:99999", "http://localhost:0",
    ])
    func `A server that is not a plain address is a problem, wherever it is set`(server: String) throws {
        var overrides = ConfigurationOverrides()
        overrides.server = server
        let flag = try failure([:], overrides)
        #expect(flag.facts.name == "--server")
        #expect(!String(describing: flag).contains("s3cret"))
        #expect(try failure(["BERTH_SERVER": server]).facts.name == "BERTH_SERVER")
    }

    @Test(arguments: [" hw", "hw\n", "h\u{7}w"])
    func `A hardware id is plain text`(text: String) throws {
        #expect(try failure(["BERTH_HARDWARE_ID": text]).facts.name == "BERTH_HARDWARE_ID")
    }

    @Test(arguments: ["api_key", "shared_key", "oauth_client_secret"], [0o640, 0o604, 0o644])
    func `A file with a secret that others can use is a problem with its remedy`(key: String, mode: Int) throws {
        let problem = try failure(file: "\(key): s3cret", mode: mode)
        #expect(problem.code == .secretFileExposed)
        #expect(problem.facts.name == key)
        #expect(problem.message.hasSuffix("Run: chmod 600 \(home.file(TemporaryHome.standardFile))"))
        #expect(!String(describing: problem).contains("s3cret"))
    }

    @Test func `A secret and a file for it do not go together in one source`() throws {
        let variables = try failure(["BERTH_API_KEY": "s3cret", "BERTH_API_KEY_FILE": "~/key"])
        #expect(variables.message == "Set either BERTH_API_KEY or BERTH_API_KEY_FILE, not both.")
        let license = try failure(["BERTH_LICENSE_KEY": "s3cret", "BERTH_LICENSE_KEY_FILE": "~/key"])
        #expect(license.code == .configInvalid)
        let file = try failure(file: "shared_key: s3cret\nshared_key_file: key")
        #expect(file.facts.name == "shared_key_file")
        let command = try failure(file: "shared_key_file: key\nshared_key_command: echo s3cret")
        #expect(command.message == "Line 2: Set either shared_key_file or shared_key_command, not both.")
    }

    @Test func `A missing file for a secret is a problem`() throws {
        let problem = try failure(["BERTH_API_KEY_FILE": "s3cret-in-the-wrong-place"])
        #expect(problem.code == .configInvalid)
        #expect(problem.facts.name == "BERTH_API_KEY_FILE")
        #expect(!String(describing: problem).contains("s3cret"), "a secret that was taken for a path is not repeated")
    }
}
