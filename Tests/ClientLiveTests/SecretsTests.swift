import Foundation
import Licensing
import Testing

@testable import ClientLive

@Suite struct SecretsTests {
    let home: TemporaryHome
    let reader = SecretReader(
        environment: ProcessEnvironment([
            "BERTH_LICENSE_KEY": "s3cret\n", "BERTH_PASSWORD": "",
            "BERTH_API_KEY": String(repeating: "s3cret", count: 10_000),
            "BERTH_PRODUCT": "s3cret", "OTHER": "s3cret",
        ]))

    init() throws { home = try TemporaryHome() }

    private func failure(_ source: SecretSource) throws -> Problem {
        let problem = try #require(#expect(throws: Problem.self) { try reader.read(source) })
        #expect(!String(describing: problem).contains("s3cret"))
        return problem
    }

    @Test func `A variable is taken as it is`() throws {
        #expect(try reader.read(.environment("BERTH_LICENSE_KEY")).exposed == "s3cret\n")
    }

    @Test(arguments: ["BERTH_PASSWORD", "BERTH_SHARED_KEY", "BERTH_PRODUCT", "OTHER"])
    func `A variable that is empty, not set or made for no secret is a problem`(name: String) throws {
        let problem = try failure(.environment(name))
        #expect(problem.code == .configMissing)
        #expect(problem.facts.name == name)
    }

    @Test func `What is longer than any secret is refused`() throws {
        #expect(try failure(.environment("BERTH_API_KEY")).message == "BERTH_API_KEY is longer than any secret.")
        let long = String(repeating: "s3cret", count: 10_000)
        #expect(try failure(.file(home.write(long, to: "key"))).code == .configInvalid)
    }

    @Test(arguments: [("s3cret", "s3cret"), ("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"), (" s3\n\n", " s3\n")])
    func `Of a file one newline at the end does not count`(text: String, secret: String) throws {
        #expect(try reader.read(.file(home.write(text, to: "key"))).exposed == secret)
    }

    @Test(arguments: ["", "\n"])
    func `An empty file is a problem`(text: String) throws {
        #expect(try failure(.file(home.write(text, to: "key"))).code == .configInvalid)
    }

    @Test func `A file that is not text is a problem`() throws {
        let file = home.file("key")
        try Data([0x73, 0xFF, 0xFE]).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        #expect(try failure(.file(file)).code == .configInvalid)
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o644])
    func `A file that others can use is a problem with its remedy`(mode: Int) throws {
        let problem = try failure(.file(home.write("s3cret", to: "it's key", mode: mode)))
        #expect(problem.code == .secretFileExposed)
        #expect(problem.message.hasSuffix(#"Run: chmod 600 '\#(home.path)/it'\''s key'"#))
    }

    @Test func `A link to a private file is as private as the file`() throws {
        try home.write("s3cret", to: "key")
        try FileManager.default.createSymbolicLink(atPath: home.file("link"), withDestinationPath: home.file("key"))
        #expect(try reader.read(.file(home.file("link"))).exposed == "s3cret")
    }

    @Test func `A missing file, a directory and an endless file are problems`() throws {
        #expect(try failure(.file(home.file("none"))).code == .configInvalid)
        #expect(try failure(.file(home.path)).code == .configUnreadable)
        #expect(try failure(.file("/dev/zero")).code == .configUnreadable)
    }

    @Test func `A pipe that nobody fills is not waited for endlessly`() throws {
        #expect(mkfifo(home.file("pipe"), 0o600) == 0)
        var reader = reader
        reader.patience = 0.05
        let problem = try #require(
            #expect(throws: Problem.self) { try reader.read(.file(home.file("pipe"))) })
        #expect(problem.message.contains("nobody has written to the pipe and closed it within"), "\(problem.message)")
    }

    @Test func `A pipe is read to its end, and its name is not worth remembering`() throws {
        // As a shell's <(…) is: by the time that it is opened anew, its writer may be gone.
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        #expect(write(ends[1], "s3cret\n", 7) == 7)
        close(ends[1])
        let (secret, source) = try reader.take(.file("/dev/fd/\(ends[0])"))
        #expect(secret == Secret("s3cret"))
        #expect(source == .prompt)
    }

    @Test func `A pipe that others may read from is refused as a file is`() throws {
        #expect(mkfifo(home.file("pipe"), 0o600) == 0)
        #expect(chmod(home.file("pipe"), 0o644) == 0)
        #expect(try failure(.file(home.file("pipe"))).code == .secretFileExposed)
    }

    @Test func `A file is worth remembering`() throws {
        let path = try home.write("s3cret", to: "key")
        #expect(try reader.take(.file(path)).source == .file(path))
    }

    @Test func `What does not exist is not repeated, for it may be the secret`() throws {
        let problem = try #require(
            #expect(throws: Problem.self) { try reader.read(.file("/tmp/s3cret"), for: "--license-key-file") })
        #expect(!String(describing: problem).contains("s3cret"))
        #expect(problem.message.contains("--license-key-file"))
    }

    @Test func `Nor is it shown among the settings`() throws {
        let home = try TemporaryHome()
        try home.write("k", to: ".config/berth/key")
        let commands = "license_key_command: s3cret\npassword_command: sh\n"
        try home.write("api_key_file: key\nshared_key_file: s3cret\n" + commands, to: TemporaryHome.standardFile)
        let origins = try SettingOrigin.all(flag: nil, home.environment())
        func value(_ name: String) -> String? { origins.first { $0.name == name }?.value }
        #expect(value("api_key_file") == home.file(".config/berth/key"))
        #expect(value("shared_key_file") == "not shown, perhaps the secret itself: there is no such file")
        #expect(value("license_key_command") == "not shown, perhaps the secret itself: there is no such program")
        #expect(value("password_command") == "runs sh")
        try home.write("api_key_file: key\nshared_key_file: another\n" + commands, to: TemporaryHome.standardFile)
        let changed = SettingOrigin.changes(from: origins, to: try SettingOrigin.all(flag: nil, home.environment()))
        #expect(changed == ["shared_key_file"])
    }

    @Test func `A hardware id that is set changes nothing of how one would be made`() throws {
        let home = try TemporaryHome()
        let before = try SettingOrigin.all(flag: nil, home.environment())
        try home.write("hardware_id: d-1\n", to: TemporaryHome.standardFile)
        let changes = SettingOrigin.changes(from: before, to: try SettingOrigin.all(flag: nil, home.environment()))
        #expect(changes == ["hardware_id"])
    }

    @Test func `A problem has the time at which it was met`() throws {
        let time = Date(timeIntervalSince1970: 1_000)
        let reader = SecretReader(environment: ProcessEnvironment([:]), now: { time })
        let problem = #expect(throws: Problem.self) { try reader.read(.environment("BERTH_LICENSE_KEY")) }
        #expect(problem?.time == time)
    }

    @Test func `A prompt is asked, and has to be answered`() throws {
        #expect(try failure(.prompt).code == .configMissing)
        let asking = SecretReader(
            environment: ProcessEnvironment([:]), prompt: { () throws(Problem) in Secret("typed") })
        #expect(try asking.read(.prompt) == Secret("typed"))
        let silent = SecretReader(environment: ProcessEnvironment([:]), prompt: { () throws(Problem) in Secret("") })
        #expect(throws: Problem.self) { try silent.read(.prompt) }
    }
}
