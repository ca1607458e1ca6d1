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
            }
        }
    }
}
