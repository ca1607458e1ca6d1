import Foundation
import TestKit
import Testing

@Suite("Output, files and accounts", .heavy)
struct OutputTests {
    @Test("Output that cannot be written has a status of its own, and what was done is told on standard error")
    func done() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let backup = sandbox.home.file("backup.sqlite")
            let proof = sandbox.home.file("proof")
            for (words, told, left) in [
                ("borrow --product MESH --max --json", "berth: Borrowed MESH until ", ["active"]),
                ("release MESH", "berth: Released MESH …R9PA.", []),
                ("borrow --product MESH --max", "berth: Borrowed MESH until ", ["active"]),
                ("release MESH --json", "berth: Released MESH …R9PA.", []),
                ("activate --product MESH", "berth: Activated MESH …R9PA for ", []),
                ("seats MESH --yes", "berth: A check takes a seat ", ["seated"]),
                ("seats MESH --yes --quiet --json", "berth: the check took a seat; give it back with: ", ["seated"]),
                ("ledger backup \(backup)", "berth: Copied ", ["seated"]),
                ("ledger prune --older-than 9d", "berth: Removed 0 lines", ["seated"]),
                ("ledger vacuum", "berth: ", ["seated"]),
                ("receipt MESH --export \(proof)", "berth: Wrote receipt", ["seated"]),
                ("receipt MESH --export \(proof)/more --json", "berth: Wrote receipt", ["seated"]),
            ] as [(String, String, [String])] {
                let ended = try await berth.start(words.split(separator: " ").map(String.init), output: "/dev/full")
                    .ended()
                #expect(ended.status == 74 && ended.errors.hasPrefix(told), "\(words): \(ended)")
                #expect(ended.errors.contains("Code     output_unwritable"), "\(words): \(ended)")
                let rows = try await berth("status", "--json").printed(PrintedStatus.self).borrows
                #expect(rows.map(\.status) == left, "\(words)")
            }
            let told = try await berth.start(["receipt", "MESH", "--export", proof + "/told"], output: "/dev/full")
                .ended()
            #expect(told.errors.contains(" to \(proof)/told."), "what was written where: \(told)")
            for name in try FileManager.default.contentsOfDirectory(atPath: proof + "/told") {
                #expect(told.errors.contains(name), "\(told)")
            }
        }
    }

    @Test(
        "So has that of what only reads, the parser's own help among it",
        arguments: [
            "status", "status --json", "history", "history --json", "explain", "explain blacklisted --json", "--help",
            "help", "borrow --help", "ledger", "--version", "--generate-completion-script bash",
        ])
    func full(words: String) async throws {
        let berth = BerthProgram(home: try Home())
        let arguments = words.split(separator: " ").map(String.init)
        let full = try await berth.start(arguments, output: "/dev/full").ended()
        #expect(full.status == 74 && full.errors.contains("Code     output_unwritable"), "\(full)")
        #expect(full.errors.contains("No space left on device"), "\(full)")
        #expect(try await berth.start(arguments).ended().status == 0)
        let closed = try await RunningProgram(
            "/bin/sh", ["-c", "exec berth \(words) >&-"], environment: berth.home.environment, scratch: berth.home
        ).ended()
        #expect(closed.status == 74 && closed.errors.contains("Code     output_unwritable"), "\(closed)")
    }

    @Test("A reader that goes before the end is told nothing by what only reads; what was done is told all the same")
    func gone() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let variables = berth.variables.merging(sandbox.home.environment) { one, _ in one }
            for (words, told) in [("explain", ""), ("borrow --product MESH --max", "berth: Borrowed MESH until ")] {
                let gone = sandbox.home.file("gone-\(words.count)")
                // It writes once nobody can read any more.
                let script = """
                    { while [ ! -e \(gone) ]; do sleep 0.02; done; berth \(words); echo "status $?" >&2; } \
                        | { exec <&-; : >\(gone); }
                    """
                let ended = try await RunningProgram(
                    "/bin/sh", ["-c", script], environment: variables, scratch: sandbox.home
                ).ended()
                #expect(ended.errors.hasSuffix("status 74\n"), "\(ended)")
                #expect(ended.errors.hasPrefix(told), "\(ended)")
                #expect(ended.errors.contains("output_unwritable") != told.isEmpty, "\(ended)")
            }
        }
    }

    @Test("What a command came to goes before whether that could be printed")
    func graver() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let refused = try await berth.start(
                ["borrow", "--product", "CAD-PRO", "--max", "--json"], output: "/dev/full"
            ).ended()
            #expect(refused.status == 10 && refused.errors.contains("Code     license_not_found"), "\(refused)")
            #expect(refused.errors.contains("the output cannot be written"), "\(refused)")
            let gone = berth.with(["BERTH_SERVER": "http://127.0.0.1:1", "BERTH_SHARED_KEI": "x"])
            for (verb, status, told) in [
                ("doctor", 20, "berth: FAILED   server"), ("config check", 78, "BERTH_SHARED_KEI"),
            ] {
                for flags in ["", " --json"] {
                    let words = (verb + flags).split(separator: " ").map(String.init)
                    let found = try await gone.start(words, output: "/dev/full").ended()
                    #expect(found.status == status && found.errors.contains(told), "\(words): \(found)")
                    #expect(!found.errors.contains("is done"), "\(words): \(found)")
                }
            }
            _ = try await berth("borrow", "--product", "MESH", "--max")
            var stranger = berth
            stranger.variables["BERTH_PUBLIC_KEY_FILE"] = nil
            for flags in [[], ["--json"]] {
                let proof = try await stranger.start(["receipt", "MESH"] + flags, output: "/dev/full").ended()
                #expect(proof.status == 1 && proof.errors.contains(" is not verified: "), "\(proof)")
            }
        }
    }

    @Test("A release goes to the server and the account that the borrow was made with, or nowhere")
    func otherAccount() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("borrow", "--product", "MESH", "--max")
            try await OtherServer.run(OtherServer.page) { other in
                let elsewhere = try await berth.with(["BERTH_SERVER": other])("release", "MESH")
                #expect(elsewhere.errors.contains("Code     input_other_account"), "\(elsewhere)")
                #expect(elsewhere.status == 78, "\(elsewhere)")
            }
            let account = berth.with(["BERTH_API_KEY": "00000000-0000-0000-0000-00000000beef"])
            let refused = try await account("release", "MESH")
            #expect(refused.status == 78 && refused.errors.contains("…beef"), "\(refused)")
            #expect(refused.errors.contains("--any-account"), "\(refused)")
            let lines = try await berth("history", "--json").output.components(separatedBy: #""kind" : "release""#)
            #expect(lines.count == 1, "nothing was intended, and nothing sent")
            let sent = try await account("release", "MESH", "--any-account")
            #expect(sent.status == 14, "with the flag it is sent: \(sent)")
            #expect(try await berth("release", "MESH").status == 0)
        }
    }

    @Test("A license key is found where it is now")
    func keyElsewhere() async throws {
        try await SandboxServer.run { sandbox in
            let key = try sandbox.home.write(DemoLicense.mesh, to: "key")
            let other = try sandbox.home.write(DemoLicense.cad, to: "other")
            _ = try await sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])(
                "borrow", "--product", "MESH", "--max")
            let wrong = sandbox.berth.with(["BERTH_LICENSE_KEY_FILE": other])
            let refused = try await wrong("release", "MESH")
            #expect(refused.status == 64 && refused.errors.contains("--license-key-file"), "\(refused)")
            let right = sandbox.berth.with(["BERTH_LICENSE_KEY_FILE": key])
            #expect(try await right("release", "MESH").status == 0)
        }
    }

    @Test("Of several that are held, each is listed with its id")
    func several() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.cad])
            for device in ["one", "two"] {
                _ = try await berth("borrow", "--product", "CAD-PRO", "--max", "--hardware-id", device)
            }
            let ended = try await berth("release", "CAD-PRO")
            #expect(
                ended.status == 64 && ended.errors.hasPrefix("berth: 2 borrows of \"CAD-PRO\" are held"), "\(ended)")
            for row in try await berth("status", "--json").printed(PrintedStatus.self).borrows {
                #expect(ended.errors.contains(row.id), "\(ended)")
            }
        }
    }

    @Test("What could act on a terminal or reorder a line is escaped in JSON")
    func escaped() async throws {
        try await SandboxServer.run { sandbox in
            let place = ["BERTH_LICENSE_KEY": DemoLicense.mesh, "BERTH_LEDGER": sandbox.home.file("a\u{202E}b")]
            let berth = sandbox.berth.with(place)
            #expect(try await berth("borrow", "--product", "MESH", "--max").status == 0)
            let ended = try await berth("status", "--json")
            #expect(ended.status == 0 && ended.output.contains(#"/a\u202eb""#), "\(ended)")
            #expect(!ended.output.unicodeScalars.contains("\u{202E}"))
        }
    }

    @Test("A path in what is to be copied is whole on one line, however long, and quoted where a shell would cut it")
    func copied() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home, variables: ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"])
        for (folder, quote) in [(String(repeating: "deep", count: 30), ""), ("My Documents", "'")] {
            let path = try home.write(DemoLicense.mesh, to: "\(folder)/key", mode: 0o644)
            let ended = try await berth("borrow", "--product", "MESH", "--max", "--license-key-file", path)
            let command = "chmod 600 \(quote)\(path)\(quote)"
            let lines = ended.errors.split(separator: "\n")
            #expect(lines.contains { $0.contains(command) }, "\(ended)")
            #expect(ended.status == 78, "\(ended)")
        }
    }

    @Test("An export that exists is left alone, and one that cannot be made leaves nothing behind")
    func export() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("borrow", "--product", "MESH", "--max")
            let pipe = sandbox.home.file("pipe")
            #expect(mkfifo(pipe, 0o600) == 0)
            #expect(try await berth("history", "--export", pipe).status == 1, "a pipe is not waited for")
            let folder = sandbox.home.file("exports")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            #expect(try await berth("history", "--export", folder + "/trail.jsonl").status == 0)
            let again = try await berth("history", "--export", folder + "/trail.jsonl")
            #expect(again.status == 1 && again.errors.contains("File exists"), "\(again)")
            #expect(try await berth("history", "--export", folder + "/none/trail.jsonl").status == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["trail.jsonl"])
            let proof = try sandbox.home.write("mine", to: "proof/public-key.pem")
            let receipt = try await berth("receipt", "MESH", "--export", sandbox.home.file("proof"))
            #expect(receipt.status == 1 && receipt.unwrapped.contains(proof), "\(receipt)")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: sandbox.home.file("proof")) == ["public-key.pem"])
        }
    }
}
