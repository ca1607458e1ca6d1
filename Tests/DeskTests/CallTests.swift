import Screens
import TerminalUI
import TestKit
import Testing

@Suite("A desk that calls", .heavy) struct CallTests {
    @Test("Its terminal is called once as a borrow comes within its warning time, and once as it ends")
    func calls() async throws {
        try await World.run { world in
            try await world.desk(notification: .osc9) { desk in
                let terminal = desk.terminal
                try await desk.takeFromGuide(row: 0)
                terminal.press(.enter)
                try await terminal.waitFor("Borrowed CAD-PRO")
                #expect(terminal.calls.isEmpty)
                world.clock.advance(by: 6 * 86_400 + 60)
                try await waitUntil("a call") { terminal.calls.count == 1 }
                #expect(terminal.calls[0].hasPrefix("Berth: CAD-PRO …9F3T ends in "))
                world.clock.advance(by: 60)
                world.clock.advance(by: 86_400)
                try await waitUntil("another call") { terminal.calls.count == 2 }
                #expect(terminal.calls[1] == "Berth: CAD-PRO …9F3T has ended")
            }
        }
    }
}
