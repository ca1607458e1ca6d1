import Licensing
import TerminalUI
import TestKit
import Testing

@Suite("Exceptions at the desk", .heavy) struct ExceptionTests {
    @Test("Each of the eleven exceptions of the borrow page opens a panel with its code and its sentence")
    func borrowPage() async throws {
        try await World.run { world in
            try await world.desk { desk in
                let terminal = desk.terminal
                for (index, refusal) in Refusal.borrowPage.enumerated() {
                    // The guide begins with six rows that work.
                    try await desk.takeFromGuide(row: 6 + index)
                    terminal.press(.enter)
                    let screen = try await terminal.waitUntil("the panel of \(refusal.code)") { screen in
                        screen.split(separator: "\n").contains {
                            $0.hasPrefix("┌▸Problem") && $0.contains(" \(refusal.code) ")
                        }
                    }
                    let words = screen.split { " │\n".contains($0) }.joined(separator: " ")
                    #expect(words.contains(": " + refusal.sentence), "\(refusal.code)")
                    for part in ["Likely ", "You can "] { #expect(screen.contains("│ " + part), "\(refusal.code)") }
                }
                terminal.press(.character("d"))
                let details = try await terminal.waitFor("Details")
                #expect(details.contains(/Code +floating_not_available/))
                #expect(details.contains(/Status +400/))
                #expect(details.contains("Endpoint"))
                #expect(!details.contains("CADP-2B8W-HJ5R-6LQE"), "the key is shown")
                terminal.press(.escape)
                try await terminal.waitFor("R retry")
                terminal.press(.character("q"))
                try await terminal.waitFor("┌▸Quit ")
                terminal.press(.enter)
                #expect(try await desk.status() == .success)
            }
            #expect(try await world.held().isEmpty)
        }
    }

    @Test("A device that is not activated is activated from the panel, and then borrows")
    func activation() async throws {
        try await World.run { world in
            try await world.desk { desk in
                let terminal = desk.terminal
                try await desk.takeFromGuide(.deviceNotFound)
                terminal.press(.enter)
                try await terminal.waitFor("device_not_found")
                terminal.press(.character("a"))
                try await terminal.waitFor("uses one of the license's activations")
                terminal.press(.enter)
                try await terminal.waitFor("The device is activated. Enter borrows.")
                // An Enter at once would be taken for a second one of the same press.
                world.clock.advance(by: 1)
                terminal.press(.enter)
                try await terminal.waitFor("Borrowed MESH …X6MH until ")
            }
        }
    }

    @Test("A response that breaks off leaves a borrow that is shown as unknown, and a return settles it")
    func unknownOutcome() async throws {
        try await World.run { world in
            try await world.desk { desk in
                let terminal = desk.terminal
                try await desk.takeFromGuide(.transportLost)
                terminal.press(.enter)
                let screen = try await terminal.waitFor("transport_lost")
                let words = screen.split { " │\n".contains($0) }.joined(separator: " ")
                #expect(words.contains("The borrow may exist."))
                #expect(screen.contains("unknown ?"))
                terminal.press(.character("o"))
                try await terminal.waitFor("r return")
                terminal.press(.character("r"))
                try await terminal.waitFor("Return FAULT-LOST …0001 on this host now?")
                terminal.press(.enter)
                let returned = try await terminal.waitFor("Returned FAULT-LOST …0001: the server said yes.")
                #expect(!returned.contains("unknown ?"))
            }
        }
    }
}
