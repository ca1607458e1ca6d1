import Foundation
import TestKit
import Testing

extension InATerminal {
    @Suite("The desk line by line in a terminal") struct DumbTerminal {
        @Test("Where the terminal cannot place its cursor, the desk says so and goes on line by line")
        func dumb() async throws {
            try await Tmux.run(variables: ["TERM": "dumb"]) { terminal in
                try await terminal.type("TERM=dumb berth --demo")
                try await terminal.press("Enter")
                try await terminal.waitFor("This terminal cannot place its cursor (TERM=dumb)")
                try await terminal.waitFor("What to do, by number or word")
                try await terminal.type("q")
                try await terminal.press("Enter")
                #expect(try await terminal.shell("(exit $?)") == 0)
            }
        }

        @Test("A secret is not shown while it is typed, and the terminal shows what is typed after it")
        func secret() async throws {
            try await Tmux.run { terminal in
                let modes = try await terminal.modes()
                try await terminal.type("berth --demo --plain")
                try await terminal.press("Enter")
                for (question, answer) in [
                    ("What to do", "new"), ("Product (its short code):", "CAD-PRO"), ("Sign in with", "key"),
                    ("License key:", DemoLicense.cad), ("Borrow as long as", "yes"), ("A license id", "no"),
                    ("Send the borrow?", "yes"),
                ] {
                    try await terminal.waitFor(question)
                    try await terminal.type(answer)
                    try await terminal.press("Enter")
                }
                let screen = try await terminal.waitFor("Borrowed CAD-PRO …9F3T until ")
                #expect(!screen.contains(DemoLicense.cad))
                #expect(screen.contains("Send the borrow? (yes or no) [yes]: yes"))
                try await terminal.press("C-d")
                try await terminal.waitUntil("the shell") { "#$".contains($0.split(separator: "\n").last?.last ?? " ") }
                #expect(try await terminal.modes() == modes)
            }
        }

        @Test("^C stops waiting for the server, and not the program")
        func interrupt() async throws {
            try await Tmux.run { terminal in
                try await terminal.type("berth --demo --plain")
                try await terminal.press("Enter")
                for (question, answer) in [
                    ("What to do", "new"), ("Product (its short code):", "FAULT-SLOW"), ("Sign in with", "key"),
                    ("License key:", DemoLicense.fault), ("Borrow as long as", "yes"), ("A license id", "no"),
                    ("Send the borrow?", "yes"),
                ] {
                    try await terminal.waitFor(question)
                    try await terminal.type(answer)
                    try await terminal.press("Enter")
                }
                try await terminal.waitFor("Waiting for the server")
                // Only what is on its way can be stopped.
                try await waitUntil("that it is sent") {
                    try await terminal.sent()
                }
                try await terminal.press("C-c")
                try await terminal.waitFor("Problem. ")
                try await terminal.press("Enter")
                try await terminal.type("list")
                try await terminal.press("Enter")
                // Where the list was typed ahead of its question, its answer stands behind that and is wrapped.
                try await terminal.waitUntil("the list") { screen in
                    screen.replacing("\n", with: "").contains("1. FAULT-SLOW …0001, this host, outcome unknown")
                }
            }
        }

        @Test(
            "A signal ends the desk that waits with its status, and tells what may exist and what settles it",
            arguments: [SIGTERM, SIGHUP])
        func signal(number: Int32) async throws {
            try await Tmux.run(columns: 160) { terminal in
                let modes = try await terminal.modes()
                let process = try await terminal.startPlainAsProcess()
                for (question, answer) in [
                    ("What to do", "new"), ("Product (its short code):", "FAULT-SLOW"), ("Sign in with", "key"),
                    ("License key:", DemoLicense.fault), ("Borrow as long as", "yes"), ("A license id", "no"),
                    ("Send the borrow?", "yes"),
                ] {
                    try await terminal.waitFor(question)
                    try await terminal.type(answer)
                    try await terminal.press("Enter")
                }
                try await terminal.waitFor("Waiting for the server")
                try await waitUntil("that it is sent") {
                    try await terminal.sent()
                }
                kill(process, number)
                let screen = try await terminal.waitFor("Settle it: berth settle ")
                #expect(!screen.contains("What can be done here"), "\(screen)")
                #expect(try await terminal.status() == 128 + number)
                #expect(try await terminal.modes() == modes)
            }
        }

        @Test("A signal at a question whose answer is hidden gives the terminal its echo back")
        func signalAtASecret() async throws {
            try await Tmux.run { terminal in
                let modes = try await terminal.modes()
                let process = try await terminal.startPlainAsProcess()
                for (question, answer) in [
                    ("What to do", "new"), ("Product (its short code):", "CAD-PRO"), ("Sign in with", "key"),
                ] {
                    try await terminal.waitFor(question)
                    try await terminal.type(answer)
                    try await terminal.press("Enter")
                }
                try await terminal.waitFor("License key:")
                kill(process, SIGTERM)
                #expect(try await terminal.status() == 143)
                #expect(try await terminal.modes() == modes)
            }
        }
    }
}

extension Tmux {
    /// Starts the demo's desk line by line, and returns the number of its process.
    fileprivate func startPlainAsProcess() async throws -> pid_t {
        try await type("sh -c 'echo $$ > \(home.path)/process; exec berth --demo --plain'")
        try await press("Enter")
        try await waitFor("What to do, by number or word")
        return try #require(pid_t(try home.read("process").trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// Whether the demo's ledger holds a request that has been sent.
    fileprivate func sent() async throws -> Bool {
        let berth = BerthProgram(home: home)
        let history = try await berth("history", "--ledger", home.file("state/berth/demo/ledger.sqlite"))
        return history.output.contains(" sent ")
    }
}
