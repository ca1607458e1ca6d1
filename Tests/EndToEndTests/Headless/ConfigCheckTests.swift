import Foundation
import TestKit
import Testing

@Suite("What use refuses, a check refuses", .heavy)
struct ConfigCheckTests {
    private static let account = "api_key: k\nshared_key: s\nhardware_id: d-1\n"

    /// Checks a configuration, and borrows by it; nothing that it says can be reached.
    private func refusals(
        _ text: String, in home: Home, variables: [String: String] = [:]
    ) async throws -> (check: Ended, use: PrintedOutcome.Problem?) {
        try home.write(Self.account + text, to: "config/berth/config.yaml")
        let key = try home.write(DemoLicense.cad, to: "key")
        let berth = BerthProgram(
            home: home,
            variables: ["BERTH_LICENSE_KEY_FILE": key, "BERTH_SERVER": "http://127.0.0.1:9"].merging(variables) { $1 })
        let check = try await berth("config", "check")
        let used = try await berth("borrow", "--max", "--json")
        return (check, try used.printed(PrintedOutcome.self).problem)
    }

    @Test(
        "In the same words and with the same code",
        arguments: [
            "product: A\nserver: http://elsewhere.example", "product: A\nca_file: FILE", "product: A\nca_file: gone",
            "product: A\nlog_file: /dev/null", "product: A\nlog_file: FILE", "product: A\nlog_file: /gone/log",
            "product: A\nlog_file: LINK", "product: A\npublic_key_file: FILE", "product: \"A\\u0007\"",
            "product: A B", "products: [A, \"B\\u202E\"]", "product: A\nhardware_id_algorithm: x",
            "product: A\nusername: nobody", "product: A\nledger: /", "product: A\nledger: FILE",
            "product: A\nledger: LONG", "product: A\nledger: OTHER",
            "product: A\nledger: /dev/null/ledger", "product: A\nledger: 'postgresql://h/x?sslmode=bogus'",
            "product: A\nledger: 'postgresql://h/x?bogus=1'", "product: A\ntime_zone: Mars/Base",
            "product: A\nlog_level: loud", "product: A\napi_key_file: gone", "product: A\nproducts: [A, ~]",
            "product: A\nlog_file: BOTH\nledger: BOTH",
        ])
    func same(text: String) async throws {
        let home = try Home()
        let file = try home.write("neither key nor log, and no ledger", to: "file")
        try FileManager.default.createSymbolicLink(atPath: home.file("link"), withDestinationPath: file)
        try home.write(String(repeating: "no ledger. ", count: 20), to: "long")
        try home.write("SQLite format 3\u{0}" + String(repeating: "\u{1}", count: 200), to: "other")
        let text = text.replacing("LONG", with: home.file("long")).replacing("OTHER", with: home.file("other"))
            .replacing("BOTH", with: home.file("both")).replacing("FILE", with: file).replacing(
                "LINK", with: home.file("link"))
        let variables = text.contains("server:") ? ["BERTH_SERVER": ""] : [:]
        let (check, use) = try await refusals(text, in: home, variables: variables)
        let problem = try #require(use, "\(check)")
        #expect(problem.code != "transport_refused", "\(problem)")
        #expect(check.status == problem.exit_code && check.output.isEmpty, "\(text)\n\(problem)\n\(check)")
        #expect(check.errors.contains("  Code     \(problem.code)\n"), "\(text)\n\(problem)\n\(check)")
        let words = problem.message.replacing(#/Line \d+( of the configuration(, \w+)?)?: /#, with: "")
        #expect(words.isEmpty || check.unwrapped.contains(words), "\(text)\n\(problem)\n\(check)")
        if problem.code == "file_unwritable" {
            #expect(problem.remedies == ["name another file in the setting log_file"], "\(problem)")
            #expect(check.unwrapped.contains(problem.remedies[0]), "\(problem)\n\(check)")
        }
    }

    @Test(
        "What opens a license is not to be guessed, as a command says that names neither",
        arguments: [
            "username: a@b.example\nlicense_key_file: KEY", "username: a@b.example\nlicense_key_command: cat KEY",
            "profile: p\nprofiles:\n  p:\n    username: a@b.example\n    license_key_file: KEY",
        ])
    func opening(text: String) async throws {
        let home = try Home()
        let text = "product: A\n" + text.replacing("KEY", with: home.file("key"))
        let (check, use) = try await refusals(text, in: home, variables: ["BERTH_LICENSE_KEY_FILE": ""])
        let problem = try #require(use)
        #expect(check.status == 64 && problem.exit_code == 64 && problem.code == "input_invalid", "\(check)")
        #expect(check.unwrapped.contains(problem.message), "\(problem)\n\(check)")
        #expect(check.unwrapped.contains(/Line \d+ of the configuration/), "\(check)")
        // A variable goes before both, and hides that they contradict each other.
        let (hidden, used) = try await refusals(text, in: home)
        #expect(hidden.status == 64 && used?.code == "transport_refused", "\(hidden)")
    }

    @Test("Each sentence has the setting's name and its line, those about a ledger, a log and a password among them")
    func names() async throws {
        let home = try Home()
        try home.write("", to: "config/berth/empty")
        let ledger = try home.write(String(repeating: "no ledger. ", count: 20), to: "no-ledger")
        let text = "password_file: empty\nlog_file: /gone/log\nledger: \(ledger)\n"
        let (check, _) = try await refusals(text, in: home)
        for words in [
            "Line 4 of the configuration, password_file: The file with the secret is empty.",
            "Line 5 of the configuration, log_file: ", "Line 6 of the configuration, ledger: ",
        ] {
            #expect(check.errors.contains(words), "\(check)")
        }
        let (variables, _) = try await refusals(
            "warning: x\n", in: home,
            variables: ["BERTH_LEDGER": ledger, "BERTH_PASSWORD_FILE": home.file("config/berth/empty")])
        #expect(
            variables.errors.contains("berth: BERTH_PASSWORD_FILE: The file with the secret is empty."), "\(variables)")
        #expect(variables.errors.contains("berth: ledger: "), "\(variables)")
        // The ledger is opened only where its place can be used.
        let junk = try home.write("SQLite format 3\u{0}" + String(repeating: "\u{1}", count: 2000), to: "junk")
        let (opened, _) = try await refusals("password_file: empty\nledger: \(junk)\n", in: home)
        #expect(opened.errors.contains("Line 5 of the configuration, ledger: "), "\(opened)")
    }

    @Test("A log that a variable or a flag names is told by that", arguments: [true, false])
    func log(isFlag: Bool) async throws {
        let home = try Home()
        try home.write(Self.account, to: "config/berth/config.yaml")
        let berth = BerthProgram(
            home: home,
            variables: [
                "BERTH_SERVER": "http://127.0.0.1:9", "BERTH_LOG_FILE": isFlag ? "" : "/",
                "BERTH_LICENSE_KEY": DemoLicense.cad,
            ])
        let flags = isFlag ? ["--log-file", "/"] : []
        let check = try await berth.start(["config", "check"] + flags).ended()
        let words = isFlag ? "name another file: --log-file FILE" : "name another file in the variable BERTH_LOG_FILE"
        #expect(check.unwrapped.contains(words), "\(check)")
        let use = try await berth.start(["borrow", "--product", "A", "--max"] + flags).ended()
        #expect(use.unwrapped.contains(words), "\(use)")
    }

    @Test("Where there is no file, it is not said to be wrong")
    func noFile() async throws {
        let home = try Home()
        let checked = try await BerthProgram(home: home)("config", "check")
        let words = "berth: 2 things are wrong in the variables, and there is no file "
        #expect(checked.status == 78 && checked.errors.hasPrefix(words), "\(checked)")
        let named = try await BerthProgram(home: home, variables: ["BERTH_SERVER": "x"])("config", "check")
        #expect(named.errors.hasPrefix("berth: 3 things are wrong in the variables"), "\(named)")
    }

    @Test(
        "What a variable says is told as that, whoever finds it wrong",
        arguments: ["BERTH_API_KEY", "BERTH_API_KEY_FILE"])
    func variables(name: String) async throws {
        let home = try Home()
        let file = try home.write("no\"key", to: "api-key")
        let berth = BerthProgram(
            home: home,
            variables: [
                name: name.hasSuffix("FILE") ? file : "no\"key", "BERTH_SHARED_KEY": "s", "BERTH_HARDWARE_ID": "d-1",
                "BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_SERVER": "http://127.0.0.1:9",
            ])
        for words in [
            "config check", "borrow --product X --max", "seats --product X --yes", "licenses --product X --user a@b.c",
        ] {
            let ended = try await berth.with(["BERTH_PASSWORD": "p"]).start(
                words.split(separator: " ").map(String.init)
            ).ended()
            #expect(ended.status == 78, "\(words): \(ended)")
            #expect(ended.unwrapped.contains("What the variable \(name) says cannot be used."), "\(words): \(ended)")
            #expect(!ended.errors.contains("config init"), "\(words): \(ended)")
        }
    }

    @Test("What a variable or a profile hides is looked at, too, with the files that it names")
    func hidden() async throws {
        let home = try Home()
        let (key, sandbox) = (try home.write("no key", to: "key.pem"), home.file("log"))
        let ledger = try home.write(String(repeating: "no ledger. ", count: 20), to: "no-ledger")
        let text = """
            server: http://elsewhere.example
            ca_file: \(key)
            public_key_file: \(key)
            log_file: \(key)
            ledger: \(ledger)
            """
        let variables = ["BERTH_LOG_FILE": sandbox, "BERTH_LEDGER": home.file("ledger"), "BERTH_PUBLIC_KEY_FILE": ""]
        let (check, _) = try await refusals(text, in: home, variables: variables)
        for line in 4...8 { #expect(check.errors.contains("Line \(line) of the configuration"), "\(check)") }
        let profile = "profiles:\n  p:\n    ledger: \(home.file("own"))\n    server: https://own.example\n"
        let (both, _) = try await refusals(
            "profile: p\nserver: http://elsewhere.example\nledger: \(ledger)\n" + profile, in: home,
            variables: ["BERTH_SERVER": ""])
        for line in 5...6 { #expect(both.errors.contains("Line \(line) of the configuration"), "\(both)") }
        // What one source allows counts for the server of another.
        let (allowed, _) = try await refusals(
            "server: http://elsewhere.example\n", in: home, variables: ["BERTH_ALLOW_INSECURE_HTTP": "true"])
        #expect(allowed.status == 0, "\(allowed)")
    }

    @Test(
        "A license key that no request can bring is refused by check, doctor and use with one status, and its place",
        arguments: [
            "license_key_file: KEY", "license_key_command: cat KEY", "BERTH_LICENSE_KEY", "BERTH_LICENSE_KEY_FILE",
        ])
    func licenseKey(place: String) async throws {
        let home = try Home()
        let key = try home.write("two words", to: "wrong")
        let isVariable = place.hasPrefix("BERTH_")
        var variables = ["BERTH_LICENSE_KEY_FILE": ""]
        if isVariable { variables[place] = place.hasSuffix("FILE") ? key : "two words" }
        let text = "product: A\n" + (isVariable ? "" : place.replacing("KEY", with: key))
        let (check, use) = try await refusals(text, in: home, variables: variables)
        let problem = try #require(use)
        #expect(
            problem.code == "config_invalid" && problem.exit_code == 78 && check.status == 78, "\(problem)\n\(check)")
        #expect(check.unwrapped.contains(problem.message), "\(problem)\n\(check)")
        #expect(problem.message.contains(" no license key. A license key has no blanks in it."), "\(problem)")
        let berth = BerthProgram(
            home: home, variables: ["BERTH_SERVER": "http://127.0.0.1:9"].merging(variables) { $1 })
        let doctor = try await berth("doctor", "--json")
        let secrets = try #require(try doctor.printed(PrintedDoctor.self)["secrets"])
        #expect(doctor.status == 78 && secrets.verdict == "failed", "\(doctor)")
        #expect(secrets.text.contains(problem.message), "\(secrets)")
    }

    @Test("Where a host has no time zones, that is told, and what brings them")
    func zones() async throws {
        let (check, _) = try await refusals(
            "time_zone: Europe/Berlin\n", in: try Home(), variables: ["TZDIR": "/nowhere"])
        #expect(check.status == 78, "\(check)")
        #expect(check.unwrapped.contains("this host has none in /nowhere: install the package tzdata, or set TZDIR"))
    }

    @Test("It leaves nothing behind: no log, no ledger, no folder")
    func nothing() async throws {
        let home = try Home()
        let (check, _) = try await refusals(
            "product: A\nlog_file: \(home.file("log"))\nledger: \(home.file("a/b"))\n", in: home)
        #expect(check.status == 0, "\(check)")
        let fresh = try Home()
        try fresh.write(
            Self.account + "log_file: \(fresh.file("log"))\nledger: \(fresh.file("a/b"))\n",
            to: "config/berth/config.yaml")
        #expect(try await BerthProgram(home: fresh)("config", "check").status == 0)
        #expect(fresh.contents().keys.filter { !$0.hasPrefix("config") && !$0.hasPrefix("scratch") } == [])
    }

    @Test("A file of a variable is the variable's fault, and one of the configuration has its line")
    func places() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home, variables: ["BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s"])
        for (variable, words) in [
            ("BERTH_LICENSE_KEY_FILE", ["borrow", "--product", "X", "--max"]),
            ("BERTH_PASSWORD_FILE", ["borrow", "--product", "X", "--max", "--user", "a@example.com"]),
        ] {
            let ended = try await berth.with([variable: "/nope"]).start(words).ended()
            #expect(ended.errors.hasPrefix("berth: What the variable \(variable) says cannot be used."), "\(ended)")
            #expect(ended.status == 78 && !ended.errors.contains("--"), "\(ended)")
        }
        try home.write("theme: dark\nlicense_key_file: nope\n", to: "config/berth/config.yaml")
        let ended = try await berth("borrow", "--product", "X", "--max")
        #expect(ended.errors.hasPrefix("berth: The setting license_key_file in the configuration"), "\(ended)")
        #expect(ended.unwrapped.contains("Line 2 of the configuration: The file that license_key_file names"))
        let flag = try await berth("borrow", "--product", "X", "--max", "--license-key-file", "/nope")
        #expect(flag.errors.hasPrefix("berth: What the flag --license-key-file says cannot be used."), "\(flag)")
    }
}
