import Foundation
import Ledger
import Licensing
import SQLiteLedger
import TestKit
import Testing

@Suite("berth watch", .heavy)
struct WatchTests {
    private let day: TimeInterval = 86_400

    /// A hook that is a script of shell.
    private func script(_ home: Home, _ text: String) throws -> String {
        try home.write("#!/bin/sh\n" + text + "\n", to: "hook.sh", mode: 0o755)
    }

    @Test("It tells each piece of news once, whether it goes on or is started anew; what is so at first is none")
    func once() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("01", ends: 3600))
        // The server that the borrows were made on: commands about them need not name it.
        let berth = BerthProgram(home: home, variables: ["BERTH_SERVER": "https://api.example.test"])
        let first = try await berth("watch", "--once")
        #expect(first.status == 0 && first.everything.isEmpty, "\(first)")
        try await ledger.write(WrittenLedger.borrow("02", ends: 0, phase: WrittenLedger.doubt, device: "device-2"))
        let second = try await berth("watch", "--once")
        #expect(
            second.status == 0
                && second.output.contains(" unknown CAD-PRO …4444 on device-2 is of unknown outcome: No response came"),
            "\(second)")
        #expect(
            second.output.hasSuffix("berth settle 02 --repeat\n") && second.output.filter(\.isNewline).count == 1,
            "\(second)")
        #expect(try await berth("watch", "--once").everything.isEmpty)
        // What is told can be pasted: the same flags, and the ledger where it is not in its usual place.
        let config = try home.write("{}\n", to: "own.yaml")
        let state = home.file("own.json")
        let elsewhere = ["watch", "--once", "--config", config, "--state", state]
        _ = try await berth.start(elsewhere).ended()
        try await ledger.write(WrittenLedger.borrow("04", ends: 0, phase: WrittenLedger.doubt, device: "device-4"))
        let third = try await berth.start(elsewhere).ended()
        #expect(third.output.hasSuffix("berth settle 04 --repeat --config \(config)\n"), "\(third)")
        _ = try await berth("watch", "--once")
        // A longer warning time takes in what lies between.
        try await ledger.write(WrittenLedger.borrow("03", ends: 30 * 3600, device: "device-3"))
        let soon = try await berth("watch", "--once", "--json", "--warn", "2d")
        #expect(soon.status == 0, "\(soon)")
        struct Line: Decodable {
            var version: Int
            var event: String
            var borrow: PrintedOutcome.Borrow
        }
        let line = try soon.printed(Line.self)
        #expect(line.event == "ends_soon" && line.borrow.id == "03" && line.borrow.license == "…4444", "\(soon)")
        #expect(try await berth("watch", "--once", "--warn", "2d").everything.isEmpty)
    }

    @Test("A second doubt of the same borrow between two looks is news")
    func secondDoubt() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        let berth = BerthProgram(home: home)
        let held = WrittenLedger.borrow("01", ends: 3 * 86_400)
        try await ledger.write(held)
        _ = try await berth("watch", "--once")
        /// Has another operation on it end in doubt.
        func doubt(_ id: String, after last: Borrow) async throws -> Borrow {
            var borrow = last
            let begun = Date()
            borrow.operation = Licensing.Operation(
                id: OperationID(rawValue: id), kind: .release, startedAt: begun, startedBy: Fixture.performer,
                lease: Lease(from: begun, until: begun.addingTimeInterval(120)), phase: .intended)
            for phase in [.intended, .sent, WrittenLedger.doubt] as [OperationPhase] {
                borrow.move(to: phase)
                try await ledger.store.record(LedgerEntry(borrow: borrow, performer: Fixture.performer, at: begun))
            }
            return borrow
        }
        let first = try await doubt("02", after: held)
        #expect(try await berth("watch", "--once").output.contains(" unknown CAD-PRO"))
        #expect(try await berth("watch", "--once").everything.isEmpty)
        _ = try await doubt("03", after: first)
        let second = try await berth("watch", "--once")
        #expect(second.output.contains(" unknown CAD-PRO"), "\(second)")
        #expect(try await berth("watch", "--once").everything.isEmpty)
    }

    @Test("A shorter warning time warns once more whatever else was told, and a longer one after it repeats nothing")
    func otherWarnings() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        let berth = BerthProgram(home: home)
        try await ledger.write(WrittenLedger.borrow("00", ends: 90 * 3600, device: "device-0"))
        _ = try await berth("watch", "--once")
        try await ledger.write(WrittenLedger.borrow("01", ends: 24 * 3600 + 15))
        #expect(try await berth("watch", "--once", "--warn", "2d").output.contains(" ends_soon CAD-PRO"))
        #expect(try await berth("watch", "--once").everything.isEmpty, "it lies beyond the shorter one")
        #expect(try await berth("watch", "--once", "--warn", "2d").everything.isEmpty, "it was told by a longer one")
        _ = try await eventually(
            "the shorter warning",
            look: { try await berth("watch", "--once").output.contains(" ends_soon CAD-PRO") ? true : nil },
            last: { "none" })
        #expect(try await berth("watch", "--once").everything.isEmpty)
        #expect(try await berth("watch", "--once", "--warn", "2d").everything.isEmpty)
    }

    @Test("It stays, hears of what others write, sees an end come, runs the hook for each once, and a signal ends it")
    func stays() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("01", ends: day + 4, device: "device-1"))
        let log = home.file("log")
        let hook = try script(
            home,
            // Its line in the log comes last: what is there by then is whole.
            #"""
            env > \#(home.file("env")).$BERTH_BORROW_ID
            printf '%s\n' "$BERTH_EVENT $BERTH_BORROW_ID $BERTH_LICENSE $BERTH_DEVICE" >> \#(log)
            """#)
        let berth = BerthProgram(
            home: home,
            variables: [
                "BERTH_API_KEY": "secret-api", "BERTH_SHARED_KEY": "secret-shared",
                "BERTH_LICENSE_KEY": "SECRET-LICENSE-KEY",
                "BERTH_PASSWORD": "secret-password", "BERTH_LICENSE_KEY_WEST": "SECRET-WEST", "OTHER": "kept",
            ])
        let watch = try berth.start(["watch", "--exec", hook])
        _ = try await eventually("a memory", look: { try? home.read("state/berth/watch.json") }, last: { watch.errors })
        try await ledger.write(WrittenLedger.borrow("02", ends: 0, phase: WrittenLedger.doubt, device: "device-2"))
        let told = try await eventually(
            "two hooks",
            look: {
                let text = (try? home.read("log")) ?? ""
                return text.filter(\.isNewline).count >= 2 ? text : nil
            }, last: { watch.output + watch.errors + ((try? home.read("log")) ?? "") })
        #expect(
            told == "unknown 02 …4444 device-2\nends_soon 01 …4444 device-1\n"
                || told == "ends_soon 01 …4444 device-1\nunknown 02 …4444 device-2\n")
        let environment = try home.read("env.01")
        for name in [
            "OTHER=kept", "BERTH_PRODUCT=CAD-PRO", "BERTH_SERVER=\(Fixture.server)", "BERTH_LEDGER=\(ledger.path)",
        ] {
            #expect(environment.contains(name), "\(environment)")
        }
        #expect(!environment.contains("secret-") && !environment.contains("SECRET-"), "\(environment)")
        watch.signal(SIGTERM)
        let ended = try await watch.ended()
        #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
        #expect(ended.output.filter(\.isNewline).count == 2, "\(ended)")
        let again = try await berth("watch", "--once", "--exec", hook)
        #expect(again.everything.isEmpty)
        #expect(try home.read("log") == told)
    }

    @Test("A hook that fails, hangs or cannot be run is told with its status, and stops nothing")
    func badHooks() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        let berth = BerthProgram(home: home)
        _ = try await berth("watch", "--once")
        for number in 1...9 {
            try await ledger.write(
                WrittenLedger.borrow("0\(number)", ends: 0, phase: WrittenLedger.doubt, device: "device-\(number)"))
        }
        let hook = try script(
            home,
            #"""
            echo "$BERTH_BORROW_ID" >> \#(home.file("log"))
            case $BERTH_BORROW_ID in 01) exit 3;; 02) trap '' TERM; sleep 600;; 03) kill -KILL $$;; esac
            """#)
        let ended = try await berth("watch", "--once", "--exec-seconds", "1", "--exec", hook)
        #expect(ended.status == 0, "\(ended)")
        #expect(ended.errors.contains("the hook for unknown of 01 ended with status 3"), "\(ended)")
        #expect(ended.errors.contains("the hook for unknown of 02 did not end within 1 s, and was ended"), "\(ended)")
        #expect(ended.errors.contains("the hook for unknown of 03 was ended by signal 9"), "\(ended)")
        let ran = try home.read("log").split(separator: "\n").sorted()
        #expect(ran == (1...9).map { "0\($0)" })
        #expect(try await berth("watch", "--once", "--exec", hook).everything.isEmpty)
        let none = try await berth("watch", "--once", "--exec", "no-such-program", "--flag")
        #expect(none.status == 64 && none.errors.contains("There is no program \"no-such-program\""), "\(none)")
        for folder in ["", "/tmp"] {
            let ended = try await berth.start(["watch", "--once", "--exec", folder]).ended()
            #expect(ended.status == 64 && ended.errors.contains("There is no program \"\(folder)\""), "\(ended)")
        }
    }

    @Test("A ledger that is taken away ends it, so that whoever starts it anew finds the one that is there then")
    func replaced() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("01", ends: 3600))
        let watch = try BerthProgram(home: home).start(["watch"])
        _ = try await eventually("a memory", look: { try? home.read("state/berth/watch.json") }, last: { watch.errors })
        try FileManager.default.moveItem(atPath: ledger.path, toPath: home.file("moved.sqlite"))
        let ended = try await watch.ended()
        #expect(ended.status == 30 && ended.errors.contains("Code     ledger_replaced"), "\(ended)")
    }

    @Test(
        "Bad input is named: a length, a memory of another ledger, a ledger that is none",
        arguments: [
            ("--warn never", 64, "--warn takes a length of time"), ("--exec-seconds 0", 64, "--exec-seconds is from 1"),
            ("--exec", 64, "--exec wants a program"),
            ("--ledger /nowhere/ledger.sqlite", 30, "ledger_missing"),
            ("--state /proc/none/state", 1, "file_unwritable"),
        ] as [(String, Int32, String)])
    func badInput(words: String, status: Int32, says: String) async throws {
        let home = try Home()
        _ = try WrittenLedger(home)
        let ended = try await BerthProgram(home: home)
            .start(["watch", "--once"] + words.split(separator: " ").map(String.init)).ended()
        #expect(ended.status == status && ended.unwrapped.contains(says), "\(ended)")
    }

    @Test("A memory is of one ledger; another file is left as it is, and an empty one becomes a memory")
    func memories() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("01", ends: 3600))
        let berth = BerthProgram(home: home)
        let state = home.file("memory.json")
        #expect(try await berth("watch", "--once", "--state", state).status == 0)
        let other = try Home()
        let second = try WrittenLedger(other)
        try await second.write(WrittenLedger.borrow("01", ends: 3600))
        let mixed = try await berth("watch", "--once", "--state", state, "--ledger", second.path)
        #expect(mixed.status == 64 && mixed.unwrapped.contains("another ledger, \(ledger.path)"), "\(mixed)")
        for content in ["{", #"{"version":2}"#, "a key"] {
            try home.write(content, to: "memory.json")
            let refused = try await berth("watch", "--once", "--state", state)
            #expect(refused.status == 1 && refused.unwrapped.contains("is no memory of a watch"), "\(refused)")
            #expect(try home.read("memory.json") == content)
        }
        let itself = try await berth("watch", "--once", "--state", ledger.path)
        #expect(itself.status == 1, "\(itself)")
        #expect(try await berth("status", "--json").printed(PrintedStatus.self).borrows.count == 1)
        try home.write("", to: "memory.json")
        #expect(try await berth("watch", "--once", "--state", state).status == 0)
        #expect(try home.read("memory.json").contains(#""seen":"#))
    }
}
