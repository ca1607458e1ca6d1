import Foundation
import TestKit
import Testing

@Suite("What docs/monitoring.md and packaging say", .heavy)
struct MonitoringDocsTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The lines of a document's blocks of shell.
    private static func commands(_ path: String) throws -> [String] {
        var isInside = false
        return try text(path).split(separator: "\n").compactMap { line in
            if line.hasPrefix("```") {
                isInside = line == "```sh"
                return nil
            }
            return isInside ? String(line) : nil
        }
    }

    private func shell(_ line: String, _ home: Home, _ flags: [String] = []) async throws -> Ended {
        try await RunningProgram("/bin/sh", flags + ["-c", line], environment: home.environment, scratch: home).ended()
    }

    @Test("Each command line of the page works")
    func page() async throws {
        let home = try Home()
        try await WrittenLedger(home).write(WrittenLedger.borrow("01", ends: 400_000))
        let commands = try Self.commands("docs/monitoring.md")
        #expect(commands.count >= 6)
        for line in commands {
            let ended = try await shell(line.replacing("/var/lib/prometheus/node-exporter", with: home.path), home)
            #expect(ended.status == 0 && ended.errors.isEmpty, "\(line): \(ended)")
        }
        #expect(try home.read("berth.prom").contains("berth_borrows"))
    }

    @Test("The table of the page is the metrics that there are")
    func metrics() async throws {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("01", ends: 400_000))
        let output = try await BerthProgram(home: home)("status", "--format", "prometheus").output
        let told = Set(output.matches(of: /# TYPE (\S+)/).map { String($0.1) })
        let listed = Set(try Self.text("docs/monitoring.md").matches(of: /\n\| `(berth_[a-z_]+)/).map { String($0.1) })
        #expect(told == listed)
    }

    @Test("systemd finds nothing wrong with the units", .program("systemd-analyze"))
    func units() async throws {
        let home = try Home()
        let folder = Self.root.appending(path: "packaging/systemd")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            // Where the program is on this host.
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            #expect(text.hasPrefix("# "), "\(name) says what it is for")
            // Else a hook has the signal as well, and ends as if by itself.
            #expect(!text.contains("berth watch") || text.contains("\nKillMode=mixed\n"), "\(name)")
            try home.write(text.replacing("/usr/bin/berth", with: BerthProgram.path), to: "units/\(name)", mode: 0o644)
        }
        let names = [
            "berth-watch.service", "berth-watch-once.timer", "berth-metrics@ana.timer", "berth-metrics@ana.service",
        ]
        let paths = names.map { home.file("units/\($0)") }.joined(separator: " ")
        let ended = try await shell("systemd-analyze verify \(paths)", home)
        #expect(ended.status == 0 && ended.everything.isEmpty, "\(ended)")
        let broken = try home.write(
            "[Service]\nExecStart=\(BerthProgram.path) status\nRestrat=no\n", to: "units/broken.service", mode: 0o644)
        #expect(try await shell("systemd-analyze verify \(broken)", home).everything.contains("Restrat"))
    }

    @Test("The snippet prints a line at login where a borrow ends within a day, once, and nothing otherwise")
    func banner() async throws {
        let script = Self.root.appending(path: "packaging/profile.d/berth.sh").path
        let login = ". \(script); . \(script)"
        let home = try Home()
        let none = try await shell(login, home, ["-i"])
        #expect(none.output.isEmpty, "no ledger: \(none)")
        #expect(!FileManager.default.fileExists(atPath: home.file("state")))
        let ledger = try WrittenLedger(home)
        try await ledger.write(WrittenLedger.borrow("01", ends: 400_000))
        #expect(try await shell(login, home, ["-i"]).output.isEmpty)
        try await ledger.write(WrittenLedger.borrow("02", product: "MESH", ends: 7290, device: "device-2"))
        let soon = try await shell(login, home, ["-i"])
        #expect(soon.output == "BERTH WARNING - MESH …4444 on device-2 ends in 2 h 1 min\n", "\(soon)")
        #expect(try await shell(login, home).output.isEmpty, "a script's shell")
    }
}
