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

    @Test func `The defaults are those of the code`() {
        let standard = BerthConfiguration(ledgerPath: "")
        for (setting, value) in [
            ("connect_timeout_seconds", standard.connectTimeoutSeconds),
            ("request_timeout_seconds", standard.requestTimeoutSeconds), ("warning", standard.warningHours),
        ] {
            let row = page.split(separator: "\n").first { $0.hasPrefix("| `\(setting)` |") }
            #expect(row?.hasSuffix("| \(Int(value)) |") == true, "\(setting)")
        }
        #expect(page.contains("| `\(standard.server)` |"))
        #expect(standard.readTimeoutSeconds == nil)
        #expect(SecretReader(environment: ProcessEnvironment([:])).patience == 30)
    }
}
