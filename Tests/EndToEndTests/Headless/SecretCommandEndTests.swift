import Foundation
import TestKit
import Testing

/// What becomes of the programs that Berth starts for a secret.
@Suite("Secret commands and their ends", .heavy)
struct SecretCommandEndTests {
    /// Settings with which nothing is reached, and a command for the shared key.
    static func variables(_ command: String) -> [String: String] {
        [
            "BERTH_SERVER": "http://127.0.0.1:9", "BERTH_API_KEY": "key", "BERTH_LICENSE_KEY": DemoLicense.mesh,
            "BERTH_SHARED_KEY_COMMAND": command, "BERTH_HARDWARE_ID": "node-1",
        ]
    }

    /// A command that hangs with a child of its own; both write their numbers to `ids`.
    static func hanging(_ home: Home) throws -> String {
        try home.write(
            "#!/bin/sh\necho $$ >> \(home.file("ids"))\nsh -c 'echo $$ >> \(home.file("ids")); sleep 600'\n",
            to: "hang.sh", mode: 0o755)
    }

    @Test(
        "A signal that ends Berth ends the command for a secret with all that it has started",
        arguments: [SIGTERM, SIGINT, SIGHUP])
    func signals(number: Int32) async throws {
        let home = try Home()
        let berth = BerthProgram(home: home, variables: Self.variables(try Self.hanging(home)))
        let program = try berth.start(["borrow", "--product", "MESH", "--max"])
        try await waitUntil("both") { runningProcesses(in: home.file("ids")).count == 2 }
        program.signal(number)
        let ended = try await program.ended()
        #expect(ended.status == 128 + number, "\(ended)")
        #expect(runningProcesses(in: home.file("ids")).isEmpty, "\(ended)")
        #expect(home.contents()["state/berth/ledger.sqlite"] == nil)
    }

    @Test("A signal that is ignored from the start stays ignored, as nohup wants it", .program("nohup"))
    func ignored() async throws {
        let home = try Home()
        let script = try home.write(
            "#!/bin/sh\necho $$ >> \(home.file("ids"))\nwhile [ ! -e \(home.file("go")) ]; do sleep 0.02; done\necho key\n",
            to: "slow.sh", mode: 0o755)
        let program = try RunningProgram(
            findProgram("nohup") ?? "", [BerthProgram.path, "borrow", "--product", "MESH", "--max"],
            environment: home.environment.merging(Self.variables(script)) { $1 }, scratch: home)
        try await waitUntil("the command") { runningProcesses(in: home.file("ids")).count == 1 }
        program.signal(SIGHUP)
        try home.write("", to: "go")
        let ended = try await program.ended()
        #expect(ended.status == 20 && ended.errors.contains("transport_refused"), "\(ended)")
    }

    @Test("A signal ends a run of many that waits for a row's key, and the command for that")
    func many() async throws {
        try await SandboxServer.run { sandbox in
            let key = try sandbox.home.write(DemoLicense.mesh, to: "key")
            let borrowed = try await sandbox.berth.with(["BERTH_LICENSE_KEY_COMMAND": "cat \(key)"])(
                "borrow", "--product", "MESH", "--max", "--hardware-id", "node-1")
            #expect(borrowed.status == 0, "\(borrowed)")
            let file = try sandbox.home.write("product,hardware_id\nMESH,node-1\n", to: "back.csv")
            let program = try sandbox.berth.with(["BERTH_LICENSE_KEY_COMMAND": try Self.hanging(sandbox.home)])
                .start(["release", "--from", file])
            try await waitUntil("both") { runningProcesses(in: sandbox.home.file("ids")).count == 2 }
            program.signal(SIGTERM)
            let ended = try await program.ended()
            #expect(ended.status == 143, "\(ended)")
            #expect(runningProcesses(in: sandbox.home.file("ids")).isEmpty)
            let status = try await sandbox.berth("status", "--json").printed(PrintedStatus.self)
            #expect(status.borrows.map(\.status) == ["active"], "nothing was sent: \(status)")
        }
    }

    @Test("The time of a command is that of its secrets, too: nothing was sent, and nothing is left running")
    func timeout() async throws {
        let home = try Home()
        let berth = BerthProgram(home: home, variables: Self.variables(try Self.hanging(home)))
        for words in [
            "borrow --product MESH --max", "release MESH", "extend MESH --max", "activate --product MESH",
            "licenses --product MESH --user ana@acme.example",
        ] {
            let ended = try await berth.start(
                words.split(separator: " ").map(String.init) + ["--timeout", "1s", "--json"]
            ).ended()
            let printed = try ended.printed(TimeoutTests.Printed.self)
            #expect(ended.status == 20 && printed.outcome == "not_sent" && printed.timed_out == true, "\(ended)")
            #expect(printed.problem?.code == "operation_not_sent", "\(ended)")
            #expect(printed.problem?.message.contains("The command of BERTH_SHARED_KEY_COMMAND, hang.sh,") == true)
        }
        #expect(runningProcesses(in: home.file("ids")).isEmpty)
        let words = try await berth("borrow", "--product", "MESH", "--max", "--timeout", "1s")
        #expect(words.errors.hasPrefix("berth: the time that --timeout gives is over\n"), "\(words)")
        #expect(!words.errors.contains("config init"), "\(words)")
    }

    @Test("A command for a secret that does not end when it is asked to is ended by then, too")
    func stubborn() async throws {
        let home = try Home()
        let script = try home.write(
            "#!/bin/sh\ntrap '' TERM\necho $$ >> \(home.file("ids"))\nwhile :; do sleep 0.1; done\n", to: "stay.sh",
            mode: 0o755)
        let berth = BerthProgram(home: home, variables: Self.variables(script))
        let ended = try await berth("borrow", "--product", "MESH", "--max", "--timeout", "1s", "--json")
        #expect(try ended.printed(TimeoutTests.Printed.self).timed_out == true && ended.status == 20, "\(ended)")
        #expect(runningProcesses(in: home.file("ids")).isEmpty)
    }

    @Test("A pipe that nobody writes to is not waited for beyond the command's time")
    func pipes() async throws {
        let home = try Home()
        let pipe = home.file("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        let berth = BerthProgram(home: home, variables: Self.variables("echo key"))
        for words in [
            ["borrow", "--product", "MESH", "--max", "--license-key-file", pipe], ["borrow", "--from", pipe],
            ["release", "--from", pipe],
        ] {
            let ended = try await berth.start(words + ["--timeout", "1s", "--json"]).ended()
            let printed = try ended.printed(TimeoutTests.Printed.self)
            #expect(ended.status == 20 && printed.timed_out == true, "\(ended)")
            #expect(printed.problem?.message.contains("pipe") == true, "\(ended)")
        }
    }

    @Test("The ledger's lock is not waited for beyond the command's time, as long as nothing was sent")
    func lock() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            #expect(try await berth("borrow", "--product", "MESH", "--until", "+1h").status == 0)
            let before = try await berth("history").output
            // As another writer has it: the byte that SQLite calls RESERVED.
            let descriptor = open(sandbox.home.file("state/berth/ledger.sqlite"), O_RDWR | O_CLOEXEC)
            var lock = flock(
                l_type: Int16(F_WRLCK), l_whence: Int16(SEEK_SET), l_start: 0x4000_0001, l_len: 1, l_pid: 0)
            try #require(fcntl(descriptor, F_SETLK, &lock) == 0)
            let ended = try await berth("release", "MESH", "--timeout", "1s", "--json")
            close(descriptor)
            let printed = try ended.printed(TimeoutTests.Printed.self)
            #expect(ended.status == 20 && printed.outcome == "not_sent" && printed.timed_out == true, "\(ended)")
            #expect(try await berth("history").output == before)
        }
    }
}

extension InATerminal {
    @Suite("Secret commands on a terminal") struct SecretCommands {
        @Test("One that asks on the terminal gets it, and leaves it as it was; ^C there ends both")
        func asking() async throws {
            try await SandboxServer.run { sandbox in
                var variables = sandbox.exports
                let key = variables.removeValue(forKey: "BERTH_SHARED_KEY") ?? ""
                let script = try sandbox.home.write(
                    """
                    #!/bin/sh
                    echo $$ > \(sandbox.home.file("ids"))
                    stty -echo < /dev/tty
                    printf 'PIN: ' > /dev/tty
                    read -r pin < /dev/tty
                    stty echo < /dev/tty
                    [ "$pin" = 4711 ] && echo '\(key)'
                    """, to: "ask.sh", mode: 0o755)
                variables["BERTH_SHARED_KEY_COMMAND"] = script
                variables["BERTH_LICENSE_KEY"] = DemoLicense.mesh
                try await Tmux.run(variables: variables) { terminal in
                    let modes = try await terminal.modes()
                    try await terminal.type("clear; berth borrow --product MESH --max")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("PIN:")
                    try await terminal.type("4711")
                    try await terminal.press("Enter")
                    let screen = try await terminal.waitFor("Borrowed MESH until ")
                    #expect(!screen.contains("4711"))
                    #expect(try await terminal.modes() == modes)

                    try await terminal.type("clear; berth release MESH")
                    try await terminal.press("Enter")
                    try await terminal.waitFor("PIN:")
                    try await terminal.press("C-c")
                    try await terminal.waitForShell()
                    #expect(try await terminal.status() == 130)
                    #expect(try await terminal.modes() == modes)
                    #expect(runningProcesses(in: sandbox.home.file("ids")).isEmpty)
                }
            }
        }

        @Test("What takes long is told, unless it asks; what the doctor writes over stays off its question")
        func waiting() async throws {
            let home = try Home()
            let slow = try home.write(
                "#!/bin/sh\nwhile [ ! -e \(home.file("go")) ]; do sleep 0.02; done\necho key\n", to: "slow.sh",
                mode: 0o755)
            // It says itself when whatever would be written over its question had the time to be.
            let asking = try home.write(
                """
                #!/bin/sh
                (sleep 2; : > \(home.file("later"))) &
                printf 'PIN: ' > /dev/tty
                read -r pin < /dev/tty
                echo key

                """, to: "ask.sh", mode: 0o755)
            try await Tmux.run(variables: SecretCommandEndTests.variables(slow)) { terminal in
                try await terminal.type("clear; berth borrow --product MESH --max")
                try await terminal.press("Enter")
                try await terminal.waitFor("Waiting for BERTH_SHARED_KEY_COMMAND (slow.sh)…")
                try home.write("", to: "go")
                let screen = try await terminal.waitFor("transport_refused")
                #expect(screen.components(separatedBy: "Waiting for").count == 2, "\(screen)")

                try await terminal.type("clear; BERTH_SHARED_KEY_COMMAND=\(asking) berth doctor")
                try await terminal.press("Enter")
                try await terminal.waitFor("PIN:")
                try await waitUntil("a while") { FileManager.default.fileExists(atPath: home.file("later")) }
                let quiet = try await terminal.screen()
                #expect(quiet.contains("PIN:") && !quiet.contains("looking"), "\(quiet)")
                #expect(!quiet.contains("Waiting for"), "\(quiet)")
                try await terminal.type("99")
                try await terminal.press("Enter")
                try await terminal.waitFor("Nothing responds at")
            }
        }

        @Test("^C ends one that asks nothing, with all that it has started")
        func interruption() async throws {
            let home = try Home()
            let command = try SecretCommandEndTests.hanging(home)
            try await Tmux.run(variables: SecretCommandEndTests.variables(command)) { terminal in
                try await terminal.type("berth borrow --product MESH --max")
                try await terminal.press("Enter")
                try await waitUntil("both") { runningProcesses(in: home.file("ids")).count == 2 }
                try await terminal.press("C-c")
                try await terminal.waitForShell()
                #expect(try await terminal.status() == 130)
                #expect(runningProcesses(in: home.file("ids")).isEmpty)
            }
        }

        @Test("^Z stops both, and they go on together")
        func suspension() async throws {
            let home = try Home()
            let script = try home.write(
                "#!/bin/sh\nprintf 'PIN: ' > /dev/tty\nread -r pin < /dev/tty\necho \"$pin\" > \(home.file("pin"))\n",
                to: "ask.sh", mode: 0o755)
            try await Tmux.run(variables: SecretCommandEndTests.variables(script)) { terminal in
                try await terminal.type("berth borrow --product MESH --max")
                try await terminal.press("Enter")
                try await terminal.waitFor("PIN:")
                try await terminal.press("C-z")
                try await terminal.waitFor("Stopped")
                try await terminal.type("fg")
                try await terminal.press("Enter")
                // As it was typed, as it was stopped, and as it goes on.
                try await terminal.waitUntil("the command once more") {
                    $0.components(separatedBy: "berth borrow --product MESH").count == 4
                }
                try await terminal.type("99")
                try await terminal.press("Enter")
                try await waitUntil("what was typed") { (try? home.read("pin")) == "99\n" }
                try await terminal.waitFor("config_secret_command_failed")
            }
        }
    }
}
