import Testing

extension InATerminal {
    @Suite("Appearance") struct Appearance {
        @Test("Colours are used, unless NO_COLOR or --no-color says otherwise")
        func colours() async throws {
            let colour = /\x{1B}\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/
            try await Tmux.run { terminal in
                try await terminal.startDemo()
                #expect(try await terminal.colouredScreen().contains(colour))
                try await terminal.press("C-c")
                _ = try await terminal.status()
                try await terminal.startDemo("--no-color")
                #expect(try await !terminal.colouredScreen().contains(colour))
            }
            try await Tmux.run(variables: ["NO_COLOR": "1"]) { terminal in
                try await terminal.startDemo()
                #expect(try await !terminal.colouredScreen().contains(colour))
            }
        }

        @Test("With --ascii, or where the locale is not UTF-8, nothing but ASCII is drawn", arguments: [true, false])
        func ascii(isAsked: Bool) async throws {
            try await Tmux.run(variables: isAsked ? [:] : ["LANG": "C", "LC_ALL": "C"]) { terminal in
                try await terminal.startDemo(isAsked ? "--ascii" : "")
                try await terminal.takeFromGuide(row: 0)
                try await terminal.press("Enter")
                let screen = try await terminal.waitFor("Borrowed CAD-PRO ~9F3T until ")
                #expect(screen.filter { !$0.isASCII } == "")
                #expect(screen.contains("+"))
            }
        }

        @Test("Theme, keys and ASCII of the configuration are the demo's, too")
        func configured() async throws {
            try await Tmux.run(variables: ["BERTH_THEME": "no-such"]) { terminal in
                try terminal.home.write("ascii: true\nkeys:\n  help: F9\n", to: "config/berth/config.yaml")
                #expect(try await terminal.shell("berth --demo") == 78)
                #expect(try await terminal.screen().contains("There is no theme"))
                try await terminal.type("clear; unset BERTH_THEME; berth --demo")
                try await terminal.press("Enter")
                let screen = try await terminal.waitFor("F9 help")
                #expect(screen.contains("DEMO") && screen.filter { !$0.isASCII } == "")
            }
        }

        @Test("A terminal of a kind that is not known gets a sentence")
        func unknownTerminal() async throws {
            let term = "no-such-terminal"
            try await Tmux.run { terminal in
                #expect(try await terminal.shell("TERM=\(term) berth --demo") == 2)
                let screen = try await terminal.screen()
                #expect(screen.contains("kind of terminal") && screen.contains("Code     terminal_unknown"))
                #expect(screen.contains(term))
                #expect(screen.contains("TERM=xterm-256color"))
            }
        }
    }
}
