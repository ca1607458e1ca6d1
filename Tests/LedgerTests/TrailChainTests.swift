import FoundationEssentials
import GRDB
import Ledger
import Licensing
import Testing

@testable import SQLiteLedger

@Suite struct TrailChainTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger
    var path: String { directory.file("ledger.sqlite") }

    init() throws {
        directory = try TemporaryDirectory()
        ledger = try SQLiteLedger(directory.file("ledger.sqlite"))
    }

    /// The message of the problem that a verification throws.
    private func fault(anchor: TrailReport.Anchor? = nil) async -> String? {
        let problem = await problem { try await ledger.verifyTrail(anchor: anchor) }
        #expect(problem?.code == .ledgerAltered)
        #expect(problem?.facts.path == path)
        return problem?.message
    }

    @Test func `A trail that nobody touched is intact`() async throws {
        #expect(try await ledger.verifyTrail(anchor: nil) == TrailReport())
        try await ledger.fillWithSixLines()
        let report = try await ledger.verifyTrail(anchor: nil)
        #expect(report.first == 1)
        #expect(report.lines == 7)
        #expect(report.head?.line == 7)
        #expect(try await ledger.history(limit: 1, product: nil).first?.hash == report.head?.hash)
        #expect(report.setBacks.isEmpty)
    }

    /// Computed apart from this program by the rule that the codec documents: whoever verifies elsewhere relies on it.
    @Test func `Each hash covers the text of its line and the hash before it`() async throws {
        try await ledger.fillWithSixLines()
        let rows = try await DatabaseQueue(path: path, configuration: .patient).read { database in
            try Row.fetchAll(database, sql: "SELECT text, hash FROM trail ORDER BY line")
                .map { (text: $0["text"] as String, hash: $0["hash"] as String) }
        }
        var previous = Data(count: 32)
        for row in rows {
            previous = sha256(previous + Data(row.text.utf8))
            #expect(row.hash == previous.hexadecimal)
        }
        #expect(rows.count == 7)
    }

    @Test func `Whatever is changed in a row of any table is found`() async throws {
        let columns = try await filledColumns()
        #expect(columns.count == 25)
        for (table, column, type) in columns {
            let copy = try directory.newLedger()
            try await copy.ledger.hurried().fillWithSixLines()
            let other = column == "text" ? "replace(text, 'ana', 'bo')" : "'other'"
            let value = type == "INTEGER" ? "1000" : type == "BLOB" ? "x'00'" : other
            let row = table == "trail" ? "line = 4" : "rowid = (SELECT max(rowid) FROM \(table))"
            try await tamper(
                with: copy.path,
                "PRAGMA ignore_check_constraints = ON; UPDATE \(table) SET \(column) = \(value) WHERE \(row)")
            let problem = await problem { try await copy.ledger.verifyTrail(anchor: nil) }
            // The name of the one setting is what it is found by.
            let code: ProblemCode = column == "name" ? .ledgerCorrupt : .ledgerAltered
            #expect(problem?.code == code, "\(table).\(column): \(problem?.message ?? "")")
        }
    }

    /// All columns that hold something of their own.
    private func filledColumns() async throws -> [(table: String, column: String, type: String)] {
        _ = try await ledger.fingerprint(of: Secret("key"))
        return try await DatabaseQueue(path: path, configuration: .patient).read { database in
            var columns: [(table: String, column: String, type: String)] = []
            for table in ["trail", "receipt", "borrow", "operation", "setting"] {
                let sql = "SELECT name, type FROM pragma_table_info(?)"
                for row in try Row.fetchAll(database, sql: sql, arguments: [table]) {
                    let (column, type): (String, String) = (row["name"], row["type"])
                    if column != "first_line", column != "number" { columns.append((table, column, type)) }
                }
            }
            return columns
        }
    }

    @Test(arguments: [
        ("UPDATE trail SET text = replace(text, '\"ana\"', '\"bo\"') WHERE line = 3", "Line 3 does not fit"),
        ("DELETE FROM trail WHERE line = 4", "Line 4 is missing."),
        ("DELETE FROM trail WHERE line IN (3, 4)", "Lines 3–4 are missing."),
        ("DELETE FROM trail WHERE line <= 2", "Lines 1–2 are missing."),
        ("DELETE FROM trail WHERE line = 7", "Line 7 is missing."),
        ("DELETE FROM trail WHERE line >= 6", "Lines 6–7 are missing."),
        ("DELETE FROM trail", "Lines 1–7 are missing."),
        ("DELETE FROM receipt", "The receipt of operation 01, of which line 4 tells, is missing."),
        ("UPDATE receipt SET body = x'7b7d'", "A receipt of operation 01 was changed, or no line tells of it."),
        (
            """
            INSERT INTO receipt
                (line, operation_id, request, body, is_redacted, digest, signature, key_fingerprint, received_at)
            SELECT line, operation_id, request, body, is_redacted, digest, signature, key_fingerprint, received_at
            FROM receipt
            """, "A receipt of operation 01 was changed, or no line tells of it."
        ),
        ("UPDATE receipt SET operation_id = '02'", "A receipt of operation 02 was changed"),
        (
            "DELETE FROM trail WHERE line = 7; UPDATE sqlite_sequence SET seq = 6 WHERE name = 'trail'",
            "Borrow 02 is not found where its latest line says."
        ),
        ("DELETE FROM sqlite_sequence WHERE name = 'trail'", "The counter of lines stands at 0"),
        ("UPDATE borrow SET held_until = NULL WHERE id = '01'", "Borrow 01 is not found where its latest line says."),
        ("UPDATE borrow SET line = 2 WHERE id = '01'", "Borrow 01 is not as line 4, its latest, left it."),
        ("DELETE FROM borrow WHERE id = '02'", "Borrow 02, of which line 7 tells, is missing."),
        ("DELETE FROM operation WHERE id = '02'", "Operation 02, of which line 7 tells, is missing."),
        ("UPDATE setting SET value = x'00'", "The key of the fingerprints is not the one that the trail tells of."),
        ("INSERT INTO trail (text, hash) SELECT text, hash FROM trail WHERE line = 7", "Line 7 stands where line 8"),
    ])
    func `A change behind its back is found, and what does not fit is named`(
        change: String, finding: String
    ) async throws {
        try await ledger.fillWithSixLines()
        try await tamper(with: path, change)
        let fault = try #require(await fault())
        #expect(fault.hasPrefix(finding), "\(fault)")
    }

    @Test func `What was cut off is not covered up by what is written later`() async throws {
        try await ledger.fillWithSixLines()
        try await tamper(with: path, "DELETE FROM trail WHERE line = 7")
        try await ledger.record(makeEntry(makeBorrow("03")))
        #expect(await fault() == "Line 7 is missing.")
    }

    @Test func `A counter at its end stops the next step, and ends nothing`() async throws {
        try await ledger.fillWithSixLines()
        try await tamper(
            with: path, "UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'trail'")
        let refused = await problem { try await ledger.record(makeEntry(makeBorrow("03"))) }
        #expect(refused?.code == .ledgerAltered)
        #expect(try await ledger.all().count == 2)
    }

    @Test func `An older copy in the ledger's place fits, but not a head that was noted`() async throws {
        try await ledger.record(makeEntry(makeBorrow("01")))
        let copy = directory.file("copy.sqlite")
        try await ledger.backup(to: copy)
        try await ledger.record(makeEntry(makeBorrow("02")))
        let head = try #require(try await ledger.verifyTrail(anchor: nil).head)

        let old = try SQLiteLedger(copy)
        #expect(try await old.verifyTrail(anchor: nil).lines == 2)
        let cut = await #expect(throws: Problem.self) { try await old.verifyTrail(anchor: head) }
        #expect(cut?.message == "Line 3 is missing.")
        try await old.record(makeEntry(makeBorrow("03")))
        let other = await #expect(throws: Problem.self) { try await old.verifyTrail(anchor: head) }
        #expect(other?.message == "Line 3 has another hash than the one that was noted.")
        #expect(try await ledger.verifyTrail(anchor: head).head == head)
    }

    @Test func `A clock that jumps back breaks nothing, and is noted`() async throws {
        try await ledger.record(makeEntry(makeBorrow("01"), after: 86_400))
        try await ledger.record(makeEntry(makeBorrow("02"), after: 86_390))
        try await ledger.record(makeEntry(makeBorrow("03")))
        let report = try await ledger.verifyTrail(anchor: nil)
        #expect(report.setBacks.map(\.line) == [4])
        #expect(report.setBacks.map(\.seconds) == [86_390])
        #expect(
            try await ledger.history(limit: 9, product: nil).compactMap(\.borrow?.id.rawValue) == ["03", "02", "01"])
        #expect(try await ledger.all().count == 3)
    }
}
