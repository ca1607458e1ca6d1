import Foundation
import Licensing
import Testing

@testable import ClientLive

/// The page about the configuration says what the code does.
@Suite struct ConfigurationDocsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private let page: String

    init() throws {
        page = try String(contentsOf: Self.root.appending(path: "docs/configuration.md"), encoding: .utf8)
    }

    private func blocks(_ language: String) -> [String] {
        page.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
    }

    @Test func `Every setting, credential and algorithm is named, and none that there is not`() {
        for setting in Setting.allCases { #expect(page.contains("`\(setting.rawValue)`"), "\(setting.rawValue)") }
        let secrets = Setting.allCases.filter(\.isSecret)
        for secret in secrets { #expect(page.contains("`\(secret.credential)`"), "\(secret.credential)") }
        for match in page.matches(of: /berth\.([a-z_]+):/) {
            #expect(secrets.map(\.rawValue).contains(String(match.1)), "\(match.1)")
        }
        for algorithm in HostIdentity.Algorithm.allCases { #expect(page.contains("| `\(algorithm.rawValue)` |")) }
        let variables = page.matches(of: /BERTH_[A-Z_]+/).map { String($0.output) }
        let known = Set(Setting.allCases.map(\.variable) + ["BERTH_CONFIG", "BERTH_"])
        #expect(variables.allSatisfy(known.contains), "\(variables)")
    }

    @Test func `Each example of a file can be used`() throws {
        let examples = blocks("yaml")
        #expect(examples.count >= 2)
        for example in examples {
            let home = try TemporaryHome()
            try home.write(example, to: TemporaryHome.standardFile)
            _ = try BerthConfiguration.load(environment: home.environment(), readsSecrets: false)
        }
    }

    /// The table of settings, which the manual's page has as a list.
    private static var table: String {
        let rows = SettingDescription.all.filter { !$0.isPlaceOfSecret }.map { setting in
            let place = setting.belongsInFile ? "" : "; not in the file, but as `…_file` or `…_command`"
            return "| `\(setting.name)` | \(setting.meaning)\(place) | \(setting.standard.map { $0 + " " } ?? "")|"
        }
        return (["| setting | meaning | default |", "| --- | --- | --- |"] + rows).joined(separator: "\n") + "\n"
    }

    @Test func `The table is made of the settings themselves`() throws {
        guard !page.contains("\n\n\(Self.table)\n") else { return }
        Issue.record("RECORD_DOCS=1 writes the table anew")
        guard ProcessInfo.processInfo.environment["RECORD_DOCS"] == "1" else { return }
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("| setting |") })
        let end = lines[start...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex
        let around = [lines[..<start].joined(separator: "\n"), lines[end...].joined(separator: "\n")]
        try Data(around.joined(separator: "\n\(Self.table)").utf8).write(
            to: Self.root.appending(path: "docs/configuration.md"))
    }

    @Test func `What the page says of time is what the code does`() {
        #expect(SecretReader(environment: ProcessEnvironment([:])).patience == 30)
    }

    @Test func `The example of the manual, and that of the package, can be used`() throws {
        let packaged = try String(contentsOf: Self.root.appending(path: "packaging/config.yaml"), encoding: .utf8)
        let manual = [SettingDescription.example, SettingDescription.exampleOfProfiles]
        for example in manual.map({ $0.joined(separator: "\n") }) + [packaged] {
            let home = try TemporaryHome()
            try home.write(example, to: TemporaryHome.standardFile)
            _ = try BerthConfiguration.load(environment: home.environment(), readsSecrets: false)
        }
    }
}
