import Licensing
import TerminalUI
import TestKit
import Testing

@Suite("Quitting the desk", .heavy) struct QuitTests {
    @Test("Ctrl-C quits a clean desk at once")
    func clean() async throws {
        try await World.run { world in
            try await world.desk { desk in
                desk.terminal.press(.control("c"))
                let status = try await desk.status()
                #expect(status == .success)
            }
        }
    }

    @Test("Ctrl-C asks where something typed would be lost")
    func dirty() async throws {
        try await World.run { world in
            try await world.desk { desk in
                let terminal = desk.terminal
                terminal.press(.tab, .tab)
                try await terminal.waitFor("▸Key")
                terminal.type("CADP")
                try await terminal.waitFor("••••")
                terminal.press(.control("c"))
                try await terminal.waitFor("┌▸Quit ")
                terminal.press(.escape)
                try await terminal.waitUntil("the desk without the question") { !$0.contains("┌▸Quit ") }
                terminal.press(.control("c"))
                try await terminal.waitFor("┌▸Quit ")
                terminal.press(.control("c"))
                #expect(try await desk.status() == .success)
            }
        }
    }
}
