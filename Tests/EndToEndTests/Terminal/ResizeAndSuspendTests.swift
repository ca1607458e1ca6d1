import Testing

extension InATerminal {
    @Suite("Size and suspension") struct ResizeAndSuspend {
        @Test("The desk fits every size, says so where it cannot, and comes back")
        func sizes() async throws {
            try await Tmux.run { terminal in
                try await terminal.startDemo()
                try await terminal.takeFromGuide(row: 0)
                try await terminal.press("Enter")
                let first = try await terminal.waitFor("Borrowed CAD-PRO …9F3T until ")
                #expect(first.contains("┌ New ─") && first.contains("┌▸Borrowed 1 ─"))

                try await terminal.resize(columns: 40, rows: 12)
                // What was there before has these words, too, until the desk has heard of its size.
                try await terminal.waitUntil("the list alone, up to the right edge") { screen in
                    let rows = screen.split(separator: "\n")
                    return screen.contains("Borrowed 1 ─") && screen.contains("CAD-PRO …9F3T")
                        && !screen.contains("Sign in") && rows.dropFirst(3).prefix(4).allSatisfy { $0.hasSuffix("│") }
                }

                try await terminal.resize(columns: 20, rows: 5)
                let tiny = try await terminal.waitFor("Berth needs 40x12")
                #expect(!tiny.contains("CAD-PRO"), "half a desk")

                try await terminal.resize(columns: 200, rows: 60)
                try await terminal.waitUntil("form and list, with a header up to the right edge") { screen in
                    screen.contains("License id") && screen.contains("Sign in")
                        && screen.split(separator: "\n").first?.count == 199
                }

                try await terminal.resize(columns: 80, rows: 24)
                let form = first.split(separator: "\n").map { $0.prefix(32) }.dropFirst()
                try await terminal.waitUntil("the desk at its first size") { screen in
                    screen.split(separator: "\n").map { $0.prefix(32) }.dropFirst() == form
                }
            }
        }

        @Test("Ctrl-Z gives the shell its screen back, and fg the desk at the size of now")
        func suspension() async throws {
            try await Tmux.run { terminal in
                _ = try await terminal.shell("echo before the desk")
                let modes = try await terminal.modes()
                try await terminal.startDemo()
                try await terminal.type("CAD-PRO")
                try await terminal.waitFor("CAD-PRO")
                try await terminal.press("C-z")
                try await terminal.waitUntil(isFullScreen: false)
                let shell = try await terminal.waitFor("before the desk")
                #expect(!shell.contains("Borrowed"))
                #expect(try await terminal.property("cursor_flag") == "1")
                #expect(try await terminal.modes() == modes)

                try await terminal.resize(columns: 110, rows: 30)
                try await terminal.type("fg")
                try await terminal.press("Enter")
                let desk = try await terminal.waitUntil("the desk at its new size") {
                    $0.split(separator: "\n").first?.count == 109 && $0.contains("F1 help")
                }
                #expect(desk.contains("▸Product  CAD-PRO"))
                try await terminal.type("2")
                try await terminal.waitFor("CAD-PRO2")
                try await terminal.press("C-c")
                // What was typed was not sent, so it asks.
                try await terminal.waitFor("Quit?")
                try await terminal.press("C-c")
                #expect(try await terminal.status() == 0)
            }
        }
    }
}
