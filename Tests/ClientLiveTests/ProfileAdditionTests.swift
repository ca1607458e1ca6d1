import ClientCore
import Foundation
import Licensing
import Testing

@testable import ClientLive

@Suite struct ProfileAdditionTests {
    let home: TemporaryHome
    let file: String

    init() throws {
        home = try TemporaryHome()
        file = home.file(TemporaryHome.standardFile)
    }

    private func draft(_ name: String) throws -> ConfigurationDraft {
        var draft = ConfigurationDraft(
            server: "https://two.example.com", authorization: .apiKey(Secret("n-key"), sharedKey: Secret("n-shared")),
            product: "CAD")
        draft.profile = try ProfileAddition(name, to: file)
        return draft
    }

    /// Adds a profile to a text, and returns what became of it.
    private func added(_ name: String = "new", to text: String, mode: Int = 0o600) throws -> String {
        try home.write(text, to: TemporaryHome.standardFile, mode: mode)
        _ = try draft(name).write(to: file, replacing: false)
        return try String(contentsOfFile: file, encoding: .utf8)
    }

    private func lines(_ name: String = "new", indent: Int = 2) -> String {
        let folder = home.file(".config/berth")
        let blanks = String(repeating: " ", count: indent)
        return """
            \(blanks)\(name):
            \(blanks)  server: "https://two.example.com"
            \(blanks)  api_key_file: "\(folder)/new-api-key"
            \(blanks)  shared_key_file: "\(folder)/new-shared-key"
            \(blanks)  product: "CAD"

            """
    }

    @Test func `What holds for all profiles is known, and that its key verifies nothing of the vendor's`() throws {
        try home.write(
            "server: https://one.example.com\npublic_key_file: one.pem\nusername:\nproduct: ''\n",
            to: TemporaryHome.standardFile)
        var written = try draft("new")
        #expect(written.profile?.shared == ["public_key_file", "server"])
        #expect(!written.inheritsPublicKey, "it may be that server's key, too")
        written.server = "https://api.licensespring.com"
        #expect(written.inheritsPublicKey)
        written.publicKeyFile = "/vendor.pem"
        #expect(!written.inheritsPublicKey)
    }

    @Test(arguments: [
        // What stands before the new lines, how far to the right they go, and what stands after them.
        ("# mine\nproduct: CAD # of old\n", "profiles:\n", 2, ""),
        ("profiles:\n    a:\n        warning: 1\n\n        # of a\n", "", 4, "\n# of theme\ntheme: dark\n"),
        ("product: CAD\nprofiles: # all\n  a: {api_key: k, shared_key: s}\n  b:\n", "", 2, ""),
        ("profiles:\n  a:\n    keys:\n      retry: F5\n", "", 2, "product: >\n  CAD\n"),
        ("theme: dark\nprofiles:\n", "", 2, "product: CAD\n"), ("# nothing yet\n", "profiles:\n", 2, ""),
    ])
    func `It is added in lines of its own, and every other byte stays`(
        before: String, key: String, indent: Int, after: String
    ) throws {
        #expect(try added(to: before + after) == before + key + lines(indent: indent) + after)
        let read = try BerthConfiguration.load(overrides: chosen("new"), environment: home.environment())
        #expect(read.server == "https://two.example.com" && read.profile == "new")
        #expect(try read.apiAuthorization() == .apiKey(Secret("n-key"), sharedKey: Secret("n-shared")))
    }

    private func chosen(_ name: String) -> ConfigurationOverrides {
        var overrides = ConfigurationOverrides()
        overrides.profile = name
        return overrides
    }

    @Test(arguments: [
        ("theme: dark\r\n", "profiles:\n", ""), ("theme: dark\r\nascii: true", "\r\nprofiles:\n", ""),
        ("theme: dark\r\nprofiles:\r\n  a:\r\n    warning: 1\r\n", "", "ascii: true"),
    ])
    func `A file of another system keeps its line breaks`(before: String, key: String, after: String) throws {
        let wanted = before + (key + lines()).replacing("\r\n", with: "\n").replacing("\n", with: "\r\n") + after
        #expect(try added(to: before + after) == wanted)
    }

    @Test func `Where the lines go before others, the last of these stays without its end`() throws {
        let before = "profiles:\n  a:\n    warning: 1\n"
        #expect(try added(to: before + "theme: dark") == before + lines() + "theme: dark")
    }

    @Test(arguments: ["theme: dark\rascii: true\rprofiles:\r  a:\r    warning: 1\r", "theme: dark\u{85}ascii: true"])
    func `Line breaks that are none elsewhere are left to a person`(text: String) throws {
        _ = try? added(to: text)
        #expect(try Data(contentsOf: URL(filePath: file)).starts(with: Data(text.utf8)))
    }

    @Test func `No two profiles have a file of a secret in common`() throws {
        try home.write("theme: dark\n", to: TemporaryHome.standardFile)
        let names = ["a-b", "a b", "a/b", "a.b", "a_b", "..", "é"]
        for name in names {
            guard case .written = try draft(name).write(to: file, replacing: false) else {
                Issue.record("\(name) would replace what is there")
                continue
            }
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: home.file(".config/berth"))
        #expect(files.filter { $0.hasSuffix("api-key") }.count == names.count, "\(files)")
        for name in names {
            let read = try BerthConfiguration.load(overrides: chosen(name), environment: home.environment())
            #expect(read.apiKey == Secret("n-key"))
        }
    }

    @Test(arguments: ["a\u{202E}b", "a\u{200B}", "\u{FEFF}a", "a\u{2028}b", String(repeating: "a\u{301}", count: 40)])
    func `A name that cannot be told from another by looking at it is refused`(name: String) throws {
        try home.write("theme: dark\n", to: TemporaryHome.standardFile)
        #expect(throws: Problem.self) { try draft(name) }
    }

    @Test func `A last line without its end gets one, and a link leads to the file that is written`() throws {
        try FileManager.default.createDirectory(
            atPath: home.file(".config/berth"), withIntermediateDirectories: true)
        try home.write("product: CAD", to: "dotfiles/berth.yaml", mode: 0o644)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: home.file("dotfiles/berth.yaml"))
        _ = try draft("new").write(to: file, replacing: false)
        let text = try String(contentsOfFile: home.file("dotfiles/berth.yaml"), encoding: .utf8)
        #expect(text.hasPrefix("product: CAD\nprofiles:\n  new:\n"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: file) == home.file("dotfiles/berth.yaml"))
        let mode = try FileManager.default.attributesOfItem(atPath: home.file("dotfiles/berth.yaml"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func `Where there is no file yet, it is made and chooses the profile`() throws {
        _ = try draft("new").write(to: file, replacing: false)
        let read = try BerthConfiguration.load(environment: home.environment())
        #expect(read.profile == "new" && read.profiles.map(\.name) == ["new"] && read.apiKey == Secret("n-key"))
    }

    @Test(arguments: ["on", "a b", "12", "x: y", "ü", "null", "{"])
    func `A name that means something in YAML is written so that it does not`(name: String) throws {
        let text = try added(name, to: "profiles:\n  a:\n    api_key: k\n")
        let read = try BerthConfiguration.load(overrides: chosen(name), environment: home.environment())
        #expect(read.profile == name && read.profiles.map(\.name) == ["a", name], "\(text)")
    }

    @Test(arguments: [
        ("profiles:\n  new:\n", "There is a profile \"new\" in "), ("warnin: 1\n", "There is no setting \"warnin\""),
        ("a: [", "is not YAML"),
    ])
    func `What is taken or wrong is told before anything is asked`(text: String, words: String) throws {
        try home.write(text, to: TemporaryHome.standardFile)
        let problem = #expect(throws: Problem.self) { try ProfileAddition("new", to: file) }
        #expect(problem?.message.contains(words) == true, "\(String(describing: problem))")
        #expect(throws: Problem.self) { try ProfileAddition("-x", to: home.file("none")) }
    }

    @Test(arguments: ["profiles: {a: {api_key: k}}\n", "profiles: ~\nproduct: CAD\n...\n", "{product: CAD}\n"])
    func `A file that takes no further lines is left as it is, and nothing else is written`(text: String) throws {
        try home.write(text, to: TemporaryHome.standardFile)
        let problem = #expect(throws: Problem.self) { try draft("new").write(to: file, replacing: true) }
        #expect(problem?.code == .configInvalid)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.file(".config/berth")) == ["config.yaml"])
    }

    @Test func `What a file has become meanwhile stays in it, unless the profile is there by then`() throws {
        try home.write("product: CAD\n", to: TemporaryHome.standardFile)
        let draft = try draft("new")
        try home.write("product: SIM\n", to: TemporaryHome.standardFile)
        _ = try draft.write(to: file, replacing: false)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text == "product: SIM\nprofiles:\n" + lines())
        let problem = #expect(throws: Problem.self) { try draft.write(to: file, replacing: true) }
        #expect(problem?.code == .inputInvalid)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    }

    @Test func `A secret that is there is not replaced`() throws {
        try home.write("product: SIM\n", to: TemporaryHome.standardFile)
        try home.write("mine\n", to: ".config/berth/new-api-key")
        #expect(
            try self.draft("new").write(to: file, replacing: false)
                == .wouldReplace([home.file(".config/berth/new-api-key")]))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "product: SIM\n")
    }
}
