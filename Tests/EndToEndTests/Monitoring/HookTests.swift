import Foundation
import Licensing
import TestKit
import Testing

@Suite("Hooks of a watch", .heavy)
struct HookTests {
    /// A hook that writes a borrow's id as it begins and as it ends, and its processes' numbers; in between it does what a line says.
    private func hook(_ home: Home, _ line: String) throws -> String {
        try home.write(
            """
            #!/bin/sh
            echo $$ >> \(home.file("ids"))
            echo "$BERTH_BORROW_ID" >> \(home.file("begun"))
            \(line.replacing("HOME", with: home.path))
            echo "$BERTH_BORROW_ID" >> \(home.file("ended"))

            """, to: "hook.sh", mode: 0o755)
    }

    /// Waits until a file is there.
    private static let waitForGo = "while [ ! -e HOME/go ]; do sleep 0.02; done"

    private func lines(_ home: Home, _ name: String) -> [String] {
        ((try? home.read(name)) ?? "").split(separator: "\n").map(String.init).sorted()
    }

    private func write(_ numbers: ClosedRange<Int>, to ledger: WrittenLedger) async throws {
        for number in numbers {
            try await ledger.write(
                WrittenLedger.borrow("0\(number)", ends: 0, phase: WrittenLedger.doubt, device: "device-\(number)"))
        }
    }

    @Test("While hooks run it goes on: news, an end that comes, and other hooks; what is behind them waits in order")
    func goesOn() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("00", ends: 3600))
        let watch = try BerthProgram(home: home).start(["watch", "--exec", try hook(home, Self.waitForGo)])
        _ = try await eventually("a memory", look: { try? home.read("state/berth/watch.json") }, last: { watch.errors })
        try await write(1...1, to: ledger)
        try await waitUntil("the first hook") { lines(home, "begun") == ["01"] }
        try await write(2...6, to: ledger)
        try await waitUntil("four hooks") { lines(home, "begun") == ["01", "02", "03", "04"] }
        // Of its end nobody writes.
        try await ledger.write(WrittenLedger.borrow("08", ends: 3, device: "device-8"))
        _ = try await eventually(
            "the end",
            look: { watch.output.contains(" ended CAD-PRO …4444 on device-8 has ended") ? true : nil },
            last: { watch.output + watch.errors })
        #expect(watch.output.filter(\.isNewline).count == 7, "\(watch.output)")
        #expect(lines(home, "begun").count == 4)
        try home.write("", to: "go")
        try await waitUntil("all hooks") { lines(home, "ended") == ["01", "02", "03", "04", "05", "06", "08"] }
        watch.signal(SIGTERM)
        let ended = try await watch.ended()
        #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
    }

    @Test("It wakes by itself as the lease of a request lapses, which leaves its outcome unknown")
    func lease() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("00", ends: 3600))
        let watch = try BerthProgram(home: home).start(["watch", "--json"])
        _ = try await eventually("a memory", look: { try? home.read("state/berth/watch.json") }, last: { watch.errors })
        var borrow = WrittenLedger.borrow("01", ends: 0, phase: .sent, device: "device-2")
        borrow.grant = nil
        borrow.operation.lease = Lease(
            from: borrow.operation.startedAt, until: borrow.operation.startedAt.addingTimeInterval(2))
        try await ledger.write(borrow)
        _ = try await eventually(
            "news", look: { watch.output.contains(#""event":"unknown""#) ? true : nil },
            last: { watch.output + watch.errors })
        watch.signal(SIGINT)
        #expect(try await watch.ended().status == 0)
    }

    @Test("Killed while four hooks run, and started anew, it runs each hook once")
    func killed() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        let berth = BerthProgram(home: home)
        _ = try await berth("watch", "--once")
        let hook = try hook(home, Self.waitForGo)
        try await write(1...7, to: ledger)
        let watch = try berth.start(["watch", "--exec", hook])
        // Of one whose process it does not know yet the next watch cannot tell that it runs.
        try await waitUntil("four hooks in memory") {
            (try? home.read("state/berth/watch.json"))?.matches(of: /"startedAt"/).count == 4
        }
        try await waitUntil("four hooks") { lines(home, "begun").count == 4 }
        watch.signal(SIGKILL)
        _ = try await watch.ended()
        let next = try berth.start(["watch", "--exec", hook])
        // Its memory names its own process once it has it.
        try await waitUntil("the next watch") { (try? home.read("state/berth/watch.json.lock")) == "\(next.id)\n" }
        #expect(lines(home, "begun").count == 4, "those of the last watch still run")
        try home.write("", to: "go")
        try await waitUntil("all hooks") { lines(home, "ended").count == 7 }
        // What it ends itself is run again; of these it has seen the end.
        try await waitUntil("that all are done with") {
            (try? home.read("state/berth/watch.json"))?.contains(#""key""#) == false
        }
        next.signal(SIGTERM)
        let ended = try await next.ended()
        #expect(ended.status == 0 && ended.output.isEmpty, "\(ended)")
        #expect(lines(home, "begun") == (1...7).map { "0\($0)" })
        #expect(try await berth("watch", "--once", "--exec", hook).everything.isEmpty)
        #expect(lines(home, "begun").count == 7)
    }

    @Test(
        "A hook that was cut off by a kill of both is told, and not run again; one that a killed watch has left gets its time"
    )
    func leftBehind() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        let berth = BerthProgram(home: home)
        _ = try await berth("watch", "--once")
        let hook = try hook(home, "[ $BERTH_BORROW_ID = 01 ] || sleep 600; sleep 600")
        try await write(1...2, to: ledger)
        let watch = try berth.start(["watch", "--exec", hook])
        try await waitUntil("two hooks in memory") {
            (try? home.read("state/berth/watch.json"))?.matches(of: /"startedAt"/).count == 2
        }
        watch.signal(SIGKILL)
        _ = try await watch.ended()
        let all = runningProcesses(in: home.file("ids"))
        #expect(all.count == 2)
        if let first = all.first { kill(-first, SIGKILL) }
        try await waitUntil("its end") { runningProcesses(in: home.file("ids")).count == 1 }
        let next = try await berth("watch", "--once", "--exec-seconds", "1", "--exec", hook)
        #expect(next.status == 0, "\(next)")
        #expect(next.errors.contains("was under way as the last watch was killed, and is not run again"), "\(next)")
        #expect(next.errors.contains("did not end within 1 s, and was ended"), "\(next)")
        #expect(runningProcesses(in: home.file("ids")).isEmpty && lines(home, "begun") == ["01", "02"])
        #expect(try await berth("watch", "--once", "--exec", hook).everything.isEmpty)
    }

    @Test("A signal ends the hooks with all that they have started, and the next watch runs them again")
    func signalled() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        let berth = BerthProgram(home: home)
        _ = try await berth("watch", "--once")
        let hook = try hook(
            home, "[ -e HOME/go ] || sh -c 'echo $$ >> HOME/ids; trap \"\" TERM; while :; do sleep 1; done'")
        try await write(1...2, to: ledger)
        let watch = try berth.start(["watch", "--exec", hook])
        try await waitUntil("four processes") { runningProcesses(in: home.file("ids")).count == 4 }
        watch.signal(SIGTERM)
        let ended = try await watch.ended()
        #expect(ended.status == 0, "\(ended)")
        #expect(
            ended.errors.contains("the hook for unknown of 01 was ended with the watch, and is run again"), "\(ended)")
        #expect(runningProcesses(in: home.file("ids")).isEmpty)
        try home.write("", to: "go")
        let next = try await berth("watch", "--once", "--exec", hook)
        #expect(next.status == 0 && next.everything.isEmpty, "\(next)")
        #expect(lines(home, "ended") == ["01", "02"] && lines(home, "begun") == ["01", "01", "02", "02"])
    }

    @Test("A second watch on the same memory is told that another is at work; a memory of its own lets it be")
    func second() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("01", ends: 3600))
        let berth = BerthProgram(home: home)
        let watch = try berth.start(["watch"])
        _ = try await eventually("a memory", look: { try? home.read("state/berth/watch.json") }, last: { watch.errors })
        let rival = try await berth("watch", "--once")
        #expect(rival.status == 1, "\(rival)")
        #expect(rival.unwrapped.contains("Another watch (process \(watch.id)) is at work"), "\(rival)")
        #expect(rival.errors.contains("watch_in_use") && rival.unwrapped.contains("--state FILE"), "\(rival)")
        #expect(try await berth("watch", "--once", "--state", home.file("other.json")).status == 0)
        watch.signal(SIGTERM)
        _ = try await watch.ended()
    }

    @Test("Where the output takes nothing hooks are run all the same, and that is told at the end")
    func fullOutput() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        let berth = BerthProgram(home: home)
        _ = try await berth("watch", "--once")
        try await write(1...2, to: ledger)
        let hook = try hook(home, "true")
        let ended = try await berth.start(["watch", "--once", "--exec", hook], output: "/dev/full").ended()
        #expect(ended.status == 74 && ended.errors.contains("hooks are run all the same"), "\(ended)")
        #expect(lines(home, "ended") == ["01", "02"])
        #expect(try await berth("watch", "--once", "--exec", hook).everything.isEmpty)
        // Without a hook the lines are all there is: they are told to the next one.
        try await write(3...3, to: ledger)
        #expect(try await berth.start(["watch", "--once"], output: "/dev/full").ended().status == 74)
        #expect(try await berth("watch", "--once").output.contains("device-3"))
    }

    @Test("Hundreds of news at once: all hooks are run, each once")
    func many() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        let berth = BerthProgram(home: home)
        _ = try await berth("watch", "--once")
        let ids = (100..<380).map(String.init)
        for id in ids {
            try await ledger.write(
                WrittenLedger.borrow(id, ends: 0, phase: WrittenLedger.doubt, device: "device-\(id)"))
        }
        let ended = try await berth("watch", "--once", "--exec", try hook(home, "true"))
        #expect(ended.status == 0 && ended.errors.isEmpty && ended.output.filter(\.isNewline).count == 280, "\(ended)")
        #expect(lines(home, "begun") == ids && lines(home, "ended") == ids)
    }
}
