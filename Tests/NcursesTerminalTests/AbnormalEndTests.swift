import Foundation
import TestKit
import Testing

/// A process that has the terminal, seen from outside.
@Suite("A process of its own", .heavy)
struct AbnormalEndTests {
    private func start(
        _ arguments: String..., on terminal: PseudoTerminal, _ more: [String: String] = [:],
        in group: ChildProcess.Group = .shared
    ) throws -> ChildProcess {
        // The runtime's own report of a crash takes seconds, and is not what is tested.
        let environment = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
        return try ChildProcess(
            ChildProcess.built("terminaldummy"), arguments, environment: environment.merging(more) { $1 },
            input: terminal.path, output: terminal.path, in: group)
    }

    private func expectGivenBack(_ terminal: PseudoTerminal, after program: ChildProcess, status: Int32) async throws {
        await terminal.output { $0.contains("before the crash") }
        #expect(terminal.modes.c_lflag & tcflag_t(ICANON) == 0)
        terminal.type("x")
        let ended = try await program.end()
        #expect(ended == status)
        try await waitUntil("the screen is left") { terminal.text.contains("\u{1B}[?1049l") }
        for (on, off) in [("[?1049h", "[?1049l"), ("[?2004h", "[?2004l"), ("[?25l", "[?25h"), ("[?1h", "[?1l")] {
            let lastOn = try #require(terminal.text.range(of: "\u{1B}" + on, options: .backwards), "\(on)")
            let lastOff = try #require(terminal.text.range(of: "\u{1B}" + off, options: .backwards), "\(off)")
            #expect(lastOn.lowerBound < lastOff.lowerBound, "\(on)")
        }
    }

    @Test(
        "A crash gives the terminal back, modes and screen",
        arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP])
    func crash(signal: Int32) async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.hangUp() }
        let before = terminal.modes
        let program = try start("signal", "\(signal)", on: terminal)
        try await expectGivenBack(terminal, after: program, status: 128 + signal)
        #expect(terminal.modes.c_lflag == before.c_lflag)
        #expect(terminal.modes.c_iflag == before.c_iflag)
        #expect(terminal.modes.c_oflag == before.c_oflag)
        terminal.closeProgramSide()
    }

    @Test("An overflow of the stack of the thread that opened the terminal gives it back too")
    func overflow() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.hangUp() }
        let before = terminal.modes
        let program = try start("overflow", on: terminal)
        try await expectGivenBack(terminal, after: program, status: 128 + SIGSEGV)
        #expect(terminal.modes.c_lflag == before.c_lflag)
        terminal.closeProgramSide()
    }

    @Test("A shell's job is stopped by ^Z with its screen left, and paints again when it is continued")
    func stopped() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.hangUp() }
        let before = terminal.modes
        let program = try start("sizes", on: terminal, in: .job)
        await terminal.output { $0.contains("80x24") }
        terminal.type("\u{1A}")
        try await waitUntil("it is stopped") { program.condition == "T" }
        try await waitUntil("the screen is left") { terminal.text.contains("\u{1B}[?1049l") }
        #expect(terminal.modes.c_lflag == before.c_lflag)
        let offset = terminal.output.count
        program.signal(SIGCONT)
        let painted = await terminal.output(from: offset) { $0.contains("80x24") }
        #expect(painted.contains("\u{1B}[?1049h"))
        terminal.type("q")
        #expect(try await program.end() == 0)
        terminal.closeProgramSide()
    }

    @Test("What nobody could continue is not stopped by ^Z")
    func notStopped() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.hangUp() }
        let program = try start("sizes", on: terminal, in: .session)
        await terminal.output { $0.contains("80x24") }
        terminal.type("\u{1A}q")
        try await waitUntil("it ends, or is stopped") { ["T", "Z", nil].contains(program.condition) }
        let isStopped = program.condition == "T"
        if isStopped { program.signal(SIGCONT) }
        #expect(!isStopped)
        #expect(try await program.end() == 0)
        terminal.closeProgramSide()
    }

    @Test("Signals that end a program are events", arguments: [SIGTERM, SIGINT, SIGHUP])
    func endingSignals(signal: Int32) async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.hangUp() }
        let program = try start("signals", on: terminal)
        await terminal.output { $0.contains("no signal yet") }
        program.signal(signal)
        await terminal.output { $0.contains("heard \(signal)") }
        #expect(terminal.text.contains("heard \(signal)"))
        terminal.type("q")
        #expect(try await program.end() == 0)
        terminal.closeProgramSide()
    }

    @Test("Exported sizes do not freeze the screen, and stay exported")
    func exportedSizes() async throws {
        let terminal = try PseudoTerminal(columns: 90, rows: 25)
        defer { terminal.hangUp() }
        let program = try start("sizes", on: terminal, ["LINES": "11", "COLUMNS": "22"])
        await terminal.output { $0.contains("90x25 22x11 end") }
        terminal.resize(columns: 100, rows: 30)
        program.signal(SIGWINCH)
        await terminal.output { $0.contains("100x30 22x11 end") }
        #expect(terminal.text.contains("100x30 22x11 end"))
        terminal.type("q")
        #expect(try await program.end() == 0)
        terminal.closeProgramSide()
    }
}
