import Foundation
import TestKit
import Testing

@Suite("The page about scripts", .heavy)
struct ScriptsPageTests {
    private static let page = Schemas.folder.deletingLastPathComponent().appending(path: "scripts.md")

    /// The fenced blocks of the page in their order, with what each is written in.
    private static func blocks() throws -> [(language: String, lines: [String])] {
        var blocks: [(language: String, lines: [String])] = []
        var isInside = false
        for line in try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n") {
            if line.hasPrefix("```") {
                if !isInside { blocks.append((String(line.dropFirst(3)), [])) }
                isInside.toggle()
            } else if isInside {
                blocks[blocks.count - 1].lines.append(line)
            }
        }
        return blocks
    }

    /// What a block has a shell do.
    private static func script(_ language: String, _ lines: [String]) throws -> [String] {
        switch language {
        case "sh": [lines.joined(separator: "\n")]
        case "cron": lines.map { $0.split(separator: " ").dropFirst(5).joined(separator: " ") }
        case "yaml":
            lines.compactMap { line in
                line.firstMatch(of: /^ +cmd: (.+)$/).map { String($0.1) }
            }
        default: throw NotSeen(description: "nobody runs what is written in \(language)")
        }
    }

    @Test("Each command on it does what the page says, one after the other")
    func runs() async throws {
        try await SandboxServer.run { sandbox in
            let variables = sandbox.home.environment.merging(sandbox.exports) { $1 }
                .merging(["BERTH_LICENSE_KEY": DemoLicense.cad, "BERTH_PASSWORD": DemoLicense.password]) { $1 }
            var count = 0
            for (language, lines) in try Self.blocks() {
                for line in try Self.script(language, lines) {
                    let script = "cd '\(sandbox.home.path)'; set -eu\n\(line)\n"
                    let ended = try await RunningProgram(
                        "/bin/sh", ["-c", script], environment: variables, scratch: sandbox.home
                    ).ended()
                    #expect(ended.status == 0, "\(line)\n\(ended)")
                    if line.contains("--quiet"), language == "cron" {
                        #expect(ended.everything.isEmpty, "\(line)\n\(ended)")
                    }
                    count += 1
                }
            }
            #expect(count > 10)
        }
    }

    @Test("It names every verb with its schema, and every schema")
    func complete() async throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let help = try await BerthProgram(home: try Home())("--help").output
        let verbs = help.matches(of: /\n  ([a-z]+)(?: \(default\))? {2,}/).map { String($0.1) }
        #expect(verbs.contains("seats"), "\(help)")
        for verb in verbs where !["desk", "config", "sandbox", "help"].contains(verb) {
            #expect(text.contains("| `\(verb)` |"), "\(verb)")
        }
        for name in Schemas.names { #expect(text.contains("(schemas/\(name).json)"), "\(name)") }
        for match in text.matches(of: /\(schemas\/([a-z-]+)\.json\)/) {
            #expect(Schemas.names.contains(String(match.1)), "\(match.1)")
        }
    }
}
