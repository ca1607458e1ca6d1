import Foundation
import TestKit
import Testing

@Suite("The configuration, written by questions", .heavy)
struct ConfigInitTests {
    /// What `berth config init` is told, with a sandbox that it may ask.
    private func run(
        _ answers: [String], _ sandbox: SandboxServer, in home: Home, options: [String] = []
    ) async throws -> Ended {
        let input = try home.write(
            answers.map { $0 + "\n" }.joined(), to: "scratch/answers-" + UUID().uuidString.prefix(8))
        return try await BerthProgram(home: home).start(["config", "init"] + options, input: input).ended()
    }

    private func answers(_ sandbox: SandboxServer, product: String = "CAD-PRO", _ more: String...) -> [String] {
        let exports = sandbox.exports
        return [
            "other", exports["BERTH_SERVER"] ?? "", exports["BERTH_PUBLIC_KEY_FILE"] ?? "", "keys",
            exports["BERTH_API_KEY"] ?? "", exports["BERTH_SHARED_KEY"] ?? "", product,
        ] + more
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("Each answer is checked, and what is written is all that a command needs")
    func written() async throws {
        try await SandboxServer.run { sandbox in
            let home = try Home()
            let ended = try await run(answers(sandbox, "", "", "files", "yes"), sandbox, in: home)
            #expect(ended.status == 0, "\(ended)")
            #expect(
                ended.output.contains("It answers like the License API, and this host's clock agrees with it."),
                "\(ended)")
            #expect(
                ended.output.contains("The server accepts them.")
                    && ended.output.contains("its licenses are used by license key."))
            let folder = home.file("config/berth")
            #expect(ended.output.contains("Written, for you alone to read: \(folder)/config.yaml"), "\(ended)")
            #expect(try mode(folder) == 0o700)
            for name in ["config.yaml", "api-key", "shared-key"] {
                #expect(try mode("\(folder)/\(name)") == 0o600, "\(name)")
            }
            for key in ["BERTH_API_KEY", "BERTH_SHARED_KEY"] {
                let secret = try #require(sandbox.exports[key])
                #expect(!ended.everything.contains(secret), "a secret is not repeated")
                #expect(try !home.read("config/berth/config.yaml").contains(secret))
            }
            let key = try home.write(DemoLicense.cad, to: "license-key")
            let berth = BerthProgram(home: home)
            let checked = try await berth("config", "check")
            #expect(checked.status == 0 && checked.output.contains("every setting can be used"), "\(checked)")
            let borrowed = try await berth("borrow", "--max", "--license-key-file", key)
            #expect(borrowed.status == 0, "\(borrowed)")
        }
    }

    @Test("A check that fails is explained; another answer mends it, and what was found before is not asked again")
    func failedChecks() async throws {
        try await SandboxServer.run { sandbox in
            let home = try Home()
            let shared = try #require(sandbox.exports["BERTH_SHARED_KEY"])
            var told = answers(sandbox)
            told[5] = "not-the-shared-key"
            // A refused secret is kept nowhere, so that another one is asked for at once.
            told.insert(shared, at: 6)
            told[7] = "NO-SUCH"
            told += ["another", "CAD-PRO", "<", "", "", "", "variables", "yes"]
            let ended = try await run(told, sandbox, in: home)
            #expect(ended.status == 0, "\(ended)")
            #expect(ended.output.contains("Code signature_mismatch, status "), "\(ended)")
            #expect(ended.output.contains("What was typed is forgotten."), "\(ended)")
            #expect(ended.output.contains("Code unknown_product, status "), "\(ended)")
            #expect(ended.output.contains("Set BERTH_API_KEY and BERTH_SHARED_KEY in the environment"), "\(ended)")
            #expect(ended.output.matches(of: /The server accepts them\./).count == 1, "\(ended)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: home.file("config/berth")) == ["config.yaml"])
        }
        let home = try Home()
        let refused = try await BerthProgram(home: home).start(
            ["config", "init"], input: try home.write("other\nhttp://127.0.0.1:1\nskip\n", to: "answers")
        ).ended()
        #expect(refused.output.contains("Code transport_refused."), "\(refused)")
        #expect(refused.status == 64 && refused.output.contains("nothing was written"), "\(refused)")
        #expect(!FileManager.default.fileExists(atPath: home.file("config")))
    }

    @Test("An answer that was refused is neither repeated nor meant by an empty line")
    func refusedAnswers() async throws {
        try await SandboxServer.run { sandbox in
            let home = try Home()
            var told = answers(sandbox, "", DemoLicense.cad, "another", "", "files", "yes")
            told.insert("no address", at: 1)
            // What is empty is what the question says: there is no server yet.
            told.insert("", at: 2)
            let ended = try await run(told, sandbox, in: home)
            #expect(ended.status == 0, "\(ended)")
            #expect(!ended.everything.contains("[no address]"), "\(ended)")
            #expect(ended.output.contains("something has to be typed here"), "\(ended)")
            #expect(!ended.everything.contains(DemoLicense.cad), "\(ended)")
            #expect(try !home.read("config/berth/config.yaml").contains("license_key_file"))
        }
    }

    @Test("What is there already is replaced after a yes alone")
    func existing() async throws {
        try await SandboxServer.run { sandbox in
            let home = try Home()
            let path = try home.write("server: https://mine.example.com\n", to: "config/berth/config.yaml")
            let no = try await run(answers(sandbox, "", "", "files", "yes", "no"), sandbox, in: home)
            #expect(no.status == 1 && no.output.contains("Nothing was written."), "\(no)")
            #expect(try home.read("config/berth/config.yaml") == "server: https://mine.example.com\n")
            #expect(try FileManager.default.contentsOfDirectory(atPath: home.file("config/berth")) == ["config.yaml"])
            let yes = try await run(answers(sandbox, "", "", "files", "yes", "yes"), sandbox, in: home)
            #expect(yes.output.contains("Written, for you alone to read: \(path)"), "\(yes)")
            #expect(try home.read("config/berth/config.yaml").contains(#"product: "CAD-PRO""#))
        }
    }

    @Test("A link in the place of the file is followed, and the secrets stand beside what it leads to")
    func link() async throws {
        try await SandboxServer.run { sandbox in
            let home = try Home()
            let file = try home.write("product: OLD\n", to: "dotfiles/berth.yaml")
            try FileManager.default.createDirectory(
                atPath: home.file("config/berth"), withIntermediateDirectories: true)
            let link = home.file("config/berth/config.yaml")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
            let ended = try await run(answers(sandbox, "", "", "files", "yes", "yes"), sandbox, in: home)
            #expect(ended.status == 0 && ended.output.contains("dotfiles/berth.yaml is there already."), "\(ended)")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
            #expect(try home.read("dotfiles/berth.yaml").contains(#"product: "CAD-PRO""#))
            let names = try FileManager.default.contentsOfDirectory(atPath: home.file("dotfiles")).sorted()
            #expect(names == ["api-key", "berth.yaml", "shared-key"])
        }
    }

    @Test("A profile is added to the file that is there, of which every other byte stays, and can be used at once")
    func profile() async throws {
        try await SandboxServer.run { sandbox in
            let home = try Home()
            let old = "# by hand\nproduct: SIM-X   # of old\nprofiles:\n  old:\n    api_key: k\n    shared_key: s\n"
            let path = try home.write(old, to: "config/berth/config.yaml")
            var more = answers(sandbox, "", "")
            let no = try await run(more + ["no"], sandbox, in: home, options: ["--profile", "new"])
            #expect(no.status == 1 && no.output.contains("Nothing was written."), "\(no)")
            #expect(try home.read("config/berth/config.yaml") == old)
            more.append("yes")
            let ended = try await run(more, sandbox, in: home, options: ["--profile", "new"])
            #expect(ended.status == 0, "\(ended)")
            #expect(
                ended.output.contains("The profile \"new\" is added to \(path); what is there stays as it is."),
                "\(ended)")
            #expect(ended.output.contains("Add the profile \"new\" to \(path)?"), "\(ended)")
            #expect(ended.output.contains("It is used by --profile new"), "\(ended)")
            #expect(try home.read("config/berth/config.yaml").hasPrefix(old + "  new:\n"))
            for name in ["config.yaml", "new-api-key", "new-shared-key"] {
                #expect(try mode(home.file("config/berth/\(name)")) == 0o600, "\(name)")
            }
            let berth = BerthProgram(home: home)
            let checked = try await berth("config", "check")
            #expect(checked.status == 0 && checked.output.contains("profile \"new\": every"), "\(checked)")
            let key = try home.write(DemoLicense.cad, to: "license-key")
            let borrowed = try await berth("borrow", "--profile", "new", "--max", "--license-key-file", key)
            #expect(borrowed.status == 0, "\(borrowed)")
            let again = try await run(more, sandbox, in: home, options: ["--profile", "new"])
            #expect(again.status == 64 && again.unwrapped.contains("There is a profile \"new\" in"), "\(again)")
            let nameless = try await run(more, sandbox, in: home, options: ["--profile", ""])
            #expect(nameless.status == 64 && nameless.unwrapped.contains("What a profile is called"), "\(nameless)")
        }
    }

    @Test("All that is wrong is told at once, each with its line and what was meant, and one status")
    func manyFaults() async throws {
        let home = try Home()
        try home.write(
            """
            servr: x
            theme: drak
            keys:
              retyr: F5
              borow: F6
            profiles:
              one:
                warning: soon
                shared_key_file: nowhere
                api_key: k
                colours:
                  dangr: red
            """, to: "config/berth/config.yaml")
        let checked = try await BerthProgram(home: home)("config", "check")
        #expect(checked.status == 78 && checked.output.isEmpty, "\(checked)")
        let lines = checked.errors.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("berth: 7 things are wrong in ") == true, "\(checked)")
        for (line, words) in zip(
            lines.dropFirst(),
            [
                "Line 1: There is no setting \"servr\". Did you mean \"server\"?",
                "Line 2: There is no theme \"drak\".",
                "Line 4: There is no action \"retyr\". Did you mean \"retry\"?",
                "Line 5: There is no action \"borow\". Did you mean \"borrow\"?",
                "Line 8: profiles.one.warning must be",
                "Line 9 of the configuration: The file that profiles.one.shared_key_file names cannot be read",
                "Line 12: Nothing on the screen is called \"dangr\". Did you mean \"danger\"?",
            ])
        {
            #expect(line.hasPrefix("berth: " + words), "\(line)")
        }
        #expect(lines.last == "berth: correct them, or have the file written again: berth config init", "\(checked)")
    }

    @Test("A place where nothing can be written is told before the first question, with the flag that names another")
    func place() async throws {
        let home = try Home()
        let taken = home.file("taken.yaml")
        try FileManager.default.createDirectory(atPath: taken, withIntermediateDirectories: true)
        let input = try home.write("demo\n", to: "answers")
        for flags in [["--config", taken], ["--config", "/proc/none/c.yaml"], ["--config", input + "/c.yaml"]] {
            for more in [[], ["--profile", "race"]] where more.isEmpty || flags[1] == "/proc/none/c.yaml" {
                let ended = try await BerthProgram(home: home)
                    .start(["config", "init"] + flags + more, input: input).ended()
                #expect(ended.status == 1 && ended.output.isEmpty, "\(ended)")
                #expect(ended.errors.contains("file_unwritable"), "\(ended)")
                #expect(ended.errors.contains("berth config init --config FILE"), "\(ended)")
            }
        }
        let ended = try await BerthProgram(home: home).start(["config", "init"], input: input).ended()
        #expect(ended.status == 0 && ended.output.contains("berth --demo"), "\(ended)")
        #expect(!FileManager.default.fileExists(atPath: home.file("config")), "nothing stays of the look")
    }

    @Test("An address with a password in it is refused at the question, and not repeated")
    func passwordInAddress() async throws {
        let home = try Home()
        let answers = "other\nhttps://u:s3cret@licenses.invalid\nhttps://licenses.invalid/?token=s3cret\n"
        let input = try home.write(answers, to: "answers")
        let ended = try await BerthProgram(home: home).start(["config", "init"], input: input).ended()
        #expect(ended.status == 64 && !ended.everything.contains("s3cret"), "\(ended)")
        #expect(!ended.output.contains("Asking") && ended.output.contains("no place in the address"), "\(ended)")
    }

    @Test("A cause that is a sentence ends once")
    func fullStop() async throws {
        let home = try Home()
        let input = try home.write("other\nhttp://127.0.0.1:1\nskip\n\(home.file("none.pem"))\n", to: "answers")
        let ended = try await BerthProgram(home: home).start(["config", "init"], input: input).ended()
        #expect(ended.output.contains("No such file or directory.\n"), "\(ended)")
        #expect(!ended.output.contains("directory.."), "\(ended)")
    }

    @Test("Variables that go before what was written are told")
    func hiding() async throws {
        try await SandboxServer.run { sandbox in
            let home = try Home()
            let told = answers(sandbox, "?", "", "", "files", "yes")
            let input = try home.write(told.map { $0 + "\n" }.joined(), to: "answers")
            let berth = BerthProgram(
                home: home,
                variables: [
                    "BERTH_API_KEY": "old", "BERTH_SERVER": "http://127.0.0.1:9",
                    "BERTH_HARDWARE_ID": "d-17",
                ])
            let ended = try await berth.start(["config", "init"], input: input).ended()
            #expect(ended.status == 0, "\(ended)")
            let words =
                "BERTH_API_KEY, BERTH_HARDWARE_ID, BERTH_SERVER are set, and go before what was written: take them out"
            #expect(ended.output.contains(words), "\(ended)")
            #expect(ended.output.contains("Left empty it is d-17, as hardware_id says."), "\(ended)")
        }
    }

    @Test("Hostile input ends nowhere: blanks, control characters, 100 kB, and a folder where a key is to be")
    func hostile() async throws {
        try await SandboxServer.run { sandbox in
            let home = try Home()
            try FileManager.default.createDirectory(
                atPath: home.file("taken.yaml"), withIntermediateDirectories: true)
            var told = ["nowhere", "other", " ", "ftp://x"] + answers(sandbox).dropFirst().prefix(3)
            told += ["", "a b", "\u{1B}[2Jx", String(repeating: "k", count: 100_000)]
            told +=
                answers(sandbox).dropFirst(4) + [
                    "a\u{7}b", "-", "relative", home.file("taken.yaml"), "skip", "", "yes",
                ]
            let ended = try await run(told, sandbox, in: home, options: ["--config", home.file("own.yaml")])
            #expect(!ended.everything.contains("\u{1B}") && !ended.everything.contains("\u{7}"), "\(ended)")
            #expect(ended.output.contains("An address begins with https://"), "\(ended)")
            #expect(ended.output.contains("At most 512 characters"), "\(ended)")
            #expect(ended.output.contains("A path begins with / or with ~/."), "\(ended)")
            #expect(ended.output.contains("Code config_"), "\(ended)")
            #expect(ended.status == 0 && !ended.output.contains(/[^.]\.\.\s/), "\(ended)")
            let names = try FileManager.default.contentsOfDirectory(atPath: home.path)
            #expect(names.contains("api-key") && !names.contains { $0.hasSuffix(".part") }, "\(names)")
        }
    }

    @Test("The places are told in their order; a wrong setting by its line and what was meant")
    func pathAndCheck() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home, variables: ["BERTH_CONFIG": home.file("mine.yaml")])
        let path = try await berth("config", "path", "--config", home.file("flag.yaml"))
        let lines = path.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 3 && path.status == 0, "\(path)")
        #expect(lines[0] == "\(home.file("flag.yaml"))  by --config, nothing there")
        #expect(lines[1] == "\(home.file("mine.yaml"))  by BERTH_CONFIG, not looked at")
        #expect(lines[2].hasSuffix("/berth/config.yaml  the standard place, not looked at"))
        let loop = home.file("loop.yaml")
        try FileManager.default.createSymbolicLink(atPath: loop, withDestinationPath: loop)
        let looping = try await berth("config", "path", "--config", loop)
        let refusal = "refused: The configuration file cannot be read: Too many levels of symbolic links."
        #expect(looping.output.hasPrefix("\(loop)  by --config, \(refusal)\n"), "\(looping)")
        let folder = try await berth("config", "path", "--config", home.file(""))
        #expect(
            folder.output.contains("  by --config, refused: The configuration file cannot be read: it is not a plain"))
        let open = try home.write("theme: dark\n", to: "open.yaml", mode: 0o666)
        let exposed = try await berth("config", "path", "--config", open)
        #expect(exposed.output.contains("  by --config, refused: Others than its owner can write to it"), "\(exposed)")
        #expect(exposed.status == 78 && exposed.errors.isEmpty, "\(exposed)")
        let used = try await berth("config", "path", "--config", home.write("", to: "empty.yaml"))
        #expect(used.output.contains("empty.yaml  by --config, used\n"), "\(used)")
        try home.write("api_key: k\nshared_key: s\nkeys:\n  retyr: F5\n", to: "mine.yaml")
        let checked = try await berth("config", "check")
        #expect(checked.status == 78 && checked.errors.contains("Line 4:"), "\(checked)")
        #expect(checked.unwrapped.contains(#"Did you mean "retry"?"#), "\(checked)")
        #expect(checked.unwrapped.contains("berth config init"), "\(checked)")
        let shown = try await berth.with(["BERTH_PRODUCT": "MESH"])("config", "show")
        #expect(shown.output.contains(/(?m)^api_key +set, and not shown +\/.*mine\.yaml, line 1$/), "\(shown)")
        #expect(shown.output.contains(/(?m)^product +MESH +BERTH_PRODUCT$/), "\(shown)")
        #expect(shown.output.contains(/(?m)^server +https:\S+ +default$/), "\(shown)")
        let lacking = try await BerthProgram(home: home)("config", "check")
        #expect(lacking.status == 78 && lacking.unwrapped.contains("berth config init"), "\(lacking)")
    }

    @Test(
        "What is no text in lines ends as the input does, and nothing is written",
        arguments: ["/dev/null", "/dev/zero"])
    func endless(input: String) async throws {
        let home = try Home()
        let ended = try await BerthProgram(home: home).start(["config", "init"], input: input).ended()
        #expect(ended.status == 64, "\(ended)")
        #expect(!FileManager.default.fileExists(atPath: home.file("config/berth/config.yaml")))
    }
}
