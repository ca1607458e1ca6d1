import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

@Suite("A desk with other keys", .heavy) struct KeymapTests {
    private let keymap = Result {
        try Keymap<App.Action>([
            ("help", ["F9"]), ("leave-form", ["F8"]), ("retry", ["F5", "r"]), ("stop-waiting", ["^G"]),
            ("borrow", ["F4"]), ("close", ["F10"]), ("find", ["disabled"]), ("quit", []),
        ])
    }

    private func desk(_ body: (PipeTerminal, DeskOnPipe, World) async throws -> Void) async throws {
        let keymap = try keymap.get()
        try keymap.check()
        try await World.run { world in
            try await world.desk(keymap: keymap) { desk in try await body(desk.terminal, desk, world) }
        }
    }

    @Test("They act, the footer and the help show them, and a disabled action has none")
    func rebound() async throws {
        try await desk { terminal, _, _ in
            let form = try await terminal.waitFor("F8 list")
            #expect(form.contains("F9 help") && !form.contains("Esc") && !form.contains("F1 "))
            terminal.press(.escape, .function(1), .function(8))
            let list = try await terminal.waitFor("b new")
            #expect(!list.contains("/ find") && !list.contains("q quit"))
            terminal.press(.character("q"), .character("/"), .character("b"))
            try await terminal.waitFor("F8 list")
            terminal.press(.function(8), .function(9))
            let help = try await terminal.waitFor("Help · Borrows")
            #expect(help.contains("Set a new end of the chosen borrow") && !help.contains("Show only the rows"))
            terminal.press(.end)
            let end = try await terminal.waitFor("Show the keys of this place.")
            #expect(end.contains("F9 ") && !end.contains("F1 "))
            terminal.press(.escape, .function(10))
            try await terminal.waitUntil("the list again") { !$0.contains("Help · Borrows") && $0.contains("b new") }
        }
    }

    @Test("The sentences that name a key name the one that does it")
    func sentences() async throws {
        try await desk { terminal, desk, world in
            // The connection breaks, so that a retry is among the remedies.
            try await desk.takeFromGuide(.transportLost)
            try await terminal.waitFor("Filled in from the guide: F4 borrows.")
            terminal.press(.function(4))
            let panel = try await terminal.waitFor("transport_lost")
            #expect(panel.contains("F5 retry"))
            #expect(panel.split { " │\n".contains($0) }.joined(separator: " ").contains("(F5)"))
            terminal.press(.escape)
            // No response comes, so that there is something to wait for.
            try await terminal.waitUntil("the desk without the problem") { !$0.contains("transport_lost") }
            try await desk.takeFromGuide(.transportTimeout)
            terminal.press(.function(4))
            try await terminal.waitFor("waiting…")
            world.clock.advance(by: 3)
            try await terminal.waitFor("Waiting for the server, 3 s · ^G stops waiting")
            terminal.press(.control("g"))
            try await terminal.waitUntil("an end of the waiting") { !$0.contains("Waiting for the server") }
        }
    }
}
