import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientLive

/// Configuration files that went wrong in ways that nobody has thought of.
@Suite struct ConfigurationFuzzTests {
    private static let sample = """
        # a comment
        server: https://one.example.com
        products: [A, B]
        api_key: k
        shared_key: s
        warning: 36
        keys:
          retry: F5
          quit: [q, Q]
        colours: {danger: red}
        profiles:
          one:
            product: CAD
            ledger: "l.sqlite"
            products:
            - C
            - D
          two:
            time_zone: Europe/Berlin
            username: ana@example.com
        """

    /// The sample with some lines repeated, moved, cut or indented otherwise, and some bytes replaced.
    private func broken(_ generator: inout SeededGenerator) -> Data {
        var lines = Self.sample.split(separator: "\n").map(String.init)
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let line = lines.indices.randomElement(using: &generator) ?? 0
            let other = lines.indices.randomElement(using: &generator) ?? 0
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: lines.insert(lines[line], at: other)
            case 1: lines.swapAt(line, other)
            case 2: lines[line] = String(lines[line].prefix(lines[line].count / 2))
            case 3: lines[line] = "  " + lines[line]
            default:
                lines[line] += ["\r", " [", ": x", " {}", " &a", "\u{85}", "\t"].randomElement(using: &generator) ?? ""
            }
        }
        var data = Data(lines.joined(separator: "\n").utf8)
        for _ in 0..<Int.random(in: 0...2, using: &generator) where !data.isEmpty {
            let place = data.indices.randomElement(using: &generator) ?? 0
            data[place] = UInt8.random(in: 0...255, using: &generator)
        }
        return data
    }

    @Test func `What a reading refuses is among all that is told, of the one account and of each profile`() throws {
        let home = try TemporaryHome()
        let path = try home.write("", to: TemporaryHome.standardFile)
        var generator = SeededGenerator(seed: 4711)
        var refused = 0
        for _ in 0..<1500 {
            let text = broken(&generator)
            try text.write(to: URL(filePath: path))
            for profile in [nil, "one", "two"] {
                var overrides = ConfigurationOverrides()
                overrides.profile = profile
                let faults = ConfigurationInspection(
                    overrides: overrides, environment: home.environment()
                ).faults
                do throws(Problem) {
                    _ = try BerthConfiguration.load(
                        overrides: overrides, environment: home.environment(), readsSecrets: false)
                } catch {
                    refused += 1
                    #expect(
                        faults.contains { $0.code == error.code && $0.message == error.message },
                        "\(String(decoding: text, as: UTF8.self))\n\(error.message)\n\(faults.map(\.message))")
                }
            }
        }
        #expect(refused > 500, "\(refused)")
    }

    @Test func `A file of 2,000 lines that are all there twice is told line by line`() throws {
        let home = try TemporaryHome()
        let lines = (0..<1000).flatMap { ["x\($0): 1", "x\($0): 2"] }
        try home.write("keys:\n" + lines.map { "  " + $0 }.joined(separator: "\n"), to: TemporaryHome.standardFile)
        let faults = ConfigurationInspection(environment: home.environment()).faults
        #expect(faults.filter { $0.message.contains("The same key stands in line") }.count == 1000)
    }
}
