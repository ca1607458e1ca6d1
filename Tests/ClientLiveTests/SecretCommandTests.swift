import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientLive

/// Secrets that a command prints.
@Suite("Secrets from commands", .heavy)
struct SecretCommandTests {
    private func reader(_ variables: [String: String] = [:], patience: Double = 30) -> SecretReader {
        var reader = SecretReader(environment: ProcessEnvironment(variables))
        reader.patience = patience
        return reader
    }

    private func take(_ words: [String], patience: Double = 30) throws(Problem) -> Secret {
        guard let command = SecretCommand(words) else { throw Problem(.inputInvalid, message: "", time: Date()) }
        return try reader(patience: patience).take(.command(command), for: "shared_key_command").secret
    }

    private func shell(_ line: String, patience: Double = 30) throws(Problem) -> Secret {
        try take(["/bin/sh", "-c", line], patience: patience)
    }

    private func failure(_ line: String, patience: Double = 30) throws -> String {
        let problem = try #require(#expect(throws: Problem.self) { try shell(line, patience: patience) })
        #expect(problem.code == .secretCommandFailed && problem.facts.name == "shared_key_command")
        #expect(!String(describing: problem).contains("s3cret"))
        return problem.message
    }

    @Test(
        "A line is parted as a shell would, and nothing else in it means anything",
        arguments: [
            ("pass show berth/key", ["pass", "show", "berth/key"]), ("  a\t b ", ["a", "b"]),
            (#"a 'b c' "d e" f\ g"#, ["a", "b c", "d e", "f g"]), (#"a"b"'c'"#, ["abc"]), ("a '' \"\"", ["a", "", ""]),
            (#"'\' "\"\\\n""#, ["\\", "\"\\\\n"]), ("a $HOME *|;`x` #", ["a", "$HOME", "*|;`x`", "#"]),
        ])
    func words(line: String, words: [String]) {
        #expect(SecretCommand.words(of: line) == words)
    }

    @Test("A quote or a backslash that ends nowhere is refused", arguments: ["a 'b", "a \"b", "a \\", "\"\\\""])
    func open(line: String) {
        #expect(SecretCommand.words(of: line) == nil)
    }

    @Test("What it prints is the secret, but for a newline at its end; nothing of it is worth remembering")
    func taken() throws {
        let command = try #require(SecretCommand(["/bin/sh", "-c", "echo s3cret"]))
        let (secret, source) = try reader().take(.command(command))
        #expect(secret == Secret("s3cret"))
        #expect(source == .prompt)
        #expect(try take(["printf", "a\\n\\n"]) == Secret("a\n"), "looked for in PATH")
    }

    @Test("What it says as it fails is told without any secret that this program was given")
    func repeated() throws {
        let command = try #require(
            SecretCommand(["/bin/sh", "-c", "echo no such entry: hidden-shared-key >&2; exit 3"]))
        let reader = reader(["BERTH_SHARED_KEY": "hidden-shared-key"])
        let problem = try #require(#expect(throws: Problem.self) { try reader.take(.command(command)) })
        #expect(problem.message.contains("ended with status 3: no such entry: "))
        #expect(!String(describing: problem).contains("hidden-shared-key"))
    }

    @Test(
        "Once it has printed something, what it says as it fails is not told, in whatever spelling",
        arguments: [
            "echo s3cret; echo cannot use s3cret >&2; exit 3", "echo s3cret; echo S3 cret >&2; exit 3",
            "echo a:s3cret; echo czNjcmV0 >&2; exit 3",
        ])
    func printed(line: String) throws {
        let message = try failure(line)
        let reason = "what it said is not shown, since it had printed something, perhaps the secret."
        #expect(message == "The command of shared_key_command, sh, ended with status 3; " + reason)
    }

    @Test("A secret that was read before, from a file or a command, is not told by another command that fails")
    func readBefore() throws {
        let home = try TemporaryHome()
        try home.write("from-a-file\n", to: "key", mode: 0o600)
        let reader = reader()
        _ = try reader.read(.file(home.file("key")))
        _ = try reader.take(.command(#require(SecretCommand(["echo", "from-a-command"]))))
        for secret in ["from-a-file", "from-a-command"] {
            // Beyond what is told, too: none is cut so that its beginning stays.
            for before in [0, 394] {
                let line = "printf '%0\(before)d%s' 0 '\(secret)' >&2; exit 3"
                let command = try #require(SecretCommand(["/bin/sh", "-c", line]))
                let problem = try #require(#expect(throws: Problem.self) { try reader.take(.command(command)) })
                #expect(!problem.message.contains("from-a"), "\(problem.message)")
                #expect(problem.message.count < 520)
            }
        }
    }

    @Test("Nor is one that another reader of this process has read, or that stands in a configuration")
    func readElsewhere() throws {
        let home = try TemporaryHome()
        try home.write("read-by-another-reader\n", to: "key", mode: 0o600)
        _ = try reader().read(.file(home.file("key")))
        try home.write("api_key: in-a-configuration\nshared_key: shared", to: TemporaryHome.standardFile)
        _ = try home.load()
        for secret in ["read-by-another-reader", "in-a-configuration"] {
            let message = try failure("echo no entry for \(secret) >&2; exit 3")
            #expect(message.contains("no entry for ") && !message.contains(secret), "\(message)")
        }
    }

    @Test("It has nothing to read, and none of the secrets that this program was given")
    func surroundings() throws {
        #expect(try shell("cat; echo end") == Secret("end"))
        let variables = ["BERTH_SHARED_KEY": "s3cret", "BERTH_PASSWORD": "s3cret", "BERTH_SERVER": "x", "PATH": "/bin"]
        #expect(ProcessEnvironment.forPrograms(variables) == ["BERTH_SERVER": "x", "PATH": "/bin"])
    }

    @Test("One that fails is told with its status and what it said, in one line")
    func fails() throws {
        let message = try failure("echo 'no such' >&2; echo entry >&2; exit 3")
        #expect(message == "The command of shared_key_command, sh, ended with status 3: no such entry.")
        let odd = try failure("printf '\\033[31mno\\302\\205such\\342\\200\\256 entry' >&2; exit 3")
        #expect(odd.hasSuffix("sh, ended with status 3: [31mno such entry."), "\(odd)")
        #expect(try failure("exit 4").hasSuffix("sh, ended with status 4."))
        #expect(try failure("kill -KILL $$").hasSuffix("sh, was ended by signal 9."))
        #expect(try failure("yes no | head -c 1000000 >&2; exit 1").count < 600)
    }

    @Test("One that is not there cannot be started")
    func missing() throws {
        let problem = try #require(#expect(throws: Problem.self) { try take(["/nowhere/pass", "s3cret"]) })
        #expect(problem.message.hasSuffix("pass, cannot be started: No such file or directory."), "\(problem.message)")
        #expect(!String(describing: problem).contains("s3cret"))
        let words =
            "The command of shared_key_command, which is no program, cannot be started: No such file or directory."
        for secret in ["s3cret", "/nowhere/s3cret"] {
            let problem = try #require(#expect(throws: Problem.self) { try take([secret]) })
            #expect(problem.message == words && !String(describing: problem).contains("s3cret"))
        }
    }

    @Test("One that prints nothing, too much or no text brings no secret")
    func useless() throws {
        #expect(try failure("true").hasSuffix("The output of the command of shared_key_command, sh, is empty."))
        #expect(try failure("yes s3cret").hasSuffix("sh, printed more than 16 KiB, and was ended."))
        #expect(try failure(#"printf '\377\376'"#).hasSuffix(", sh, is not UTF-8 text."))
    }

    @Test("One that takes too long is ended, whether it listens to that or not")
    func late() throws {
        #expect(try failure("exec sleep 60", patience: 0.1).hasSuffix("sh, did not end within 0 s, and was ended."))
        #expect(try failure("trap '' TERM; while :; do sleep 0.1; done", patience: 0.1).contains("did not end"))
    }

    @Test("What it leaves running ends with it")
    func leftover() throws {
        let home = try TemporaryHome()
        #expect(try shell("sleep 600 & echo $! > \(home.file("ids")); echo s3cret") == Secret("s3cret"))
        #expect(runningProcesses(in: home.file("ids")).isEmpty)
    }

    @Test("One that does not end is told with what to do, and not with a new configuration")
    func hung() throws {
        let problem = try #require(
            #expect(throws: Problem.self) { try shell("exec sleep 60", patience: 0.1) })
        let explanation = ProblemCatalogue.explain(problem)
        #expect(explanation.whatHappened == problem.message && explanation.exitCode == .configuration)
        #expect(explanation.remedies.contains { $0.words.hasPrefix("run the command by hand") })
        #expect(!explanation.remedies.map(\.text).joined().contains("config init"))
    }

    @Test("It is run for what is needed alone")
    func need() throws {
        let home = try TemporaryHome()
        let command = "touch \(home.file("was-run"))"
        let text = """
            api_key_command: \(command)
            license_key_command: \(command)
            password_command: [touch, "\(home.file("was-run"))"]
            oauth_client_id: client
            oauth_client_secret: secret
            """
        try home.write(text, to: TemporaryHome.standardFile)
        let configuration = try home.load()
        _ = try SettingOrigin.all(flag: nil, home.environment())
        let expected = SecretCommand(["touch", home.file("was-run")], setting: "license_key_command")
        #expect(configuration.licenseKeySource?.place == expected.map { .command($0) })
        #expect(!FileManager.default.fileExists(atPath: home.file("was-run")), "OAuth goes before the keys")
        try home.write("shared_key_command: \(command)", to: TemporaryHome.standardFile)
        _ = try BerthConfiguration.load(environment: home.environment(), asksServer: false)
        _ = try BerthConfiguration.load(environment: home.environment(), readsSecrets: false)
        #expect(!FileManager.default.fileExists(atPath: home.file("was-run")))
        #expect(throws: Problem.self) { try home.load() }
        #expect(FileManager.default.fileExists(atPath: home.file("was-run")))
    }

    @Test("A variable may hold one as well, and wins over the file; where it is shown, its arguments are not")
    func layers() throws {
        let home = try TemporaryHome()
        try home.write("api_key_file: none\nshared_key_command: [echo, in file]", to: TemporaryHome.standardFile)
        let variables = ["BERTH_API_KEY_COMMAND": "echo 'in variable'"]
        let configuration = try home.load(variables)
        #expect(configuration.apiKey == Secret("in variable"))
        #expect(configuration.sharedKey == Secret("in file"))
        let origins = try SettingOrigin.all(flag: nil, home.environment(variables))
        #expect(origins.first { $0.name == "api_key_command" }?.value == "runs echo")
        #expect(origins.first { $0.name == "shared_key_command" }?.value == "runs echo")
    }

    @Test("A list that holds more than words is refused")
    func list() throws {
        let home = try TemporaryHome()
        try home.write("shared_key_command: [echo, [s3cret]]", to: TemporaryHome.standardFile)
        let problem = try #require(#expect(throws: Problem.self) { try home.load() })
        #expect(problem.message == "Line 1: shared_key_command must be a command: a single text, or a list of words.")
    }
}
