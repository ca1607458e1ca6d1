import Foundation
import TestKit
import Testing

extension InATerminal {
    @Suite("The configuration, read anew while the desk is open") struct Reloading {
        private static let file = "config/berth/config.yaml"

        @Test("Keys, theme and ASCII act at once; what is wrong is told with its line, and leaves what there was")
        func takenOn() async throws {
            try await Tmux.run(columns: 100) { terminal in
                let home = terminal.home
                try home.write("theme: dark\n", to: Self.file)
                try await terminal.startDemo()
                // As editors save: another file gets the name.
                try home.write("keys:\n  help: F10\nascii: true\ntheme: light\n", to: Self.file + ".new")
                #expect(rename(home.file(Self.file + ".new"), home.file(Self.file)) == 0)
                let screen = try await terminal.waitFor("F10 help")
                #expect(screen.contains("The configuration was read anew: theme, ascii, keys."), "\(screen)")
                #expect(screen.filter { !$0.isASCII } == "", "\(screen)")
                try home.write("keys:\n  help: F10\nservr: x\n", to: Self.file)
                try await terminal.waitFor("Line 3: There is no setting \"servr\".")
                #expect(try await terminal.screen().contains("F10 help"))
                try home.write("keys: [\n", to: Self.file)
                try await terminal.waitFor("The configuration cannot be used; what held before goes on.")
                try home.write("keys:\n  help: F8\n", to: Self.file)
                try await terminal.waitFor("F8 help")
                #expect(chmod(home.file(Self.file), 0o666) == 0)
                try await terminal.waitFor("Others than its owner can write to it")
                #expect(chmod(home.file(Self.file), 0o600) == 0)
                try await terminal.waitUntil("the mended file") { !$0.contains("Others than its owner") }
                try FileManager.default.removeItem(atPath: home.file(Self.file))
                try await terminal.waitFor("The configuration file is gone.")
                #expect(try await terminal.screen().contains("F8 help"))
                for round in 0..<1_000 { try home.write("warning: \(round % 9)\n", to: Self.file) }
                try home.write("keys:\n  help: F7\n", to: Self.file)
                try await terminal.waitFor("F7 help")
                try await terminal.press("C-c")
                #expect(try await terminal.status() == 0)
            }
        }

        @Test("Server, credentials and ledger stay what they were; that they hold from the next start is said")
        func later() async throws {
            try await Tmux.run(columns: 100) { terminal in
                let head = "server: http://127.0.0.1:1\napi_key: the-key\nshared_key: s\nproducts: [CAD]\n"
                try terminal.home.write(head, to: Self.file)
                try await terminal.type("berth --theme mono --log-file \(terminal.home.file("log"))")
                try await terminal.press("Enter")
                try await terminal.waitFor("127.0.0.1:1")
                // What a flag says stands over the file, and is no news.
                let flagged = "theme: dark\nlog_file: other.log\n"
                let changed = head.replacing(":1\n", with: ":2\n").replacing("the-key", with: "another")
                try terminal.home.write(changed + flagged + "ledger: other.sqlite\nwarning: 3\n", to: Self.file)
                let screen = try await terminal.waitFor(
                    "The configuration was read anew: warning. From the next start on: server, api_key and ledger.")
                #expect(screen.contains("127.0.0.1:1") && !screen.contains("127.0.0.1:2"), "\(screen)")
                #expect(!screen.contains("another"))
                #expect(!FileManager.default.fileExists(atPath: terminal.home.file("config/berth/other.sqlite")))
            }
        }

        @Test("A desk keeps its profile, whatever the file comes to choose, and says which one another's borrow needs")
        func profile() async throws {
            try await Tmux.run(columns: 100) { terminal in
                let account = "    server: http://127.0.0.1:1\n    api_key: key-of-one\n    shared_key: s\n"
                let text =
                    "profile: one\nprofiles:\n  one:\n\(account)  two:\n    api_key: key-of-two\n    shared_key: s\n"
                try terminal.home.write(text, to: Self.file)
                try await terminal.type("berth")
                try await terminal.press("Enter")
                #expect(try await terminal.waitFor("F1 help").contains("Berth  one"))
                let other = text.replacing("profile: one", with: "profile: two")
                try terminal.home.write(other + "    keys:\n      help: F9\nkeys:\n  help: F8\n", to: Self.file)
                let screen = try await terminal.waitFor("F8 help")
                #expect(screen.contains("Berth  one"), "\(screen)")
                try terminal.home.write(other.replacing("  one:", with: "  uno:"), to: Self.file)
                try await terminal.waitFor("There is no profile \"one\".")
                try FileManager.default.removeItem(atPath: terminal.home.file(Self.file))
                let gone = try await terminal.waitFor("what held before goes on. The configuration file is gone.")
                #expect(!gone.contains("There is no profile") && gone.contains("Berth  one"), "\(gone)")
                try terminal.home.write("# profiles:\n", to: Self.file)
                let empty = try await terminal.waitFor("The configuration file is empty:")
                #expect(!empty.contains("There is no profile"), "\(empty)")
                try terminal.home.write(text + "keys:\n  help: F7\n", to: Self.file)
                try await terminal.waitFor("F7 help")
            }
        }

        @Test("The desk line by line sends nobody to a profile that is there no more")
        func plainProfiles() async throws {
            try await SandboxServer.run { sandbox in
                try await Tmux.run(columns: 160) { terminal in
                    let exports = sandbox.exports
                    func write(_ other: String) throws {
                        try terminal.home.write(
                            """
                            server: \(exports["BERTH_SERVER"] ?? "")
                            public_key_file: \(exports["BERTH_PUBLIC_KEY_FILE"] ?? "")
                            hardware_id: profiles-1
                            profiles:
                              one:
                                api_key: \(exports["BERTH_API_KEY"] ?? "")
                                shared_key: \(exports["BERTH_SHARED_KEY"] ?? "")
                              \(other):
                                oauth_client_id: demo-company
                                oauth_client_secret: demo-client-secret
                            """, to: Self.file)
                    }
                    try write("two")
                    let key = try terminal.home.write(DemoLicense.mesh, to: "mesh")
                    let berth = BerthProgram(home: terminal.home)
                    let made = try await berth(
                        "borrow", "--profile", "two", "--product", "MESH", "--until", "+2h", "--license-key-file", key)
                    #expect(made.status == 0, "\(made)")
                    try await terminal.type("berth --plain --profile one")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("What to do, by number or word")
                    try await terminal.type("return")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("open `berth --profile two`")
                    try write("deux")
                    try await terminal.type("return")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("open `berth --profile deux`")
                }
            }
        }

        @Test("The desk line by line looks between its questions, and says the same")
        func plain() async throws {
            try await Tmux.run(columns: 160) { terminal in
                let home = terminal.home
                try home.write("theme: dark\n", to: Self.file)
                try await terminal.type("berth --demo --plain")
                try await terminal.press("Enter")
                try await terminal.waitFor("What to do, by number or word")
                try home.write("theme: dark\nascii: true\n", to: Self.file)
                try await terminal.type("new")
                try await terminal.press("Enter")
                try await terminal.waitFor("The configuration was read anew: ascii.")
                // It is looked for before each question, and after each answer, whatever is asked.
                try await terminal.waitFor("Product (its short code)")
                try home.write("theme: dark\nservr: x\n", to: Self.file)
                try await terminal.type("CAD-PRO")
                try await terminal.press("Enter")
                try await terminal.waitFor(
                    "The configuration cannot be used; what held before goes on. Line 2: There is no setting \"servr\". Did you mean"
                )
                try await terminal.waitFor("Sign in with")
                try FileManager.default.removeItem(atPath: home.file(Self.file))
                try await terminal.type("?")
                try await terminal.press("Enter")
                try await terminal.waitFor("what held before goes on. The configuration file is gone.")
                try home.write("theme: dark\nwarning: 3\n", to: Self.file)
                try await terminal.type("q")
                try await terminal.press("Enter")
                try await terminal.waitFor("The configuration was read anew: ascii, warning.")
                try await terminal.type("q")
                try await terminal.press("Enter")
                #expect(try await terminal.shell("(exit $?)") == 0)
            }
        }
    }
}
