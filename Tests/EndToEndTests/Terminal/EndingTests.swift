import Foundation
import TestKit
import Testing

extension InATerminal {
    @Suite("Endings") struct Endings {
        /// A signal and the exit status that it comes to.
        struct Ending: CustomTestStringConvertible, Sendable {
            var name: String
            var signal: Int32
            var status: Int32
            var testDescription: String { name }
        }

        private static let requests = [
            Ending(name: "SIGTERM", signal: SIGTERM, status: 143), Ending(name: "SIGINT", signal: SIGINT, status: 130),
            Ending(name: "SIGHUP", signal: SIGHUP, status: 129),
        ]
        private static let crashes = [
            Ending(name: "SIGSEGV", signal: SIGSEGV, status: 139),
            Ending(name: "SIGABRT", signal: SIGABRT, status: 134),
        ]

        @Test("A signal ends the desk tidily, with the status that stands for it", arguments: requests + crashes)
        func signal(_ ending: Ending) async throws {
            // The runtime's own report of a crash takes seconds, and is not what is tested.
            try await Tmux.run(variables: ["SWIFT_BACKTRACE": "enable=no"]) { terminal in
                _ = try await terminal.shell("echo before the desk")
                let modes = try await terminal.modes()
                let process = try await terminal.startDemoAsProcess()
                kill(process, ending.signal)
                #expect(try await terminal.status() == ending.status)
                #expect(try await terminal.modes() == modes)
                #expect(try await terminal.property("cursor_flag") == "1")
                #expect(try await terminal.property("keypad_cursor_flag") == "0")
                let shell = try await terminal.screen()
                #expect(shell.contains("before the desk"))
                #expect(!shell.contains("Borrowed"))
            }
        }

        @Test("Ctrl-\\, Ctrl-S and Ctrl-Q neither end nor freeze the desk")
        func flowControl() async throws {
            try await Tmux.run { terminal in
                try await terminal.startDemo()
                try await terminal.press("C-\\", "C-s")
                try await terminal.type("MESH")
                try await terminal.waitFor("▸Product  MESH")
                try await terminal.press("C-q")
                try await terminal.type("2")
                try await terminal.waitFor("▸Product  MESH2")
            }
        }

        @Test("A terminal that goes away ends the desk")
        func hangUp() async throws {
            try await Tmux.run { terminal in
                let process = try await terminal.startDemoAsProcess()
                await terminal.close()
                _ = try await eventually("the end of the process", look: { kill(process, 0) == 0 ? nil : true })
            }
        }

        @Test("What the desk waits for as its terminal goes away is written down, however often it is told of that")
        func hangUpWhileWaiting() async throws {
            try await Tmux.run { terminal in
                let berth = BerthProgram(home: terminal.home)
                let ledger = terminal.home.file("state/berth/demo/ledger.sqlite")
                func history() async throws -> String {
                    try await berth("history", "--limit", "1", "--ledger", ledger).output
                }
                let process = try await terminal.startDemoAsProcess()
                try await terminal.press("F2")
                try await terminal.waitFor("Demo guide")
                try await terminal.press("End", "Up", "Enter")
                try await terminal.waitFor("Product  FAULT-SLOW")
                try await terminal.press("Enter")
                try await waitUntil("that it is sent") { try await history().contains(" sent ") }
                await terminal.close()
                // The system has told of it, and so does the shell.
                _ = try await eventually("the end of the process", look: { kill(process, SIGHUP) == 0 ? nil : true })
                let line = try await history()
                #expect(line.contains("transport_cancelled"), "\(line)")
            }
        }
    }
}
