import Foundation
import TestKit
import Testing

@Suite("What docs/teams.md says", .heavy, .postgres)
struct TeamsDocsTests {
    private static let page = Schemas.folder.deletingLastPathComponent().appending(path: "teams.md")

    /// The lines of the page's blocks in a language.
    private static func lines(_ language: String) throws -> [String] {
        var isInside = false
        return try String(contentsOf: page, encoding: .utf8).split(separator: "\n").compactMap { line in
            if line.hasPrefix("```") {
                isInside = line == "```\(language)"
                return nil
            }
            return isInside ? String(line) : nil
        }
    }

    /// Stands for the program: it installs nothing, and whom the page makes the superuser of the database is that.
    private static let sudo = """
        sudo() {
            if [ "$1" = apt ]; then return; fi
            shift 2
            PGUSER=postgres "$@"
        }
        """

    @Test("Each line of shell does what the page says, one after the other, from an empty server on")
    func commands() async throws {
        let cluster = try await PostgresCluster()
        let lines = try Self.lines("sh")
        #expect(lines.count >= 15)
        try await SandboxServer.run { sandbox in
            var variables = sandbox.home.environment.merging(sandbox.exports) { $1 }
            variables["BERTH_LICENSE_KEY"] = DemoLicense.cad
            variables["PATH"] = BerthProgram.folder + ":" + (PostgresCluster.programs ?? "") + ":/usr/bin:/bin"
            variables.merge(["PGHOST": cluster.folder, "PGPORT": "\(PostgresCluster.port)", "PGUSER": "ana"]) { $1 }
            let script = "cd '\(sandbox.home.path)'; set -eu\n\(Self.sudo)\n" + lines.joined(separator: "\n") + "\n"
            let ended = try await RunningProgram(
                "/bin/sh", ["-xc", script], environment: variables, scratch: sandbox.home
            ).ended()
            #expect(ended.status == 0, "\(ended)")
            for words in ["No active borrows.", "CAD-PRO", "The trail is intact"] {
                #expect(ended.output.contains(words), "\(words)\n\(ended)")
            }
            #expect(try sandbox.home.read("trail.jsonl").contains("confirmed"))
            #expect(!FileManager.default.fileExists(atPath: sandbox.home.file("state/berth/ledger.sqlite")))
        }
    }

    @Test("The lines for pg_hba.conf are such lines")
    func access() async throws {
        let cluster = try await PostgresCluster()
        let lines = try Self.lines("conf")
        #expect(lines.count == 2)
        let file = try await cluster.sql("SHOW hba_file").trimmingCharacters(in: .whitespacesAndNewlines)
        try Data(("local all all trust\n" + lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: file))
        // The server of a test has no certificate, which is no fault of the lines.
        let faults = try await cluster.sql(
            "SELECT error FROM pg_hba_file_rules WHERE error IS NOT NULL AND error NOT LIKE '%SSL is disabled%'")
        #expect(faults.isEmpty)
    }

    @Test("The statements that are printed make the same for psql")
    func printed() async throws {
        let cluster = try await PostgresCluster()
        let database = try await cluster.newDatabase()
        let berth = BerthProgram(home: try Home())
        let printed = try await berth("ledger", "init", "--print")
        try await cluster.sql(printed.output, in: database)
        let status = try await berth("status", "--ledger", cluster.address(of: database))
        #expect(status.status == 0 && status.output == "No active borrows.\n", "\(status)")
        let again = try await berth("ledger", "init", "--ledger", cluster.address(of: database))
        #expect(
            again.status == 0 && again.output.contains(" already, and it can be used; nothing was made."), "\(again)")
        let other = try await cluster.newDatabase()
        try await cluster.sql("CREATE SCHEMA berth", in: other)
        let foreign = try await berth("ledger", "init", "--ledger", cluster.address(of: other))
        #expect(foreign.status == 30 && foreign.errors.contains("ledger_foreign"), "\(foreign)")
        let file = try await berth("ledger", "init")
        #expect(file.status == 64 && file.unwrapped.contains("is made by the first borrow"), "\(file)")
        try await WrittenLedger(berth.home).write(WrittenLedger.borrow("borrow-1", ends: 3600))
        let begun = try await berth("ledger", "init")
        #expect(begun.status == 0 && begun.output.contains("ledger.sqlite already, and it can be used;"), "\(begun)")
    }
}
