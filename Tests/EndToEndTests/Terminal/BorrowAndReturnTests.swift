import Foundation
import Testing

extension InATerminal {
    @Suite("Borrowing and returning at the desk") struct BorrowAndReturn {
        @Test("A license is borrowed, returned, and the shell is as it was")
        func mainJob() async throws {
            try await Tmux.run { terminal in
                _ = try await terminal.shell("echo before the desk")
                let modes = try await terminal.modes()

                try await terminal.startDemo()
                try await terminal.type("CAD-PRO")
                try await terminal.press("Tab", "Tab")
                try await terminal.type(DemoLicense.cad)
                let filled = try await terminal.waitFor(String(repeating: "•", count: DemoLicense.cad.count))
                #expect(!filled.contains(DemoLicense.cad), "the key is shown")
                try await terminal.press("Tab", "Tab", "Tab", "Space")
                try await terminal.waitFor("[x] max borrow time")
                try await terminal.press("Enter")

                let borrowed = try await terminal.waitFor("Borrowed CAD-PRO until ")
                #expect(borrowed.contains("Active borrows 1"))
                #expect(borrowed.contains(/▸ CAD-PRO …9F3T +\w{3} \d\d \d\d:\d\d (?:6d 23h|7d 00h)/))

                try await terminal.press("r")
                let question = try await terminal.waitFor("Return CAD-PRO …9F3T now?")
                #expect(!question.contains("type it again"), "the key of this session is asked for")
                try await terminal.press("Enter")
                let returned = try await terminal.waitFor("Returned CAD-PRO …9F3T: the server said yes.")
                #expect(returned.contains(/▸ CAD-PRO …9F3T .* returned/))

                try await terminal.press("q")
                #expect(try await terminal.status() == 0)
                #expect(try await terminal.modes() == modes)
                #expect(try await terminal.property("cursor_flag") == "1")
                #expect(try await terminal.property("keypad_cursor_flag") == "0")
                let shell = try await terminal.screen()
                #expect(shell.contains("before the desk"))
                #expect(!shell.contains("Active borrows"))
            }
        }

        @Test("A borrow outlasts the program, and its return asks for the key then")
        func restart() async throws {
            try await Tmux.run { terminal in
                try await terminal.startDemo()
                try await terminal.takeFromGuide(row: 0)
                try await terminal.press("Enter")
                try await terminal.waitFor("Borrowed CAD-PRO until ")
                try await terminal.press("q")
                #expect(try await terminal.status() == 0)
                #expect(try await terminal.demoStatus().borrows.map(\.status) == ["active"])

                try await terminal.startDemo()
                try await terminal.waitFor("Active borrows 1")
                try await terminal.press("Escape")
                try await terminal.waitFor("r return")
                try await terminal.press("r")
                try await terminal.waitFor("type it again")
                try await terminal.type(DemoLicense.mesh)
                try await terminal.press("Enter")
                try await terminal.waitFor("This is not the license key")

                try await terminal.press("R")
                try await terminal.waitFor("type it again")
                try await terminal.type(DemoLicense.cad)
                try await terminal.press("Enter")
                try await terminal.waitFor("the server said yes.")
                try await terminal.press("q")
                #expect(try await terminal.status() == 0)
                #expect(try await terminal.demoStatus().borrows.isEmpty)
                #expect(try await terminal.demoStatus(all: true).borrows.map(\.status) == ["released"])
            }
        }

        @Test("A day and a time are picked in the calendar")
        func calendar() async throws {
            try await Tmux.run { terminal in
                try await terminal.startDemo()
                try await terminal.takeFromGuide(row: 2)
                try await terminal.press("Up")
                try await terminal.waitFor("▸Until")
                try await terminal.press("Space")
                try await terminal.waitFor("[ ] max borrow time")
                try await terminal.press("Tab", "Enter")
                try await terminal.waitFor("Time ")
                try await terminal.press("Right", "Right")
                try await terminal.type("0915")
                try await terminal.waitFor("09:15")
                try await terminal.press("Enter")
                let screen = try await terminal.waitFor("F1 help")
                let picked = try #require(screen.firstMatch(of: /(\d{4}-\d\d-\d\d) 09:15/))
                let tomorrow = Date().addingTimeInterval(86_400)
                let expected = [1, 2].map {
                    tomorrow.addingTimeInterval($0 * 86_400).formatted(.iso8601.year().month().day())
                }
                #expect(expected.contains(String(picked.1)), "two days after the end that the form proposes")

                try await terminal.press("Enter")
                try await terminal.waitFor("Borrowed RENDER until ")
                try await terminal.press("q")
                #expect(try await terminal.status() == 0)
                #expect(try await terminal.demoStatus().borrows.map(\.borrowed_until) == ["\(picked.1)T09:15:00Z"])
            }
        }

        @Test("A user signs in with a password, and picks one of two licenses from the list")
        func user() async throws {
            try await Tmux.run { terminal in
                try await terminal.startDemo()
                try await terminal.type("SIM-X")
                try await terminal.press("Tab")
                try await terminal.waitFor("(•) user")
                try await terminal.press("Tab")
                try await terminal.waitFor("▸User")
                try await terminal.type(DemoLicense.user)
                try await terminal.press("Tab")
                try await terminal.type(DemoLicense.password)
                try await terminal.press("Tab")
                try await terminal.waitFor("▸License")
                try await terminal.press("Enter")
                let list = try await terminal.waitFor("1699349720166342")
                #expect(list.contains("1699349720166341"))
                try await terminal.press("Down", "Down")
                try await terminal.waitFor("▸1699349720166342")
                try await terminal.press("Enter")
                try await terminal.waitUntil("the number in the form") { $0.contains(/License +1699349720166342/) }
                try await terminal.press("Tab", "Space")
                try await terminal.waitFor("[x] max borrow time")
                let form = try await terminal.screen()
                #expect(!form.contains(DemoLicense.password), "the password is shown")
                try await terminal.press("Enter")
                try await terminal.waitFor("Borrowed SIM-X until ")
                try await terminal.press("q")
                #expect(try await terminal.status() == 0)
                #expect(try await terminal.demoStatus().borrows.map(\.license_id) == [1_699_349_720_166_342])
            }
        }
    }
}
