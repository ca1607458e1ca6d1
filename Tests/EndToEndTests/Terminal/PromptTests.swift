import TestKit
import Testing

extension InATerminal {
    @Suite("Prompts of the commands") struct Prompts {
        @Test("A license key is asked for where none is configured, and not shown")
        func licenseKey() async throws {
            try await SandboxServer.run { sandbox in
                try await Tmux.run(variables: sandbox.exports) { terminal in
                    let modes = try await terminal.modes()
                    try await terminal.type("berth borrow --product CAD-PRO --max")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("License key:")
                    try await terminal.type(DemoLicense.cad + "x")
                    try await terminal.press("BSpace", "Enter")
                    let screen = try await terminal.waitFor("Borrowed CAD-PRO until ")
                    #expect(!screen.contains(DemoLicense.cad))
                    #expect(try await terminal.modes() == modes)

                    try await terminal.type("berth release CAD-PRO")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("License key …9F3T:")
                    try await terminal.type(DemoLicense.cad)
                    try await terminal.press("Enter")
                    try await terminal.waitFor("Released CAD-PRO …9F3T.")
                }
            }
        }

        @Test("An end that comes earlier is asked about, and no leaves it")
        func shortening() async throws {
            try await SandboxServer.run { sandbox in
                let variables = sandbox.exports.merging(["BERTH_LICENSE_KEY": DemoLicense.mesh]) { $1 }
                try await Tmux.run(variables: variables) { terminal in
                    try await terminal.type("berth borrow --product MESH --until +3h")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("Borrowed MESH until ")
                    try await terminal.type("berth extend MESH --until +1h")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("[y/N]")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("The end was left as it is.")
                    try await terminal.type("berth extend MESH --until +1h")
                    try await terminal.press("Enter")
                    try await terminal.waitUntil("the second question") { screen in
                        screen.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }?.contains("[y/N]") == true
                    }
                    try await terminal.type("y")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("Shortened MESH …R9PA: ")
                }
            }
        }

        @Test("A check of seats asks before it takes one, and offers to give it back")
        func seats() async throws {
            try await SandboxServer.run { sandbox in
                let variables = sandbox.exports.merging(["BERTH_LICENSE_KEY": DemoLicense.mesh]) { $1 }
                try await Tmux.run(variables: variables) { terminal in
                    try await terminal.type("berth activate --product MESH")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("Activated MESH ")
                    try await terminal.type("berth seats MESH")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("[y/N]")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("no seat was taken.")
                    try await terminal.type("clear; berth seats MESH")
                    try await terminal.press("Enter")
                    try await terminal.waitUntil("the question on a clear screen") { screen in
                        screen.contains("[y/N]") && !screen.contains("no seat was taken.")
                    }
                    try await terminal.type("y")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("2 of 3 seats are free; this device holds one.")
                    try await terminal.waitFor("Give it back? [y/N]")
                    try await terminal.type("y")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("Gave the seat back.")
                }
            }
        }

        @Test("A wait is told with its seconds, and leaves its line to what came of it; a quiet one is not told")
        func waiting() async throws {
            try await SandboxServer.run { sandbox in
                let variables = sandbox.exports.merging(["BERTH_LICENSE_KEY": DemoLicense.fault]) { $1 }
                try await Tmux.run(variables: variables) { terminal in
                    try await terminal.type("berth borrow --product FAULT-SLOW --max")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("borrowing FAULT-SLOW… 2 s")
                    try await terminal.press("C-c")
                    let screen = try await terminal.waitFor("transport_cancelled")
                    #expect(!screen.contains("FAULT-SLOW…"), "\(screen)")
                    try await terminal.type("clear; berth settle FAULT-SLOW --repeat --quiet --timeout 4s")
                    try await terminal.press("Enter")
                    try await terminal.waitUntil("the end of a quiet command") { screen in
                        #expect(!screen.contains("setting the end"), "\(screen)")
                        return screen.contains("the time that --timeout gives is over")
                    }
                }
            }
        }

        @Test("Ctrl-C at a prompt ends the command, and the terminal still shows what is typed")
        func interruption() async throws {
            try await Tmux.run(variables: ["BERTH_API_KEY": "key", "BERTH_SHARED_KEY": "shared"]) { terminal in
                let modes = try await terminal.modes()
                try await terminal.type("berth borrow --product CAD-PRO --max")
                try await terminal.press("Enter")
                try await terminal.waitFor("License key:")
                try await terminal.press("C-c")
                try await terminal.waitUntil("the shell's prompt") { screen in
                    let last = screen.split(separator: "\n").last ?? ""
                    return last.hasPrefix("#") || last.hasPrefix("$")
                }
                #expect(try await terminal.status() == 130)
                #expect(try await terminal.modes() == modes)
                // No shell's prompt comes between.
                try await terminal.type("sh -c 'berth borrow --product SIM-X --max; echo and on'")
                try await terminal.press("Enter")
                try await terminal.waitUntil("the next prompt") {
                    $0.contains("SIM-X") && $0.split(separator: "\n").last == "License key:"
                }
                try await terminal.press("C-c")
                try await terminal.waitFor("\nand on")
            }
        }
    }
}
