import Foundation
import TestKit
import Testing

@Suite("The command lines of the page about the configuration", .heavy)
struct ConfigurationDocsTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/configuration.md")

    /// Its blocks in a language.
    private static func blocks(_ language: String) -> [String] {
        let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
        return text.components(separatedBy: "```\(language)\n").dropFirst()
            .map { $0.components(separatedBy: "```").first ?? "" }
    }

    /// The lines of its blocks for a shell.
    private static let lines = blocks("sh").flatMap { $0.split(separator: "\n").map(String.init) }

    @Test("Each does what it says, in their order", .program("bash"))
    func lines() async throws {
        #expect(Self.lines.count >= 7)
        try await SandboxServer.run { sandbox in
            // A password store that has the key of the page's product, and the secret of its profile.
            let store = try sandbox.home.write(
                "#!/bin/sh\ncase \"$*\" in 'show berth/mesh') echo \(DemoLicense.mesh) ;; 'show staging/berth') echo x ;; "
                    + "*) exit 1 ;; esac\n", to: "bin/pass", mode: 0o700)
            let profiles = try #require(Self.blocks("yaml").first { $0.contains("profiles:") })
            try sandbox.home.write(profiles, to: "profiles.yaml")
            var environment = sandbox.home.environment.merging(sandbox.exports) { $1 }
            environment["BERTH_HARDWARE_ID"] = "the-page"
            environment["PATH"] = "\((store as NSString).deletingLastPathComponent):\(environment["PATH"] ?? "")"
            for line in Self.lines {
                let ended = try await RunningProgram(
                    findProgram("bash") ?? "", ["-c", "cd \(sandbox.home.path); \(line)"], environment: environment,
                    scratch: sandbox.home
                ).ended()
                #expect(ended.status == 0 && !ended.output.isEmpty, "\(line)\n\(ended)")
            }
        }
    }
}
