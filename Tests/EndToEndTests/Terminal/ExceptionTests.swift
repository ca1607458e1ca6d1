import Testing

extension InATerminal {
    @Suite("Exceptions at the desk") struct Exceptions {
        @Test("Each of the eleven exceptions of the borrow page opens a panel with its code and its sentence")
        func borrowPage() async throws {
            try await Tmux.run { terminal in
                try await terminal.startDemo()
                for (index, refusal) in Refusal.borrowPage.enumerated() {
                    // The guide begins with five rows that work.
                    try await terminal.takeFromGuide(row: 5 + index)
                    try await terminal.press("Enter")
                    let screen = try await terminal.waitUntil("the panel of \(refusal.code)") { screen in
                        screen.split(separator: "\n").contains {
                            $0.hasPrefix("┌ Problem") && $0.contains(" \(refusal.code) ")
                        }
                    }
                    let words = screen.split { " │\n".contains($0) }.joined(separator: " ")
                    #expect(words.contains(": " + refusal.sentence), "\(refusal.code)")
                    for part in ["Likely ", "You can "] { #expect(screen.contains("│ " + part), "\(refusal.code)") }
                }
                try await terminal.press("d")
                let details = try await terminal.waitFor("Details")
                #expect(details.contains(/Code +floating_not_available/))
                #expect(details.contains(/Status +400/))
                #expect(details.contains("Endpoint"))
                #expect(!details.contains("CADP-2B8W-HJ5R-6LQE"), "the key is shown")
                try await terminal.press("Escape")
                try await terminal.waitFor("R retry")
                try await terminal.press("q")
                try await terminal.waitFor("┌ Quit ")
                try await terminal.press("Enter")
                #expect(try await terminal.status() == 0)
            }
        }

        @Test("A device that is not activated is activated from the panel, and then borrows")
        func activation() async throws {
            try await Tmux.run { terminal in
                try await terminal.startDemo()
                try await terminal.takeFromGuide(row: 13)
                try await terminal.press("Enter")
                try await terminal.waitFor("device_not_found")
                try await terminal.press("a")
                try await terminal.waitFor("uses one of the license's activations")
                try await terminal.press("Enter")
                try await terminal.waitFor("The device is activated. Enter borrows.")
                try await terminal.press("Enter")
                try await terminal.waitFor("Borrowed MESH until ")
            }
        }

        @Test("An answer that breaks off leaves a borrow that is shown as unknown, and a return settles it")
        func unknownOutcome() async throws {
            try await Tmux.run { terminal in
                try await terminal.startDemo()
                try await terminal.takeFromGuide(row: 23)
                try await terminal.press("Enter")
                let screen = try await terminal.waitFor("transport_lost")
                let words = screen.split { " │\n".contains($0) }.joined(separator: " ")
                #expect(words.contains("The borrow may exist."))
                #expect(screen.contains("unknown ?"))
                try await terminal.press("o")
                try await terminal.waitFor("r return")
                try await terminal.press("r")
                try await terminal.waitFor("Return FAULT-LOST …0001 now?")
                try await terminal.press("Enter")
                let returned = try await terminal.waitFor("Returned FAULT-LOST …0001: the server said yes.")
                #expect(!returned.contains("unknown ?"))
            }
        }
    }
}
