import Foundation
import TestKit
import Testing

@Suite("Bad input", .heavy)
struct BadInputTests {
    /// Something wrong with the configuration file.
    struct Mistake: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var text: String
        /// What the sentence has to name.
        var words: [String]
    }

    @Test(
        "A configuration that cannot be used is named, with file and setting",
        arguments: [
            Mistake(testDescription: "not YAML", text: "server: [unclosed\n  - : x", words: ["config.yaml"]),
            Mistake(testDescription: "no mapping", text: "just some words", words: ["config.yaml"]),
            Mistake(
                testDescription: "wrong type", text: "warning: soon",
                words: ["config.yaml", "warning", "a number of hours from 0 to 8784"]),
            Mistake(
                testDescription: "unknown key", text: "servr: https://api.example.test",
                words: ["config.yaml", "servr", "Did you mean \"server\"?"]),
            Mistake(
                testDescription: "a secret that may not stand here", text: "license_key: CADP-7Q2M-K4XN-9F3T",
                words: ["config.yaml", "license_key", "license_key_file"]),
            Mistake(testDescription: "bytes", text: "\u{0}\u{1}\u{2}", words: ["config.yaml"]),
            Mistake(
                testDescription: "time zone", text: "time_zone: Mars/Olympus", words: ["config.yaml", "time_zone"]),
        ])
    func configuration(_ mistake: Mistake) async throws {
        let home = try Home()
        try home.write(mistake.text, to: "config/berth/config.yaml")
        for verb in [["status"], ["borrow", "--product", "MESH", "--max"], ["release", "MESH"]] {
            let ended = try await BerthProgram(home: home).start(verb).ended()
            #expect(ended.status == 78, "\(verb) \(ended)")
            #expect(ended.errors.hasPrefix("berth: "), "\(verb) \(ended)")
            for word in mistake.words { #expect(ended.unwrapped.contains(word), "\(verb) \(ended)") }
            #expect(!ended.everything.contains(DemoLicense.cad))
        }
    }

    @Test(
        "Keys and looks that the desk cannot follow are named with their line, and with what was probably meant",
        arguments: [
            Mistake(
                testDescription: "action", text: "keys:\n  retyr: F5",
                words: ["config.yaml", "keys", "Line 2: There is no action \"retyr\". Did you mean \"retry\"?"]),
            Mistake(
                testDescription: "key", text: "product: CAD\nkeys: {retry: Entr}",
                words: ["Line 2: There is no key \"Entr\", given to \"retry\". Did you mean \"Enter\"?"]),
            Mistake(
                testDescription: "clash", text: "keys:\n  sort: F5\n  quit: R",
                words: ["Line 3: \"R\" would do two things in the list"]),
            Mistake(
                testDescription: "no way out", text: "keys:\n  close: disabled",
                words: ["Line 2: \"close\" must keep a key"]),
            Mistake(
                testDescription: "role", text: "colours:\n  dangr: red",
                words: ["Line 2: Nothing on the screen is called \"dangr\". Did you mean \"danger\"?"]),
            Mistake(
                testDescription: "look", text: "colours:\n  danger: bold rde",
                words: ["Line 2: \"rde\" says no look, for \"danger\". Did you mean \"red\"?"]),
            Mistake(
                testDescription: "theme", text: "theme: drak",
                words: ["config.yaml", "There is no theme \"drak\". There are dark, light, high-contrast, mono."]),
        ])
    func desk(_ mistake: Mistake) async throws {
        let home = try Home()
        try home.write(mistake.text, to: "config/berth/config.yaml")
        let ended = try await BerthProgram(home: home)("desk")
        #expect(ended.status == 78, "\(ended)")
        for word in mistake.words { #expect(ended.unwrapped.contains(word), "\(ended)") }
    }

    @Test("A theme that a flag or a variable names is judged, too, and told by its name")
    func theme() async throws {
        let berth = BerthProgram(home: try Home())
        for (program, arguments, name) in [
            (berth, ["desk", "--theme", "x"], "--theme"), (berth, ["desk", "--demo", "--theme", "x"], "--theme"),
            (berth.with(["BERTH_THEME": "x"]), ["desk"], "BERTH_THEME"),
        ] {
            let ended = try await program.start(arguments).ended()
            #expect(ended.status == (name == "--theme" ? 64 : 78), "\(ended)")
            #expect(ended.unwrapped.contains("There is no theme \"x\""), "\(ended)")
            #expect(ended.unwrapped.contains(name) || name == "--theme", "\(ended)")
        }
    }

    @Test("A configuration that was named and is missing is an error")
    func missingConfiguration() async throws {
        let home = try Home()
        let ended = try await BerthProgram(home: home)("status", "--config", home.file("none.yaml"))
        #expect(ended.status == 78, "\(ended)")
        #expect(ended.unwrapped.contains("--config") && ended.unwrapped.contains("none.yaml"), "\(ended)")
    }

    @Test("Without an account, the missing setting is named")
    func missingKey() async throws {
        let berth = BerthProgram(home: try Home())
        for verb in [[], ["borrow", "--product", "MESH", "--max"]] {
            let ended = try await berth.start(verb).ended()
            #expect(ended.status == 78, "\(ended)")
            #expect(ended.errors.contains("api_key") && ended.errors.contains("BERTH_API_KEY"), "\(ended)")
        }
        let half = try await berth.with(["BERTH_API_KEY": "a"])("borrow", "--product", "MESH", "--max")
        #expect(half.status == 78 && half.errors.contains("BERTH_SHARED_KEY"), "\(half)")
    }

    @Test("A ledger that is a directory, or no ledger, is left alone")
    func ledger() async throws {
        let home = try Home()
        let garbage = String(repeating: "this is no ledger. ", count: 500)
        let paths = [try home.write(garbage, to: "garbage"), home.path]
        let berth = BerthProgram(home: home)
        for path in paths {
            for verb in ["status", "--demo"] {
                let ended = try await berth(verb, "--ledger", path)
                #expect(ended.status == 30 || verb == "--demo" && ended.status == 2, "\(path) \(verb) \(ended)")
                #expect(ended.errors.hasPrefix("berth: "), "\(ended)")
            }
            let status = try await berth("status", "--ledger", path)
            #expect(status.errors.contains(path), "\(status)")
        }
        #expect(try home.read("garbage") == garbage)
    }

    @Test("The desk asks for a terminal where there is none")
    func noTerminal() async throws {
        let ended = try await BerthProgram(home: try Home())("--demo")
        #expect(ended.status == 2, "\(ended)")
        #expect(ended.errors.hasPrefix("berth: The full screen needs a terminal, and there is none."), "\(ended)")
        #expect(ended.errors.contains("Code     terminal_not_a_terminal"), "\(ended)")
    }

    @Test(
        "A bad server's address is not in the way of what asks no server",
        arguments: ["status", "history", "receipt MESH", "ledger check", "explain", "ledger prune --older-than 9d"])
    func readers(words: String) async throws {
        try await SandboxServer.run { sandbox in
            _ = try await sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])(
                "borrow", "--product", "MESH", "--max")
            try sandbox.home.write("server: nonsense\n", to: "config/berth/config.yaml")
            var berth = sandbox.berth
            for server in ["ftp://x", nil] {
                berth.variables["BERTH_SERVER"] = server
                let ended = try await berth.start(words.split(separator: " ").map(String.init)).ended()
                #expect(ended.status == 0, "\(ended)")
                let release = try await berth("release", "MESH")
                #expect(release.status == 78, "others say what is wrong: \(release)")
            }
        }
    }

    @Test("A secret that cannot be asked for has words of its own: which one, and where it may come from")
    func missingSecret() async throws {
        let berth = BerthProgram(
            home: try Home(), variables: ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"])
        for (words, secret, sources) in [
            ([], "license key", ["--license-key-file", "BERTH_LICENSE_KEY", "license_key_file"]),
            (
                ["--user", DemoLicense.user], "password of ana@acme.example",
                ["--password-file", "BERTH_PASSWORD", "password_file"]
            ), (["--account", "acme"], "code of the sign-in page", ["--code-file"]),
        ] as [([String], String, [String])] {
            let ended = try await berth.start(["borrow", "--product", "MESH", "--max"] + words).ended()
            #expect(ended.status == 64 && ended.errors.contains("Code     input_secret_missing"), "\(ended)")
            #expect(ended.unwrapped.hasPrefix("berth: The \(secret) is needed."), "\(ended)")
            for source in sources + ["a prompt, which needs a terminal"] {
                #expect(ended.unwrapped.contains(source), "\(ended)")
            }
            #expect(!ended.errors.contains("mistyped"), "\(ended)")
        }
    }

    @Test(
        "A mistyped word brings the one that was probably meant, if any, and the usage of the command that it stands below",
        arguments: [
            ("borow", "'borow'. Did you mean 'borrow'?", "berth <"),
            ("statsu", "'statsu'. Did you mean 'status'?", "berth <"),
            ("hstory", "'hstory'. Did you mean 'history'?", "berth <"),
            ("ledger chekc", "'chekc'. Did you mean 'check'?", "berth ledger <"), ("fnord", "'fnord'.\n", "berth <"),
            ("ledger fnord", "'fnord'.\n", "berth ledger <"), ("--bogus", "'--bogus'.\n", "berth desk "),
            ("--servr x", "'--servr'. Did you mean '--server'?", "berth desk "),
            ("status --jsn", "'--jsn'. Did you mean '--json'?", "berth status "),
            ("--ledger x status --jsn", "'--jsn'. Did you mean '--json'?", "berth status "),
            ("borrow --prodct MESH --max", "'--prodct'. Did you mean '--product'?", "berth borrow "),
            ("borrow --product=MESH --maxx", "'--maxx'. Did you mean '--max'?", "berth borrow "),
            ("ledger prune --olderthan=9d", "'--olderthan'. Did you mean '--older-than'?", "berth ledger prune "),
        ] as [(String, String, String)])
    func mistyped(words: String, hint: String, usage: String) async throws {
        let berth = BerthProgram(home: try Home())
        let ended = try await berth.start(words.split(separator: " ").map(String.init)).ended()
        #expect(ended.status == 64 && ended.output.isEmpty, "\(ended)")
        #expect(ended.errors.contains(hint) && ended.errors.contains("\nUsage: \(usage)"), "\(ended)")
        let help = "  See '\(usage.trimmingCharacters(in: [" ", "<"])) --help' for more information."
        #expect(ended.errors.contains(help), "\(ended)")
    }

    @Test("A product that is nearly one of which something is held is told with that")
    func product() async throws {
        let home = try Home()
        try await WrittenLedger(home).write(WrittenLedger.borrow("b-1", ends: 3600))
        let berth = BerthProgram(home: home, variables: ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"])
        for words in [
            ["release", "cad-pro"], ["release", "CAD"], ["extend", "CADPRO", "--max"], ["seats", "CAD-PR0", "--yes"],
        ] {
            let ended = try await berth.start(words).ended()
            #expect(ended.status == 1 && ended.unwrapped.contains(#"Did you mean "CAD-PRO"?"#), "\(words): \(ended)")
        }
        let far = try await berth("release", "MESH")
        #expect(far.status == 1 && !far.errors.contains("Did you mean"), "\(far)")
    }

    @Test(
        "A wrong flag, argument or value exits 64",
        arguments: [
            ["--no-such-flag"], ["no-such-verb"], ["borrow", "--product", "MESH"],
            ["borrow", "--product", "MESH", "--max", "--until", "+1h"],
            ["borrow", "--product", "MESH", "--until", "never"],
            ["borrow", "--product", "MESH", "--until", "2001-01-01"], ["borrow", "--max"], ["release"],
            ["explain", "no_such_code"], ["borrow", "--product", "MESH", "--max", "--license-id", "first"],
            ["borrow", "--product", "MESH", "--max"],
        ])
    func usage(_ arguments: [String]) async throws {
        let berth = BerthProgram(
            home: try Home(), variables: ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"])
        let key = arguments.count == 4 && arguments.last == "--max" ? nil : "MESH-6ZTQ-B3XK-R9PA"
        let ended = try await berth.with(key.map { ["BERTH_LICENSE_KEY": $0] } ?? [:]).start(arguments).ended()
        #expect(ended.status == 64, "\(ended)")
        #expect(!ended.errors.isEmpty)
        #expect(!ended.errors.contains("Fatal"), "\(ended)")
    }
}
