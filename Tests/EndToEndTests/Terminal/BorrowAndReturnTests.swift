import TestKit
import Testing

extension InATerminal {
    @Suite("Borrowing and returning at the desk") struct BorrowAndReturn {
        /// What `TERM` may say, and whether terminals of that name have a second screen for programs.
        private static let terms = [
            ("xterm-256color", true), ("screen-256color", true), ("tmux-256color", true), ("linux", false),
            ("vt100", false),
        ]

        @Test("A license is borrowed, returned, and the shell is as it was", arguments: terms)
        func mainJob(term: String, hasSecondScreen: Bool) async throws {
            try await Tmux.run(term: term) { terminal in
                _ = try await terminal.shell("echo before the desk")
                let modes = try await terminal.modes()

                try await terminal.startDemo()
                try await terminal.type("CAD-PRO")
                try await terminal.press("Tab", "Tab")
                try await terminal.type(DemoLicense.cad)
                let filled = try await terminal.waitFor(String(repeating: "•", count: DemoLicense.cad.count))
                #expect(!filled.contains(DemoLicense.cad), "the key is shown")
                try await terminal.press("Tab", "Space")
                try await terminal.waitFor("[x] max borrow time")
                try await terminal.press("Enter")
                try await terminal.waitFor(" Enter borrow ")
                try await terminal.press("Enter")

                let borrowed = try await terminal.waitFor("Borrowed CAD-PRO …9F3T until ")
                #expect(borrowed.contains("Borrowed 1"))
                #expect(borrowed.contains(/▸ CAD-PRO …9F3T +\w{3} \d\d \d\d:\d\d (?:6d 23h|7d 00h)/))

                try await terminal.press("r")
                let question = try await terminal.waitFor("Return CAD-PRO …9F3T on this host now?")
                #expect(!question.contains("type it again"), "the key of this session is asked for")
                try await terminal.press("Enter")
                let returned = try await terminal.waitFor("Returned CAD-PRO …9F3T: the server said yes.")
                #expect(returned.contains(/▸ CAD-PRO …9F3T .* returned/))

                try await terminal.press("q")
                try await terminal.waitForShell()
                #expect(try await terminal.status() == 0)
                #expect(try await terminal.modes() == modes)
                #expect(try await terminal.property("cursor_flag") == "1")
                #expect(try await terminal.property("keypad_cursor_flag") == "0")
                let shell = try await terminal.screen()
                #expect(shell.contains("before the desk") || !hasSecondScreen)
                #expect(!shell.contains("Borrowed") || !hasSecondScreen)
            }
        }
    }
}
