import Foundation
import TestKit
import Testing

@Suite("Mistyped variables", .heavy)
struct MistypedVariableTests {
    private static let mistyped = [
        "BERTH_LICENCE_KEY": "s3cret-1", "BERTH_SHAREDKEY": "s3cret-2", "BERTH_WHATEVER": "s3cret-3",
        "BERTH_PASSWORD_EAST": "s3cret-4",
    ]

    @Test("What is nearly a secret's is told once by whatever reads secrets, and by nothing else")
    func told() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home, variables: Self.mistyped)
        let notes = ["LICENCE_KEY": "LICENSE_KEY", "SHAREDKEY": "SHARED_KEY"].map {
            "berth: There is no setting of the variable \"BERTH_\($0)\". Did you mean \"BERTH_\($1)\"?\n"
        }
        for words in [
            "borrow --product X --max", "release X --json", "licenses --product X", "--plain", "settle X --repeat",
        ] {
            let ended = try await berth.start(words.split(separator: " ").map(String.init)).ended()
            for note in notes { #expect(ended.errors.components(separatedBy: note).count == 2, "\(words): \(ended)") }
            #expect(!ended.everything.contains("s3cret"), "\(words): \(ended)")
        }
        for words in ["status", "history", "config path", "explain", "settle X --note done"] {
            let ended = try await berth.start(words.split(separator: " ").map(String.init)).ended()
            #expect(!ended.errors.contains("no setting of the variable"), "\(words): \(ended)")
        }
        let doctor = try await berth("doctor", "--json")
        let found = try doctor.printed(PrintedDoctor.self)["configuration"]
        #expect(doctor.errors.isEmpty && found?.verdict == "warning", "\(doctor)")
        for note in notes {
            #expect(found?.text.contains(note.dropFirst("berth: ".count).dropLast()) == true, "\(doctor)")
        }
        let wrong = try await berth.with(["BERTH_WARNING": "soon"])("doctor", "--json").printed(PrintedDoctor.self)
        #expect(wrong["configuration"]?.verdict == "failed", "\(wrong)")
        #expect(wrong["configuration"]?.text.contains("Did you mean \"BERTH_LICENSE_KEY\"?") == true, "\(wrong)")
        #expect(wrong["configuration"]?.remedies.contains("set BERTH_SHARED_KEY in its place") == true, "\(wrong)")
        let checked = try await berth("config", "check")
        #expect(checked.status == 78 && notes.allSatisfy { checked.errors.contains($0.dropLast()) }, "\(checked)")
    }

    @Test(
        "What is nearly another setting's is told by whatever asks a server, but where it is quiet, and by the doctor")
    func settings() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home, variables: ["BERTH_SEVER": "http://127.0.0.1:9"])
        let note = "There is no setting of the variable \"BERTH_SEVER\". Did you mean \"BERTH_SERVER\"?"
        for words in [
            "borrow --product X --max", "release X --json", "licenses --product X", "seats --product X", "--plain",
        ] {
            let ended = try await berth.start(words.split(separator: " ").map(String.init)).ended()
            #expect(ended.errors.components(separatedBy: "berth: \(note)\n").count == 2, "\(words): \(ended)")
        }
        for words in ["borrow --product X --max --quiet", "settle X --note done", "status", "doctor"] {
            let ended = try await berth.start(words.split(separator: " ").map(String.init)).ended()
            #expect(!ended.errors.contains(note), "\(words): \(ended)")
        }
        let doctor = try await berth("doctor", "--json").printed(PrintedDoctor.self)
        let found = try #require(doctor["configuration"])
        #expect(found.verdict == "warning" && found.text == note, "\(found)")
        #expect(found.remedies == ["set BERTH_SERVER in its place"], "\(found)")
    }

    @Test("A mapping is told to stand in the file alone")
    func mappings() async throws {
        let berth = BerthProgram(
            home: try Home(), variables: ["BERTH_COLOURS": "warning: red", "BERTH_KEYS": "retry: F5"])
        let found = try #require(try await berth("doctor", "--json").printed(PrintedDoctor.self)["configuration"])
        #expect(found.verdict == "warning" && found.remedies.count == 2, "\(found)")
        for name in ["BERTH_COLOURS", "BERTH_KEYS"] {
            let note = "There is no setting of the variable \"\(name)\". It is a mapping, which only"
            #expect(found.text.contains(note), "\(found)")
            #expect(try await berth("--plain").errors.contains(note))
        }
    }

    @Test("An address with a password in it is neither shown nor inherited, and leaves the process's environment")
    func addresses() async throws {
        let home = try Home()
        let told = try home.write(
            "#!/bin/sh\ntr '\\0' '\\n' < /proc/$PPID/environ > \(home.file("parent"))\nenv > \(home.file("child"))\n",
            to: "tell.sh", mode: 0o755)
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("00", ends: 3600))
        let berth = BerthProgram(home: home, variables: ["BERTH_SERVER": "http://ana:s3cret@h"])
        _ = try await berth("watch", "--once")
        try await ledger.write(WrittenLedger.borrow("01", ends: 0, phase: WrittenLedger.doubt, device: "device-1"))
        let ended = try await berth("watch", "--once", "--exec", told)
        for name in ["child", "parent"] { #expect(try !home.read(name).contains("s3cret"), "\(name): \(ended)") }
        for words in [["config", "show"], ["config", "check"], ["doctor"], ["borrow", "--product", "X", "--max"]] {
            let ended = try await berth.start(words).ended()
            #expect(ended.status == 78 && !ended.everything.contains("s3cret"), "\(words): \(ended)")
        }
    }

    @Test("Neither a hook nor a command for a secret inherits them; the settings that hold no secret they do")
    func children() async throws {
        let home = try Home()
        let told = try home.write(
            "#!/bin/sh\ntr '\\0' '\\n' < /proc/$PPID/environ > \(home.file("parent"))\nenv > \(home.file("child"))\nexit 1\n",
            to: "tell.sh", mode: 0o755)
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("00", ends: 3600))
        let berth = BerthProgram(
            home: home,
            variables: Self.mistyped.merging([
                "BERTH_SERVER": "http://127.0.0.1:9", "BERTH_API_KEY": "s3cret-5", "BERTH_SHARED_KEY_COMMAND": told,
            ]) { $1 })
        // What is so at the first look is no news.
        _ = try await berth("watch", "--once")
        try await ledger.write(WrittenLedger.borrow("01", ends: 0, phase: WrittenLedger.doubt, device: "device-1"))
        for words in [["borrow", "--product", "X", "--max"], ["watch", "--once", "--exec", told]] {
            let ended = try await berth.start(words).ended()
            #expect(!ended.everything.contains("s3cret"), "\(ended)")
            for name in ["child", "parent"] {
                let variables = try home.read(name)
                #expect(variables.contains("BERTH_SERVER=http://127.0.0.1:9") || words[0] == "watch", "\(variables)")
                #expect(!variables.contains("s3cret"), "\(words) \(name): \(variables)")
                try FileManager.default.removeItem(atPath: home.file(name))
            }
        }
    }
}
