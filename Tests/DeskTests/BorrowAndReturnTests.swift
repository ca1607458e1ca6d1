import Ledger
import Licensing
import TerminalUI
import TestKit
import Testing

@Suite("Borrowing and returning at the desk", .heavy) struct BorrowAndReturnTests {
    @Test("A borrow outlasts the program, and its return asks for the key then")
    func restart() async throws {
        try await World.run(keepingIn: .file) { world in
            try await world.desk(session: "first") { desk in
                try await desk.takeFromGuide(row: 0)
                desk.terminal.press(.enter)
                try await desk.terminal.waitFor("Borrowed CAD-PRO …9F3T until ")
                desk.terminal.press(.character("q"))
                #expect(try await desk.status() == .success)
            }
            let moment = Moment(host: world.clock.now)
            #expect(try await world.held().map { $0.status(at: moment).isActive } == [true])

            try await world.desk(session: "second") { desk in
                let terminal = desk.terminal
                try await terminal.waitFor("Borrowed 1")
                terminal.press(.escape)
                try await terminal.waitFor("r return")
                terminal.press(.character("r"))
                try await terminal.waitFor("type it again")
                terminal.type(DemoLicense.mesh)
                terminal.press(.enter)
                try await terminal.waitFor("This is not the license key")

                // It is asked for again, and nothing of the wrong one is left.
                terminal.type(DemoLicense.cad)
                terminal.press(.enter)
                try await terminal.waitFor("the server said yes.")
                terminal.press(.character("q"))
                #expect(try await desk.status() == .success)
            }
            #expect(try await world.held().isEmpty)
            #expect(try await world.ledger.borrows(.all).borrows.map(\.releasedAt) == [world.clock.now])
        }
    }

    @Test("A day and a time are picked in the calendar")
    func calendar() async throws {
        try await World.run { world in
            try await world.desk { desk in
                let terminal = desk.terminal
                try await desk.takeFromGuide(row: 2)
                terminal.press(.up, .up)
                try await terminal.waitFor("▸Until")
                terminal.press(.character(" "))
                try await terminal.waitFor("[ ] max borrow time")
                terminal.press(.tab, .down)
                try await terminal.waitFor("Time ")
                terminal.press(.right, .right)
                terminal.type("0915")
                try await terminal.waitFor("09:15")
                terminal.press(.enter)
                // Two days after the end that the form proposes, which is tomorrow.
                try await terminal.waitUntil("the day in the form") {
                    $0.contains("2026-11-26 09:15") && $0.contains("F1 help")
                }

                terminal.press(.enter)
                try await terminal.waitFor("Borrowed RENDER …5VJA until ")
                terminal.press(.character("q"))
                #expect(try await desk.status() == .success)
            }
            #expect(try await world.held().map { $0.grant.map { UTC.format($0.end) } } == ["2026-11-26T09:15:00Z"])
        }
    }

    @Test("A user signs in with a password, and picks one of two licenses from the list")
    func user() async throws {
        try await World.run { world in
            try await world.desk { desk in
                let terminal = desk.terminal
                terminal.type("SIM-X")
                terminal.press(.tab)
                try await terminal.waitFor("[user]")
                terminal.press(.tab)
                try await terminal.waitFor("▸User")
                terminal.type(DemoLicense.user)
                terminal.press(.tab)
                terminal.type(DemoLicense.password)
                terminal.press(.tab, .tab, .tab, .character(" "), .tab)
                try await terminal.waitFor("▸License")
                terminal.press(.enter)
                let list = try await terminal.waitFor("1699349720166342")
                #expect(list.contains("1699349720166341"))
                terminal.press(.down, .down)
                try await terminal.waitFor("▸1699349720166342")
                terminal.press(.enter)
                try await terminal.waitUntil("the number in the form") { $0.contains(/License +1699349720166342/) }
                terminal.press(.backTab, .backTab, .backTab, .backTab, .character(" "))
                let form = try await terminal.waitFor("[x] max borrow time")
                #expect(!form.contains(DemoLicense.password), "the password is shown")
                terminal.press(.enter)
                // An Enter that waits behind another does not press the button that this one leads to.
                try await terminal.waitUntil("the button") { $0.contains(" borrow  ") }
                terminal.press(.enter)
                try await terminal.waitFor("Borrowed SIM-X ana@acme.example until ")
                terminal.press(.character("q"))
                #expect(try await desk.status() == .success)
            }
            #expect(try await world.held().map { $0.grant?.licenseID } == [1_699_349_720_166_342])
        }
    }
}

extension BorrowStatus {
    fileprivate var isActive: Bool { if case .active = self { true } else { false } }
}
