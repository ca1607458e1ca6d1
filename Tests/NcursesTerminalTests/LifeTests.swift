import Foundation
import NcursesTerminal
import TerminalUI
import TestKit
import Testing

extension DeviceTests {
    @Suite("Opening, changing, ending") struct Life {
        @Test("an unknown terminal is an error that names it", arguments: ["no-such-terminal", "", "dumb"])
        func unknownTerminal(term: String) async {
            await #expect(throws: TerminalError.unknownTerminal(term)) {
                try await Session.run(term: term) { _ in }
            }
        }

        @Test("a file is no terminal")
        func notATerminal() throws {
            let file = try #require(fopen("/dev/null", "r+"))
            defer { fclose(file) }
            #expect(throws: TerminalError.notATerminal) {
                let options = TerminalOptions(environment: ["TERM": "xterm"])
                _ = try NcursesTerminal(input: fileno(file), output: fileno(file), options: options)
            }
        }

        @Test("opening takes the alternate screen and asks for pastes in brackets, before anything is painted")
        func opening() async throws {
            try await Session.run { session in
                session.device.show(Frame("the first frame"))
                let painted = await session.terminal.output { $0.contains("the first frame") }
                let frame = try #require(painted.range(of: "the first frame"))
                for mode in ["\u{1B}[?1049h", "\u{1B}[?2004h"] {
                    let on = try #require(painted.range(of: mode), "\(mode.dropFirst())")
                    #expect(on.lowerBound < frame.lowerBound)
                }
            }
        }

        /// The prompt was written over the footer.
        @Test(
            "where there is no other screen, what comes after it stands below",
            arguments: [("vt100", true), ("xterm", false)])
        func leaving(term: String, isBelow: Bool) async throws {
            try await Session.run(term: term) { session in
                await session.show(Frame("text"), until: "text")
                await session.device.close()
                // To the end, which comes as nobody has the terminal open any more.
                let written = await session.terminal.output { _ in false }
                #expect((written.utf8.last == UInt8(ascii: "\n")) == isBelow, "\(written.suffix(40).debugDescription)")
            }
        }

        @Test("the locale of the rest of the process is left alone")
        func locale() async throws {
            try await Session.run(locale: "C.UTF-8") { session in
                await session.show(Frame("世"), until: "世")
                // What every process begins with.
                #expect(setlocale(LC_CTYPE, nil).map { String(cString: $0) } == "C")
            }
        }

        @Test("a second terminal is refused while the first is open")
        func second() async throws {
            try await Session.run { _ in
                await #expect(throws: TerminalError.alreadyOpen) { try await Session.run { _ in } }
            }
            try await Session.run { session in
                await session.show(Frame("again"), until: "again")
            }
        }

        @Test("a new size is announced once, and painted in full")
        func resize() async throws {
            try await Session.run { session in
                #expect(await session.next() == .resized(Size(columns: 80, rows: 24)))
                await session.show(Frame("text"), until: "text")
                session.terminal.resize(columns: 120, rows: 40)
                #expect(await session.next() == .resized(Size(columns: 120, rows: 40)))
                await session.show(Frame("text", size: Size(columns: 120, rows: 40)), until: "text")
                session.terminal.resize(columns: 120, rows: 40)
                session.terminal.type("x")
                #expect(await session.next() == .key(.character("x")))
            }
        }

        @Test("a size that comes back is painted in full, since what did not fit is gone")
        func sizeComesBack() async throws {
            try await Session.run { session in
                _ = await session.next()
                var frame = Frame("far", at: Position(column: 70, row: 20))
                await session.show(frame, until: "far")
                for size in [Size(columns: 40, rows: 10), Size(columns: 80, rows: 24)] {
                    session.terminal.resize(columns: size.columns, rows: size.rows)
                    #expect(await session.next() == .resized(size))
                }
                frame.write("done", at: Position(column: 2, row: 22))
                #expect(await session.show(frame, until: "done").contains("far"))
            }
        }

        @Test("the very frame that stood before a size came back is painted in full too")
        func sizeAndFrameComeBack() async throws {
            try await Session.run { session in
                _ = await session.next()
                let frame = Frame("far", at: Position(column: 70, row: 20))
                await session.show(frame, until: "far")
                for size in [Size(columns: 40, rows: 10), Size(columns: 80, rows: 24)] {
                    session.terminal.resize(columns: size.columns, rows: size.rows)
                    #expect(await session.next() == .resized(size))
                }
                let offset = session.terminal.output.count
                session.device.show(frame)
                try await waitUntil("it is painted") {
                    String(decoding: session.terminal.output[offset...], as: UTF8.self).contains("far")
                }
            }
        }

        @Test("what a shell did to the terminal while the program was stopped by force is undone")
        func stoppedByForce() async throws {
            let terminal = try PseudoTerminal()
            let shell = terminal.modes
            terminal.closeProgramSide()
            terminal.hangUp()
            try await Session.run { session in
                _ = await session.next()
                await session.show(Frame("before"), until: "before")
                let own = session.terminal.modes
                session.terminal.set(shell)
                kill(getpid(), SIGCONT)
                #expect(await session.next() == .resumed)
                await session.show(Frame("after"), until: "after")
                #expect(session.terminal.modes.c_lflag == own.c_lflag)
                #expect(session.terminal.modes.c_iflag == own.c_iflag)
            }
        }

        @Test("a size no memory could hold is cut down")
        func hugeSize() async throws {
            try await Session.run { session in
                _ = await session.next()
                session.terminal.resize(columns: 65535, rows: 65535)
                #expect(await session.next() == .resized(Size(columns: 1000, rows: 500)))
            }
        }

        @Test("a storm of sizes ends with the last one")
        func resizeStorm() async throws {
            try await Session.run { session in
                for number in 1...100 {
                    session.terminal.resize(columns: number % 90 + 1, rows: number % 40 + 1)
                    session.device.show(Frame("x", size: Size(columns: 60, rows: 20)))
                }
                session.terminal.resize(columns: 77, rows: 22)
                while let event = await session.next(), event != .resized(Size(columns: 77, rows: 22)) {}
                await session.show(Frame("calm", size: Size(columns: 77, rows: 22)), until: "calm")
            }
        }

        @Test("a terminal that goes away closes the events")
        func hangUp() async throws {
            try await Session.run { session in
                _ = await session.next()
                session.terminal.hangUp()
                #expect(await session.next() == .closed)
                #expect(await session.next() == nil)
            }
        }

        @Test("SIGQUIT is ignored")
        func quitSignal() async throws {
            try await Session.run { session in
                _ = await session.next()
                kill(getpid(), SIGQUIT)
                session.terminal.type("x")
                #expect(await session.next() == .key(.character("x")))
            }
        }

        @Test("closing puts modes, cursor and screen back, and may be done twice")
        func close() async throws {
            let terminal = try PseudoTerminal()
            defer { terminal.hangUp() }
            let before = terminal.modes
            let options = TerminalOptions(environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"])
            let device = try NcursesTerminal(
                input: terminal.programSide, output: terminal.programSide, options: options)
            device.show(Frame("the last frame"))
            #expect(terminal.modes.c_lflag & tcflag_t(ICANON) == 0)
            await device.close()
            await device.close()
            #expect(terminal.modes.c_lflag == before.c_lflag)
            #expect(terminal.modes.c_iflag == before.c_iflag)
            #expect(terminal.modes.c_oflag == before.c_oflag)
            await terminal.output { $0.contains("\u{1B}[?1049l") && $0.contains("\u{1B}[?2004l") }
            #expect(terminal.text.contains("the last frame"))
            for (on, off) in [("[?1049h", "[?1049l"), ("[?2004h", "[?2004l"), ("[?25l", "[?25h"), ("[?1h", "[?1l")] {
                let lastOn = terminal.text.range(of: "\u{1B}" + on, options: .backwards)
                let lastOff = try #require(terminal.text.range(of: off, options: .backwards))
                if let lastOn { #expect(lastOn.lowerBound < lastOff.lowerBound) }
            }
            var events: [TerminalEvent] = []
            for await event in device.events { events.append(event) }
            #expect(events.last == .closed)
            terminal.closeProgramSide()
        }

        @Test("a device that nobody holds any more gives the terminal back")
        func dropped() async throws {
            let terminal = try PseudoTerminal()
            defer { terminal.hangUp() }
            let options = TerminalOptions(environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"])
            var events: AsyncStream<TerminalEvent>?
            events = try NcursesTerminal(input: terminal.programSide, output: terminal.programSide, options: options)
                .events
            terminal.closeProgramSide()
            var last: TerminalEvent?
            if let events { for await event in events { last = event } }
            #expect(last == .closed)
        }
    }
}
