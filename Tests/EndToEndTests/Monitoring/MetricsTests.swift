import Foundation
import Licensing
import TestKit
import Testing

@Suite("berth status --format prometheus", .heavy)
struct MetricsTests {
    /// What the script says of a page.
    struct Page: Decodable {
        struct Sample: Decodable {
            var name: String
            var labels: [String: String]
            var value: Double
        }

        var families: [String: [String: String]]
        var samples: [Sample]

        func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
            samples.first { sample in
                sample.name == name && labels.allSatisfy { sample.labels[$0.key] == $0.value }
            }?.value
        }
    }

    private static let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Scripts/read_metrics.py").path

    private func read(_ page: String, _ home: Home) async throws -> Ended {
        try await RunningProgram(
            findProgram("python3") ?? "python3", ["-I", Self.script], environment: home.environment, scratch: home,
            input: try home.write(page, to: "scratch/page-" + UUID().uuidString)
        ).ended()
    }

    /// A home with a borrow that is held, a feature with a name that has to be escaped, and one in doubt.
    private func filled() async throws -> (Home, Borrow) {
        let home = try Home()
        let ledger = try WrittenLedger(home)
        let held = WrittenLedger.borrow("01", ends: 7200)
        try await ledger.write(held)
        try await ledger.write(
            WrittenLedger.borrow("02", product: #"A"B\C"#, ends: 90_000, device: "device-2", feature: "GPU\u{1B}"))
        try await ledger.write(WrittenLedger.borrow("03", ends: 0, phase: WrittenLedger.doubt, device: "device-3"))
        return (home, held)
    }

    @Test("The checker of Prometheus finds nothing wrong with it", .program("promtool"))
    func checked() async throws {
        let (home, _) = try await filled()
        let page = try await BerthProgram(home: home)("status", "--format", "prometheus").output
        let ended = try await RunningProgram(
            findProgram("promtool") ?? "promtool", ["check", "metrics"], environment: home.environment, scratch: home,
            input: try home.write(page, to: "scratch/page")
        ).ended()
        #expect(ended.status == 0 && (ended.output + ended.errors).isEmpty, "\(ended)\(page)")
    }

    @Test(
        "A stranger's parser reads it, with units, types and help, and finds what the ledger holds", .program("python3")
    )
    func parsed() async throws {
        let (home, held) = try await filled()
        let before = Date().timeIntervalSince1970
        let ended = try await BerthProgram(home: home)("status", "--format", "prometheus")
        #expect(ended.status == 0 && ended.errors.isEmpty, "\(ended)")
        let read = try await read(ended.output, home)
        #expect(read.status == 0, "\(read)\(ended)")
        let page = try read.printed(Page.self)
        #expect(page.value("berth_borrows", ["status": "active"]) == 2)
        #expect(page.value("berth_borrows", ["status": "pending"]) == 0)
        #expect(page.value("berth_borrows", ["status": "unknown"]) == 1)
        #expect(page.value("berth_unknown_outcomes") == 1)
        let end = page.value(
            "berth_borrow_end_timestamp_seconds", ["id": "01", "product": "CAD-PRO", "license": "…4444"])
        #expect(end == held.grant.map { $0.end.timeIntervalSince1970.rounded(.down) })
        let odd = page.samples.first { $0.labels["id"] == "02" }
        #expect(odd?.labels["product"] == #"A"B\C"# && odd?.labels["feature"]?.contains("\u{1B}") == false)
        #expect(page.value("berth_ledger_last_line") == 10)
        let read_at = try #require(page.value("berth_status_timestamp_seconds"))
        #expect((before - 1...Date().timeIntervalSince1970 + 1).contains(read_at))
        #expect(page.value("berth_borrow_unknown_since_timestamp_seconds", ["id": "03"]) != nil)
        for (name, family) in page.families {
            #expect(family["TYPE"] == "gauge" && family["HELP"]?.isEmpty == false, "\(name)")
            #expect((family["UNIT"] == "seconds") == name.hasSuffix("_seconds"), "\(name)")
        }
    }

    @Test("The parser refuses what breaks a rule", .program("python3"))
    func refused() async throws {
        let home = try Home()
        let good = "# HELP a x\n# TYPE a gauge\na{b=\"c\"} 1\n# EOF\n"
        #expect(try await read(good, home).status == 0)
        for (old, new) in [
            ("# EOF\n", ""), ("\"c\"", "\"c"), ("\"c\"", "c"), ("\"c\"", "\"\\c\""), (" 1\n", " one\n"),
            ("# TYPE a gauge\n", ""),
            (" 1\n", " 1\na{b=\"c\"} 2\n"), ("\n", "\r\n"),
        ] {
            let bad = good.replacing(old, with: new)
            #expect(try await read(bad, home).status == 1, "\(bad)")
        }
    }

    @Test("A file is written as a whole: 0644, or as the one that is there; a link leads to it")
    func file() async throws {
        let (home, _) = try await filled()
        let berth = BerthProgram(home: home)
        let path = home.file("metrics/berth.prom")
        try FileManager.default.createDirectory(atPath: home.file("metrics"), withIntermediateDirectories: true)
        func mode() throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        let first = try await berth("status", "--format", "prometheus", "--output", path)
        #expect(first.status == 0 && first.everything.isEmpty, "\(first)")
        #expect(try mode() == 0o644)
        #expect(try home.read("metrics/berth.prom").hasSuffix("# EOF\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.file("metrics")) == ["berth.prom"])

        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try Data("# HELP berth_old Old.\n".utf8).write(to: URL(filePath: path))
        let link = home.file("link.prom")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(try await berth("status", "--format", "prometheus", "--output", link).status == 0)
        #expect(try mode() == 0o600 && home.read("metrics/berth.prom").hasPrefix("# HELP "))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
        try FileManager.default.removeItem(atPath: path)
        let nowhere = try await berth("status", "--format", "prometheus", "--output", link)
        #expect(nowhere.status == 1 && nowhere.unwrapped.contains("It is a link that leads nowhere"), "\(nowhere)")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
    }

    @Test("What cannot be written leaves the old file, and the status tells; so does a ledger that cannot be read")
    func unwritten() async throws {
        let (home, _) = try await filled()
        let berth = BerthProgram(home: home)
        let folder = home.file("metrics")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let isFolder = try await berth("status", "--format", "prometheus", "--output", folder)
        #expect(isFolder.status == 1 && isFolder.errors.contains("not a plain file"), "\(isFolder)")
        let missing = try await berth("status", "--format", "prometheus", "--output", folder + "/none/berth.prom")
        #expect(missing.status == 1 && missing.errors.contains("Code     file_unwritable"), "\(missing)")
        let words = "# HELP berth_old Old.\n"
        let old = try home.write(words, to: "metrics/berth.prom")
        let text = try home.write("no ledger at all, but a text that is long enough", to: "text")
        let unread = try await berth("status", "--format", "prometheus", "--output", old, "--ledger", text)
        #expect(unread.status == 30, "\(unread)")
        #expect(try home.read("metrics/berth.prom") == words)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["berth.prom"])
        // A limit on the size of files is a disk that is full in the middle of the file.
        let full = try await RunningProgram(
            "/bin/sh",
            ["-c", "ulimit -f 0; trap '' XFSZ; exec berth status --format prometheus --output \(old) 2>/dev/null"],
            environment: home.environment, scratch: home
        ).ended()
        #expect(full.status != 0, "\(full)")
        // Whatever else the name leads to is somebody's.
        let key = try home.write("a key", to: "key", mode: 0o600)
        for other in [key, home.file("state/berth/ledger.sqlite")] {
            let refused = try await berth("status", "--format", "prometheus", "--output", other)
            #expect(refused.status == 1 && refused.unwrapped.contains("something else than metrics"), "\(refused)")
        }
        #expect(try home.read("key") == "a key")
        #expect(try await berth("status").status == 0)
        #expect(try home.read("metrics/berth.prom") == words)
    }

    @Test(
        "Flags that do not go together are told",
        arguments: ["--output x", "--format prometheus --all", "--format csv"])
    func flags(words: String) async throws {
        let berth = BerthProgram(home: try Home())
        let ended = try await berth.start(["status"] + words.split(separator: " ").map(String.init)).ended()
        #expect(ended.status == 64, "\(ended)")
    }
}
