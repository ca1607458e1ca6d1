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

        /// What was typed next showed on the screen.
        @Test("A license key that was mistyped is asked for once more, unseen")
        func mistypedKey() async throws {
            try await Tmux.run(columns: 160) { terminal in
                try await terminal.type("berth --demo --plain")
                try await terminal.press("Enter")
                for (question, answer) in [
                    ("What to do", "new"), ("Product (its short code):", "CAD-PRO"), ("Sign in with", "key"),
                    ("License key:", DemoLicense.cad), ("Borrow as long as", "yes"), ("A license id", "no"),
                    ("Send the borrow?", "yes"), ("Borrowed CAD-PRO", "q"),
                ] {
                    try await terminal.waitFor(question)
                    try await terminal.type(answer)
                    try await terminal.press("Enter")
                }
                try await terminal.type("clear; berth --demo --plain")
                try await terminal.press("Enter")
                try await terminal.waitUntil("the second desk") {
                    $0.contains("What to do") && !$0.contains("Borrowed CAD-PRO")
                }
                for (answer, question) in [("return", "Return which"), ("1", "License key:")] {
                    try await terminal.type(answer)
                    try await terminal.press("Enter")
                    try await terminal.waitFor(question)
                }
                try await terminal.type(DemoLicense.mesh)
                try await terminal.press("Enter")
                try await terminal.waitUntil("that it is asked for once more") { screen in
                    screen.contains("This is not the license key that the borrow was made with: that one is …9F3T.")
                        && screen.matches(of: /License key:/).count == 2
                }
                try await terminal.type(DemoLicense.cad)
                try await terminal.press("Enter")
                let screen = try await terminal.waitFor("Returned CAD-PRO …9F3T: the server said yes.")
                #expect(!screen.contains("Problem."), "\(screen)")
            }
        }

        /// It was said to be left out, and was sent all the same.
        @Test("What others have returned meanwhile is left out of several returns")
        func returnedMeanwhile() async throws {
            try await SandboxServer.run { sandbox in
                let variables = sandbox.exports.merging(["BERTH_LICENSE_KEY": DemoLicense.cad]) { $1 }
                try await Tmux.run(columns: 160, variables: variables) { terminal in
                    let berth = BerthProgram(home: terminal.home, variables: variables)
                    for device in ["node-1", "node-2"] {
                        let ended = try await berth(
                            "borrow", "--product", "CAD-PRO", "--hardware-id", device, "--max")
                        #expect(ended.status == 0, "\(ended)")
                    }
                    let rows = try await berth("status", "--json").printed(PrintedStatus.self).borrows
                    let first = try #require(rows.first { $0.hardware_id == "node-1" })
                    try await terminal.type("berth --plain")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("What to do")
                    try await terminal.type("return")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("Return which")
                    #expect(try await berth("release", first.id).status == 0)
                    for (answer, question) in [("all", "Type \"return\":"), ("return", "Returned CAD-PRO")] {
                        try await terminal.type(answer)
                        try await terminal.press("Enter")
                        try await terminal.waitFor(question)
                    }
                    let screen = try await terminal.waitFor("on node-2: the server said yes.")
                    #expect(screen.contains("on node-1 has been returned meanwhile. Nothing was sent."), "\(screen)")
                    let all = try await berth("status", "--all", "--json").printed(PrintedStatus.self).borrows
                    #expect(all.count == 2, "\(all)")
                }
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
