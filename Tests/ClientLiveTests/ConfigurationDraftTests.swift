import ClientLive
import Foundation
import Licensing
import TestKit
import Testing

@Suite("Writing a configuration")
struct ConfigurationDraftTests {
    private let folder: URL
    private var file: String { folder.appending(path: "config/berth/config.yaml").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "berth-draft-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func draft(keepsSecrets: Bool = true) -> ConfigurationDraft {
        ConfigurationDraft(
            server: "http://127.0.0.1:8181", publicKeyFile: nil,
            authorization: .apiKey(Secret("an-api-key"), sharedKey: Secret("a-shared-key")), product: "CAD-PRO",
            hardwareID: HardwareID(rawValue: #"render "17"\ ü: #"#), licenseKeyFile: "~/key", username: nil,
            keepsSecrets: keepsSecrets)
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: (file as NSString).deletingLastPathComponent).sorted()
    }

    private func environment(_ more: [String: String] = [:]) -> ProcessEnvironment {
        ProcessEnvironment(
            ["HOME": folder.path, "XDG_CONFIG_HOME": folder.path + "/config"].merging(more) { $1 },
            workingDirectory: folder.path)
    }

    @Test("What is written is what is read, is its owner's alone, and holds no secret itself")
    func written() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let before = umask(0)
        defer { umask(before) }
        let berth = (file as NSString).deletingLastPathComponent
        #expect(
            try draft().write(to: file, replacing: false)
                == .written([file, berth + "/api-key", berth + "/shared-key"], variables: []))
        #expect(try names() == ["api-key", "config.yaml", "shared-key"])
        for name in try names() { #expect(try mode(berth + "/" + name) == 0o600) }
        #expect(try mode(berth) == 0o700)
        #expect(try !String(contentsOfFile: file, encoding: .utf8).contains("an-api-key"))
        let read = try BerthConfiguration.load(environment: environment())
        #expect(read.server == "http://127.0.0.1:8181" && read.product == "CAD-PRO")
        #expect(read.hardwareID == HardwareID(rawValue: #"render "17"\ ü: #"#))
        #expect(read.licenseKeySource?.place == .file(folder.path + "/key"))
        #expect(try read.apiAuthorization() == .apiKey(Secret("an-api-key"), sharedKey: Secret("a-shared-key")))
    }

    @Test("Secrets that variables are to hold are written nowhere")
    func variables() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(
            try draft(keepsSecrets: false).write(to: file, replacing: false)
                == .written([file], variables: ["BERTH_API_KEY", "BERTH_SHARED_KEY"]))
        #expect(try names() == ["config.yaml"])
        let variables = ["BERTH_API_KEY": "k", "BERTH_SHARED_KEY": "s"]
        #expect(try BerthConfiguration.load(environment: environment(variables)).product == "CAD-PRO")
        var oauth = draft()
        oauth.authorization = .oauth(clientID: "a-client", clientSecret: Secret("a-secret"))
        #expect(try oauth.write(to: file, replacing: true) != .wouldReplace([file]))
        #expect(try names() == ["config.yaml", "oauth-client-secret"])
        let read = try BerthConfiguration.load(environment: environment())
        #expect(try read.apiAuthorization() == .oauth(clientID: "a-client", clientSecret: Secret("a-secret")))
    }

    @Test(
        "Whatever variable goes before what is written is told, be it of another kind or of what was left to the standard"
    )
    func hiding() {
        defer { try? FileManager.default.removeItem(at: folder) }
        var written = draft()
        (written.publicKeyFile, written.hardwareID) = (nil, nil)
        let others = [
            "BERTH_API_KEY": "k", "BERTH_OAUTH_CLIENT_ID": "c", "BERTH_PUBLIC_KEY_FILE": "/p", "BERTH_HARDWARE_ID": "d",
            "BERTH_THEME": "dark",
        ]
        let always = ["BERTH_HARDWARE_ID", "BERTH_OAUTH_CLIENT_ID", "BERTH_PUBLIC_KEY_FILE"]
        #expect(written.hidden(by: environment(others)) == ["BERTH_API_KEY"] + always)
        written.keepsSecrets = false
        #expect(written.hidden(by: environment(others)) == always)
        written.authorization = .oauth(clientID: "a-client", clientSecret: Secret("a-secret"))
        // Among the variables OAuth goes before the keys.
        #expect(written.hidden(by: environment(others)) == always)
        written.keepsSecrets = true
        #expect(written.hidden(by: environment(others)) == ["BERTH_API_KEY"] + always)
    }

    @Test("Nothing is replaced unless that is asked for, and then as a whole")
    func existing() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let berth = (file as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: berth, withIntermediateDirectories: true)
        try "mine".write(toFile: berth + "/shared-key", atomically: true, encoding: .utf8)
        #expect(try draft().write(to: file, replacing: false) == .wouldReplace([berth + "/shared-key"]))
        #expect(try names() == ["shared-key"])
        #expect(try String(contentsOfFile: berth + "/shared-key", encoding: .utf8) == "mine")
        _ = try draft().write(to: file, replacing: true)
        #expect(try String(contentsOfFile: berth + "/shared-key", encoding: .utf8) == "a-shared-key\n")
        #expect(try mode(berth + "/shared-key") == 0o600)
    }

    @Test("Where one file cannot be written, none is")
    func refused() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let berth = (file as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: true)
        let isFolder = #expect(throws: Problem.self) { try draft().write(to: file, replacing: true) }
        #expect(isFolder?.code == .fileUnwritable && isFolder?.facts.path == file)
        #expect(try names() == ["config.yaml"])
        try FileManager.default.removeItem(atPath: berth)
        try "in the way".write(toFile: berth, atomically: true, encoding: .utf8)
        let inTheWay = #expect(throws: Problem.self) { try draft().write(to: file, replacing: false) }
        #expect(inTheWay?.facts.path == berth && inTheWay?.message == "Not a directory")
        let name = String(repeating: "x", count: 300)
        #expect(throws: Problem.self) {
            try draft().write(to: folder.path + "/new/\(name)/config.yaml", replacing: false)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/new"), "no folder is left, either")
    }

    @Test("Where the last of several files cannot be replaced, the others are what they were", .bindMount)
    func putBack() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let berth = (file as NSString).deletingLastPathComponent
        _ = try draft().write(to: file, replacing: false)
        try Data("of old".utf8).write(to: URL(filePath: berth + "/shared-key"))
        try FileManager.default.removeItem(atPath: berth + "/api-key")
        // As a container has a file of its host.
        let before = try Data(contentsOf: URL(filePath: file))
        try #require(mount(file, file, nil, UInt(MS_BIND), nil) == 0)
        defer { umount2(file, Int32(MNT_DETACH)) }
        let problem = #expect(throws: Problem.self) { try draft().write(to: file, replacing: true) }
        #expect(problem?.facts.path == file && problem?.message == String(cString: strerror(EBUSY)))
        #expect(try names() == ["config.yaml", "shared-key"])
        #expect(try String(contentsOfFile: berth + "/shared-key", encoding: .utf8) == "of old")
        #expect(try Data(contentsOf: URL(filePath: file)) == before)
    }

    @Test("A link in the place of the file is followed, be there anything behind it or not; one of a secret is not")
    func link() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let berth = (file as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: berth, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "../../dotfiles/berth.yaml")
        let target = try #require(realpath(folder.path, nil).map { String(cString: $0) }) + "/dotfiles/berth.yaml"
        guard case .written(let first, _) = try draft().write(to: file, replacing: false) else {
            Issue.record("nothing was there")
            return
        }
        #expect(first.map { ($0 as NSString).lastPathComponent } == ["berth.yaml", "api-key", "shared-key"])
        #expect(FileManager.default.fileExists(atPath: target))
        let secret = folder.path + "/dotfiles/api-key"
        try FileManager.default.removeItem(atPath: secret)
        try FileManager.default.createSymbolicLink(atPath: secret, withDestinationPath: folder.path + "/other")
        _ = try draft().write(to: file, replacing: true)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/other"))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: file) == "../../dotfiles/berth.yaml")
        #expect(try mode(secret) == 0o600)
    }
}

extension Trait where Self == Need {
    /// The right to mount a file on another one.
    fileprivate static var bindMount: Need {
        Need("no file may be mounted here", variable: "BERTH_REQUIRE_TMPFS") {
            let path = FileManager.default.temporaryDirectory.appending(path: "mount-" + UUID().uuidString).path
            defer { try? FileManager.default.removeItem(atPath: path) }
            guard FileManager.default.createFile(atPath: path, contents: nil),
                mount(path, path, nil, UInt(MS_BIND), nil) == 0
            else { return false }
            umount2(path, Int32(MNT_DETACH))
            return true
        }
    }
}

@Suite("Whether anything has been set up")
struct ConfigurationAbsentTests {
    @Test("A file, a named file, or a credential among the variables is something; a product is not")
    func absent() throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "berth-absent-" + UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: home) }
        func isAbsent(_ variables: [String: String] = [:], flag: String? = nil) -> Bool {
            BerthConfiguration.isAbsent(
                flag: flag, ProcessEnvironment(["HOME": home].merging(variables) { $1 }, workingDirectory: home))
        }
        #expect(isAbsent())
        #expect(isAbsent(["BERTH_PRODUCT": "CAD-PRO", "BERTH_SERVER": "http://127.0.0.1:1"]))
        #expect(!isAbsent(flag: "/none.yaml"))
        for name in ["BERTH_CONFIG", "BERTH_API_KEY", "BERTH_SHARED_KEY_FILE", "BERTH_OAUTH_CLIENT_ID"] {
            #expect(!isAbsent([name: "x"]), "\(name)")
        }
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: home + "/.config", withDestinationPath: ".config")
        #expect(!isAbsent(), "what cannot be looked at may be there")
        try FileManager.default.removeItem(atPath: home + "/.config")
        try FileManager.default.createDirectory(atPath: home + "/.config/berth", withIntermediateDirectories: true)
        try "".write(toFile: home + "/.config/berth/config.yaml", atomically: true, encoding: .utf8)
        #expect(!isAbsent())
    }
}
