import Foundation
import Licensing
import TestKit
import Testing

@Suite("berth status for a monitoring system", .heavy)
struct PluginTests {
    /// The server of the borrows that are written here, so that commands about them need not name it.
    private static let server = ["BERTH_SERVER": "https://api.example.test"]

    private let hour: TimeInterval = 3600

    /// Runs it on a ledger of these borrows.
    private func status(_ borrows: [Borrow], _ flags: String) async throws -> Ended {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        for borrow in borrows { try await ledger.write(borrow) }
        return try await BerthProgram(home: home, variables: Self.server).start(
            ["status"] + flags.split(separator: " ").map(String.init)
        )
        .ended()
    }

    @Test("It is OK, WARNING or CRITICAL by what is left, in one line with numbers")
    func states() async throws {
        let far = WrittenLedger.borrow("01", ends: 100 * hour + 30)
        let near = WrittenLedger.borrow("02", product: "MESH", ends: 3 * hour + 1800, device: "device-2")
        let ok = try await status([far], "--warn 24h --crit 4h")
        #expect(ok.status == 0 && ok.errors.isEmpty, "\(ok)")
        #expect(
            ok.output.contains(
                /^BERTH OK - 1 borrow held, the next end is in 4 d 4 h\|seconds_left=\d+s;86400:;14400:;0 held=1;;;0 unknown=0;0;;0 seated=0;;;0\n$/
            ), "\(ok)")
        let critical = try await status([far, near], "--warn 24h --crit 4h")
        #expect(critical.status == 2, "\(critical)")
        #expect(critical.output.hasPrefix("BERTH CRITICAL - MESH …4444 on device-2 ends in 3 h 2"), "\(critical)")
        #expect(
            critical.output.contains(" held=2;;;0 ") && critical.output.filter(\.isNewline).count == 1, "\(critical)")
        let table = try await status([far, near], "").output.split(separator: "\n")
        #expect(table.first?.contains(/PRODUCT +LICENSE +DEVICE +STATUS/) == true, "devices are told apart: \(table)")
        #expect(table.contains { $0.contains(/MESH +…4444 +device-2 +active/) }, "\(table)")
        #expect(try await status([far], "").output.contains("DEVICE") == false)
        let warning = try await status([far, near], "--warn 1d")
        #expect(
            warning.status == 1 && warning.output.hasPrefix("BERTH WARNING - MESH …4444 on device-2 ends in "),
            "\(warning)")
        #expect(warning.output.contains("s;86400:;;0 "), "\(warning)")
        #expect(try await status([far, near], "--crit 2h").status == 0)
    }

    @Test("A length with a fraction is refused with what to type", arguments: ["1,5h", "1.5h"])
    func fraction(text: String) async throws {
        let ended = try await BerthProgram(home: try Home())("status", "--warn", text)
        #expect(ended.everything.contains("Did you mean 1h30m?"), "\(ended)")
    }

    @Test("An unknown outcome is a warning, and stays beside what is critical")
    func unknown() async throws {
        let doubtful = WrittenLedger.borrow("01", ends: 0, phase: WrittenLedger.doubt)
        let ended = try await status([doubtful], "--warn 24h")
        #expect(ended.status == 1, "\(ended)")
        #expect(ended.output.contains("CAD-PRO …4444 is of unknown outcome (berth settle 01 --repeat)|"), "\(ended)")
        #expect(ended.output.contains("unknown=1;0;;0"), "\(ended)")
        let home = try Home()
        let ledger = try WrittenLedger(home, at: "elsewhere/ledger.sqlite")
        try await ledger.write(doubtful)
        let flags = "--ledger \(ledger.path)"
        for variables in [[:], ["BERTH_LEDGER": ledger.path]] {
            let words = variables.isEmpty ? flags.split(separator: " ").map(String.init) : []
            let elsewhere = try await BerthProgram(home: home, variables: variables.merging(Self.server) { $1 })
                .start(["status", "--warn", "24h"] + words).ended()
            #expect(elsewhere.output.contains("(berth settle 01 --repeat \(flags))|"), "\(elsewhere)")
        }
        let near = WrittenLedger.borrow("02", product: "MESH", ends: 60, device: "device-2")
        let both = try await status([doubtful, near], "--crit 4h")
        #expect(both.status == 2 && both.output.contains("unknown outcome"), "\(both)")
    }

    @Test("Nothing borrowed is OK, and so is no ledger yet; a few are named and the others counted")
    func counts() async throws {
        let none = try await BerthProgram(home: try Home())("status", "--warn", "24h")
        #expect(
            none.status == 0
                && none.output == "BERTH OK - nothing is borrowed|held=0;;;0 unknown=0;0;;0 seated=0;;;0\n", "\(none)")
        let many = (1...5).map { WrittenLedger.borrow("0\($0)", ends: 60, device: "device-\($0)") }
        let ended = try await status(many, "--warn 24h")
        #expect(ended.output.contains("; and 2 more|"), "\(ended)")
    }

    @Test("A seat that a check took is named with what gives it back, and counted, here and among the metrics")
    func seated() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            _ = try await berth("seats", "--product", "MESH", "--yes")
            let id = try #require(try await berth("status", "--json").printed(PrintedStatus.self).borrows.first?.id)
            let ended = try await berth("status", "--warn", "24h")
            let line = "nothing is borrowed; MESH …R9PA holds a seat that a check took (berth release \(id))"
            #expect(
                ended.status == 0
                    && ended.output == "BERTH OK - \(line)|held=0;;;0 unknown=0;0;;0 seated=1;;;0\n", "\(ended)")
            let page = try await berth("status", "--format", "prometheus").output
            #expect(page.contains("berth_borrows{status=\"seated\"} 1\n"), "\(page)")
        }
    }

    @Test("While a release is under way, nobody is told that nothing is borrowed")
    func underway() async throws {
        var borrow = WrittenLedger.borrow("01", ends: 3600, phase: .sent)
        borrow.operation.kind = .release
        borrow.operation.lease = Lease(
            from: borrow.operation.startedAt, until: borrow.operation.startedAt.addingTimeInterval(600))
        let ended = try await status([borrow], "--warn 1m")
        #expect(ended.status == 0, "\(ended)")
        #expect(ended.output.hasPrefix("BERTH OK - CAD-PRO …4444: release under way|held=0;"), "\(ended)")
    }

    @Test(
        "What cannot be told is UNKNOWN: a ledger that cannot be read, a length that is none, ranges the wrong way round"
    )
    func cannotTell() async throws {
        let home = try Home()
        let text = try home.write("no ledger at all, but a text that is long enough", to: "text")
        let berth = BerthProgram(home: home)
        for (words, says) in [
            ("--ledger \(text)", "ledger"), ("--ledger \(home.file("none"))", "(ledger_missing)"),
            ("--config \(home.file("no.yaml"))", "(config_"), ("--warn soon", "--warn takes a length of time"),
            ("--warn 24", "--warn takes"), ("--warn -1h", "--warn takes"), ("--crit 0h", "--crit takes"),
            ("--crit -1h", "--crit takes"), ("--crit 2d", "--crit is longer than --warn"),
            ("--warn 5000d", "from a minute to ten years, in whole numbers: 24h"),
            ("--ledger \(home.file("state/berth/ledger.sqlite"))", "(ledger_missing)"),
        ] {
            let flags = words.split(separator: " ").map(String.init)
            let ended = try await berth.start(["status"] + (words.hasPrefix("--warn") ? [] : ["--warn", "1d"]) + flags)
                .ended()
            #expect(ended.status == 3, "\(words): \(ended)")
            #expect(ended.output.hasPrefix("BERTH UNKNOWN - ") && ended.output.contains(says), "\(words): \(ended)")
            #expect(ended.output.filter(\.isNewline).count == 1 && !ended.output.contains("|"), "\(words): \(ended)")
        }
        // Nobody sees more than the line.
        let why = try await berth("status", "--warn", "1d", "--ledger", text)
        #expect(why.output.contains("use. It is no database. (ledger_foreign)"), "\(why)")
        let full = try await berth.start(["status", "--warn", "1d"], output: "/dev/full").ended()
        #expect(full.status == 3 && full.errors.contains("output_unwritable"), "\(full)")
    }

    @Test("Text from outside begins no numbers and moves no cursor")
    func outside() async throws {
        let borrow = WrittenLedger.borrow("01", product: "A|x=1\u{1B}[2J\u{202E}", ends: 60)
        let ended = try await status([borrow], "--crit 4h")
        #expect(ended.output.filter { $0 == "|" }.count == 1 && ended.output.contains("A/x=1"), "\(ended)")
        #expect(!ended.output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" }, "\(ended)")
    }

    @Test("The flags that print something else do not go with it", arguments: ["--json", "--all", "--format text"])
    func flags(words: String) async throws {
        let ended = try await status([], "--warn 24h " + words)
        #expect(ended.status == 64 && ended.everything.contains("one line of their own"), "\(ended)")
    }
}
