import Foundation
import TestKit
import Testing

@Suite("The command lines of the page about the configuration", .heavy)
struct ConfigurationDocsTests {
    private static let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/configuration.md")

    /// The lines of its blocks for a shell.
    private static let lines: [String] = {
        let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
        return text.components(separatedBy: "```sh\n").dropFirst().flatMap { block in
            (block.components(separatedBy: "```").first ?? "").split(separator: "\n").map(String.init)
        }
    }()

    @Test("Each does what it says, in their order", .program("bash"))
    func lines() async throws {
        #expect(Self.lines.count >= 7)
        try await SandboxServer.run { sandbox in
            // A password store that has the key of the page's product.
            let store = try sandbox.home.write(
                "#!/bin/sh\n[ \"$*\" = 'show berth/mesh' ] && echo \(DemoLicense.mesh)\n", to: "bin/pass", mode: 0o700)
            var environment = sandbox.home.environment.merging(sandbox.exports) { $1 }
            environment["BERTH_HARDWARE_ID"] = "the-page"
            environment["PATH"] = "\((store as NSString).deletingLastPathComponent):\(environment["PATH"] ?? "")"
            for line in Self.lines {
                let ended = try await RunningProgram(
                    findProgram("bash") ?? "", ["-c", line], environment: environment, scratch: sandbox.home
                ).ended()
                #expect(ended.status == 0 && !ended.output.isEmpty, "\(line)\n\(ended)")
            }
        }
    }
}
