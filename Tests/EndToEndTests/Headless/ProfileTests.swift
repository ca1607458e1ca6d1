import Foundation
import TestKit
import Testing

@Suite("Profiles", .heavy)
struct ProfileTests {
    /// Two accounts of one sandbox, by keys and by OAuth, and what both share. What the variables would say is taken out.
    private func berth(
        _ sandbox: SandboxServer, _ head: String = "profile: oauth\n", names: [String] = ["keys", "oauth"],
        more: String = ""
    ) throws -> BerthProgram {
        let exports = sandbox.exports
        try sandbox.home.write(DemoLicense.mesh + "\n", to: "config/berth/mesh")
        try sandbox.home.write(
            """
            \(head)server: \(exports["BERTH_SERVER"] ?? "")
            public_key_file: \(exports["BERTH_PUBLIC_KEY_FILE"] ?? "")
            hardware_id: profiles-1
            license_key_file: mesh
            profiles:
              \(names[0]):
                api_key: \(exports["BERTH_API_KEY"] ?? "")
                shared_key: \(exports["BERTH_SHARED_KEY"] ?? "")
              \(names[1]):
                oauth_client_id: demo-company
                oauth_client_secret: demo-client-secret
            \(more)
            """, to: "config/berth/config.yaml")
        return BerthProgram(home: sandbox.home)
    }

    @Test("A release and an extension go to the profile that the borrow was made with, by themselves")
    func byThemselves() async throws {
        try await SandboxServer.run { sandbox in
            let berth = try berth(sandbox)
            let made = try await berth("borrow", "--profile", "keys", "--product", "MESH", "--until", "+2h", "--json")
            #expect(made.status == 0, "\(made)")
            #expect(try await berth("status", "--json").output.contains(#""profile" : "keys""#))
            let extended = try await berth("extend", "MESH", "--until", "+3h")
            #expect(extended.status == 0, "\(extended)")
            #expect(extended.errors.contains("using the profile \"keys\", by whose account MESH …"), "\(extended)")
            let checked = try await berth("seats", "MESH", "--yes", "--quiet")
            #expect(checked.status == 0 && !checked.errors.contains("using the profile"), "\(checked)")
            let dry = try await berth("release", "MESH", "--dry-run")
            #expect(dry.status == 0 && dry.output.contains("/floating/release"), "\(dry)")
            let released = try await berth.with(["BERTH_PROFILE": "oauth"])("release", "MESH", "--json")
            #expect(released.status == 0, "\(released)")
            let printed = try released.printed(PrintedOutcome.self)
            #expect(printed.outcome == "released" && printed.borrow?.status == "released", "\(released)")
            let history = try await berth("history", "--json").output
            #expect(!history.contains("OAuth client"), "nothing was written under the other account: \(history)")
        }
    }

    @Test("What is wrong with a default profile is no obstacle to a borrow of another one, and is told where it is")
    func wrongDefault() async throws {
        try await SandboxServer.run { sandbox in
            let broken = """
                  broken:
                    api_key: one
                    shared_key_file: nowhere
                """
            let berth = try berth(sandbox, "profile: broken\n", more: broken)
            let made = try await berth("borrow", "--profile", "keys", "--product", "MESH", "--until", "+2h")
            #expect(made.status == 0, "\(made)")
            #expect(try await berth("extend", "MESH", "--until", "+3h").status == 0)
            let outright = try await berth("release", "MESH", "--profile", "broken")
            #expect(outright.status == 78 && outright.unwrapped.contains("shared_key_file"), "\(outright)")
            #expect(try await berth("release", "MESH").status == 0)
            #expect(try await berth("borrow", "--product", "MESH", "--max").status == 78)
        }
    }

    @Test("Of two accounts' borrows of one license the profile that is chosen tells which is meant")
    func ofTwoAccounts() async throws {
        try await SandboxServer.run { sandbox in
            let berth = try berth(sandbox)
            for profile in ["keys", "oauth"] {
                let made = try await berth(
                    "borrow", "--profile", profile, "--product", "MESH", "--max", "--hardware-id", "of-\(profile)")
                #expect(made.status == 0, "\(made)")
            }
            let both = try await berth("release", "MESH")
            #expect(both.status == 64 && both.unwrapped.contains(", profile \"keys\")"), "\(both)")
            let released = try await berth("release", "MESH", "--profile", "keys", "--json")
            let borrow = try released.printed(PrintedOutcome.self).borrow
            #expect(released.status == 0 && borrow?.hardware_id == "of-keys", "\(released)")
        }
    }

    @Test("What is in the way of a deactivation is returned by the command that is told, whichever profile it is of")
    func inTheWay() async throws {
        try await SandboxServer.run { sandbox in
            let berth = try berth(sandbox)
            _ = try await berth("borrow", "--profile", "keys", "--product", "MESH", "--max")
            for profile in [[], ["--profile", "oauth"]] {
                let words = ["deactivate", "--product", "MESH", "--json"] + profile
                let refused = try await berth.start(words).ended()
                #expect(refused.status == 12, "\(refused)")
                let printed = try refused.printed(PrintedOutcome.self)
                let command = "berth release \(printed.borrow?.id ?? "-") --profile keys"
                #expect(printed.problem?.remedies.contains { $0.hasSuffix(": " + command) } == true, "\(refused)")
                let pasted = try await berth.start(
                    command.split(separator: " ").dropFirst().map(String.init) + ["--dry-run"]
                ).ended()
                #expect(pasted.status == 0 && pasted.output.contains("/floating/release"), "\(pasted)")
            }
        }
    }

    @Test("The command that settles a doubt works as it stands, by whichever profile it is told")
    func settlement() async throws {
        try await SandboxServer.run { sandbox in
            let berth = try berth(sandbox).with(["BERTH_LICENSE_KEY": DemoLicense.fault])
            _ = try await berth("borrow", "--profile", "keys", "--product", "FAULT-LOST", "--max")
            let table = try await berth("status", "--profile", "oauth").output
            let command = try #require(table.firstMatch(of: /(berth settle \S+ --.*)/)?.1, "\(table)")
            let words = command.split(separator: " ").dropFirst().map(String.init)
            let pasted = try await berth.start(words + ["--dry-run"]).ended()
            #expect(pasted.status == 0 && pasted.output.contains("POST"), "\(command): \(pasted)")
        }
    }

    @Test("Without a profile chosen the borrow tells which is needed; what needs none is said to lack one")
    func noneChosen() async throws {
        try await SandboxServer.run { sandbox in
            let berth = try berth(sandbox, "")
            _ = try await berth("borrow", "--profile", "keys", "--product", "MESH", "--max")
            #expect(try await berth("release", "MESH").status == 0)
            let lacking = try await berth("borrow", "--product", "MESH", "--max")
            #expect(lacking.status == 78, "\(lacking)")
            #expect(lacking.unwrapped.contains("Or choose a profile by --profile: \"keys\", \"oauth\"."), "\(lacking)")
            #expect(lacking.errors.hasPrefix("berth: No profile is chosen"), "\(lacking)")
            #expect(!lacking.errors.contains("config init"), "the file is not to be written anew: \(lacking)")
        }
    }

    @Test("A profile that was given another name is found by its server and account, and only if it is the one")
    func renamed() async throws {
        try await SandboxServer.run { sandbox in
            _ = try await berth(sandbox)("borrow", "--profile", "keys", "--product", "MESH", "--max")
            let exports = sandbox.exports
            let twin = """
                  twin:
                    api_key: \(exports["BERTH_API_KEY"] ?? "")
                    shared_key: \(exports["BERTH_SHARED_KEY"] ?? "")
                """
            let two = try await berth(sandbox, names: ["renamed", "oauth"], more: twin)("release", "MESH")
            #expect(two.status == 78 && two.errors.contains("Code     input_other_account"), "\(two)")
            #expect(
                two.unwrapped.contains(
                    "The profiles \"renamed\", \"twin\" have that account: choose one by --profile."),
                "\(two)")
            // It is the same where no profile is chosen.
            let open = try berth(sandbox, "", names: ["renamed", "oauth"], more: twin)
            let rows = try sandbox.home.write("product,hardware_id\nMESH,profiles-1\n", to: "rows.csv")
            for words in [["release", "MESH"], ["extend", "MESH", "--max"], ["release", "--from", rows]] {
                let ended = try await open.start(words + ["--json"]).ended()
                #expect(ended.status == 78 && ended.output.contains("input_other_account"), "\(ended)")
                #expect(ended.output.contains(#"The profiles \"renamed\", \"twin\" have that account"#), "\(ended)")
            }
            let none = try await berth(sandbox, "", names: ["other", "oauth"])(
                "extend", "MESH", "--max", "--dry-run")
            #expect(none.status == 0, "one of another name is found by its account: \(none)")
            let text = try sandbox.home.read("config/berth/config.yaml")
            let key = try #require(exports["BERTH_API_KEY"])
            try sandbox.home.write(text.replacing(key, with: "another"), to: "config/berth/config.yaml")
            let gone = try await open("release", "MESH")
            #expect(gone.status == 78 && gone.errors.contains("Code     input_other_account"), "\(gone)")
            #expect(gone.unwrapped.contains("No profile of the configuration"), "\(gone)")
            // The name that it remembers has come to be another account's.
            let one = try await berth(sandbox, names: ["renamed", "keys"], more: "")
                .with(["BERTH_PROFILE": "keys"])("release", "MESH")
            #expect(one.status == 0 && one.errors.contains("using the profile \"renamed\""), "\(one)")
        }
    }

    @Test(
        "Tables, receipts and the desk line by line tell the profile where several occur, or another than the one in use"
    )
    func told() async throws {
        try await SandboxServer.run { sandbox in
            let berth = try berth(sandbox)
            _ = try await berth("borrow", "--profile", "keys", "--product", "MESH", "--max", "--hardware-id", "of-keys")
            let other = try await berth("status").output
            #expect(other.contains(/(?m)^PRODUCT +LICENSE +PROFILE +STATUS/), "\(other)")
            #expect(other.contains(/(?m)^MESH +…\w+ +keys +active/), "\(other)")
            let own = try await berth("status", "--profile", "keys").output
            #expect(own.contains("PRODUCT") && !own.contains("PROFILE"), "\(own)")
            #expect(try await berth("history").output.contains(/(?m)^TIME.* PROFILE +END +CODE/))
            #expect(try await !berth("history", "--profile", "keys").output.contains("PROFILE"))
            #expect(try await berth("receipt", "MESH").output.contains(/(?m)^Profile +keys$/))
            let input = try sandbox.home.write("list\nreturn\nextend\nlist\nq\n", to: "scratch/lines")
            let desk = try await berth.start(["--plain"], input: input).ended()
            #expect(
                desk.status == 0 && desk.output.contains(/1\. MESH …\w+, device of-keys, profile keys, ends \w/),
                "\(desk)")
            for verb in [/run `(berth extend \S+ --max)`/, /run `(berth release \S+)`/] {
                let command = try #require(desk.output.firstMatch(of: verb)?.1, "\(desk)")
                #expect(desk.output.contains("open `berth --profile keys`, or run `\(command)`."), "\(desk)")
                let done = try await berth.start(command.split(separator: " ").dropFirst().map(String.init)).ended()
                #expect(done.status == 0, "the command works as it stands: \(done)")
            }
            #expect(!desk.output.contains("Waiting for the server"), "nothing was asked or sent: \(desk)")
        }
    }

    @Test("A profile that was named is not left for another: the refusal says which to name, and nothing is written")
    func named() async throws {
        try await SandboxServer.run { sandbox in
            let berth = try berth(sandbox)
            _ = try await berth("borrow", "--profile", "keys", "--product", "MESH", "--max")
            for verb in [["release", "MESH"], ["extend", "MESH", "--max"], ["seats", "MESH", "--yes"]] {
                let refused = try await berth.start(verb + ["--profile", "oauth"]).ended()
                #expect(refused.status == 78 && refused.errors.contains("input_other_account"), "\(refused)")
                #expect(refused.unwrapped.contains("--profile keys"), "\(refused)")
            }
            // The seat is the other account's, so that this one does not set its end anew.
            let again = try await berth("borrow", "--product", "MESH", "--max")
            #expect(again.status == 78 && again.unwrapped.contains("--profile keys"), "\(again)")
            let history = try await berth("history", "--json").output
            #expect(history.matches(of: /"kind" : "release"/).isEmpty, "\(history)")
            #expect(try await berth("release", "MESH", "--profile", "keys").status == 0)
        }
    }

    @Test("An unsettled borrow is settled by its own profile; a note needs none")
    func settled() async throws {
        try await SandboxServer.run { sandbox in
            let berth = try berth(sandbox).with(["BERTH_LICENSE_KEY": DemoLicense.fault])
            for note in [false, true] {
                let lost = try await berth("borrow", "--profile", "keys", "--product", "FAULT-LOST", "--max")
                #expect(lost.status == 21, "\(lost)")
                let how = note ? ["--note", "it is gone"] : ["--release"]
                let settled = try await berth.start(["settle", "FAULT-LOST"] + how).ended()
                #expect(settled.status == 0, "\(settled)")
                #expect(settled.errors.contains("using the profile \"keys\"") != note, "\(settled)")
            }
        }
    }

    @Test("Every profile is checked, and a mistake in one is told with its line; a value is shown with where it stands")
    func checkAndShow() async throws {
        let home = try Home()
        let text = """
            username: ana@example.com
            profiles:
              one:
                api_key: k
                shared_key: s
              two:
                server: https://two.example.com
                api_key_command: sh -c 'echo k'
                shared_key: s
                keys:
                  retry: F5
            """
        let path = try home.write(text, to: "config/berth/config.yaml")
        let berth = BerthProgram(home: home)
        let checked = try await berth("config", "check")
        #expect(
            checked.output == """
                \(path), profile "one": every setting can be used, for https://api.licensespring.com.
                \(path), profile "two": every setting can be used, for https://two.example.com.
                \(path), without a profile: no account. Set BERTH_API_KEY, or api_key in the configuration file. Or choose a profile by --profile: "one", "two".

                """, "\(checked)")
        #expect(checked.status == 0)
        struct Check: Decodable { var without_profile: [String: String]? }
        let without = try await berth("config", "check", "--json").printed(Check.self).without_profile
        #expect(without?["code"] == "config_missing" && without?["name"] == "--profile", "\(without ?? [:])")
        #expect(without?["message"]?.hasSuffix("choose a profile by --profile: \"one\", \"two\".") == true)
        let one = try await berth("config", "check", "--json", "--profile", "one").printed(Check.self)
        #expect(one.without_profile == nil)
        let shown = try await berth("config", "show", "--profile", "two")
        #expect(
            shown.output.contains(/(?m)^server +https:\/\/two\S+ +\/.*config\.yaml, line 7, profile two$/), "\(shown)")
        #expect(shown.output.contains(/(?m)^username +ana@example\.com +\/.*config\.yaml, line 1$/), "\(shown)")
        #expect(shown.output.contains(/(?m)^profile +two +--profile$/), "\(shown)")
        try home.write(text.replacing("retry", with: "retyr"), to: "config/berth/config.yaml")
        let wrong = try await berth("config", "check")
        #expect(wrong.status == 78 && wrong.errors.contains("Line 11:"), "\(wrong)")
        #expect(try await berth("config", "check", "--profile", "one").status == 0)
        try home.write(text.replacing("    server:", with: "    servr:"), to: "config/berth/config.yaml")
        let unknown = try await berth("status")
        #expect(unknown.status == 78, "\(unknown)")
        #expect(
            unknown.unwrapped.contains("Line 7: There is no setting \"profiles.two.servr\". Did you mean \"server\"?"),
            "\(unknown)")
        try home.write(text, to: "config/berth/config.yaml")
        let missing = try await berth.with(["BERTH_PROFILE": "on"])("doctor")
        #expect(missing.status == 78, "\(missing)")
        #expect(
            missing.output.contains(/There is no\s+profile\s+"on".\s+Did you mean "one"\?\s+There are "one", "two"\./),
            "\(missing)")
    }
}
