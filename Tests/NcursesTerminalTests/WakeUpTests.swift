import TerminalUI
import Testing

@testable import NcursesTerminal

extension DeviceTests {
    @Suite("Wake-ups") struct WakeUps {
        @Test("looking for room on the terminal uses up no wake-up, which may be the last for long")
        func room() throws {
            let terminal = try PseudoTerminal()
            defer { terminal.hangUp() }
            let options = TerminalOptions(environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"])
            let screen = try Screen(input: terminal.programSide, output: terminal.programSide, options: options)
            defer {
                screen.close()
                terminal.closeProgramSide()
            }
            while !screen.wait(forOutput: false, timeout: 0).isEmpty {}
            Mailbox().post { $0.isRepaintWanted = true }
            #expect(screen.hasRoom)
            #expect(!screen.wait(forOutput: false, timeout: 0).isEmpty)
        }
    }
}
