import FoundationEssentials
import GRDB
@testable import Ledger
import Licensing
import Testing

@Suite struct TrailChainTests {
    let directory: TemporaryDirectory
    let ledger: Ledger
    var path: String { directory.file("ledger.sqlite") }

    init() throws {
        directory = try TemporaryDirectory()
        ledger = try Ledger(path: directory.file("ledger.sqlite"))
    }

    /// The message of the problem that a verification throws.
    private func fault(anchor: TrailReport.Anchor? = nil) async -> String? {
        let problem = await #expect(throws: Problem.self) { try await ledger.verifyTrail(anchor: anchor) }
        #expect(problem?.code == .ledgerAltered)
        #expect(problem?.facts.path == path)
        return problem?.message
    }

    @Test func `A trail that nobody touched is intact`() async throws {
        #expect(try await ledger.verifyTrail() == TrailReport())
        try await ledger.fillWithSixLines()
        let report = try await ledger.verifyTrail()
        #expect(report.first == 1)
        #expect(report.lines == 6)
        #expect(report.head?.line == 6)
        #expect(try await ledger.history(limit: 1).first?.hash == report.head?.hash)
        #expect(report.setBacks.isEmpty)
    }

    /// Computed apart from this program by the rule that `TrailChain` documents: whoever verifies elsewhere relies on it.
    @Test func `A hash is what the documentation says`() async throws {
        try await ledger.record(makeEntry(makeBorrow()))
        let row = try ledger.queue.read { try Row.fetchOne($0, sql: "SELECT * FROM trail") }
        let values = try #require(row)
        let borrow: String = values["borrow"]
        let columns = [
            "1", "2026-11-23T13:02:00.125Z", "borrow", "ana", "192.0.2.7", "01", "01", "intended", borrow,
        ]
        let text =
            columns.map { "\($0.utf8.count):\($0)," }.joined() + String(repeating: "-", count: 3)
            + String(repeating: "-", count: 7)
        #expect(values["hash"] as Data == sha256(Data(count: 32) + Data(text.utf8)))
    }

    @Test func `Every column of a line and of its receipt counts`() async throws {
        let columns = try await ledger.queue.read { database in
            try database.columns(in: "trail").map { ("trail", $0) }
                + database.columns(in: "receipt").map { ("receipt", $0) }
        }
        #expect(columns.count == 20)
        for (table, column) in columns where column.name != "sequence" {
            let copy = try directory.newLedger()
            try await copy.ledger.fillWithSixLines()
            let value = column.type == "INTEGER" ? "7" : column.type == "BLOB" ? "x'00'" : "'other'"
            let line = table == "trail" ? 3 : 1
            try await tamper(
                with: copy.path,
                "PRAGMA ignore_check_constraints = ON; UPDATE \(table) SET \(column.name) = \(value) WHERE sequence = \(line)"
            )
            let problem = await #expect(throws: Problem.self, "\(table).\(column.name)") {
                try await copy.ledger.verifyTrail()
            }
            #expect(problem?.message == "Line 3 does not fit: it, its receipt or the line before was changed.")
        }
    }

    @Test(arguments: [
        ("UPDATE trail SET address = '' WHERE sequence = 2", "Line 2 does not fit"),
        ("UPDATE trail SET address = NULL, user = user || address WHERE sequence = 2", "Line 2 does not fit"),
        ("DELETE FROM trail WHERE sequence = 3", "Line 3 is missing."),
        ("DELETE FROM trail WHERE sequence IN (2, 3)", "Lines 2–3 are missing."),
        ("DELETE FROM trail WHERE sequence <= 2", "Lines 1–2 are missing."),
        ("DELETE FROM trail WHERE sequence = 6", "Line 6 is missing."),
        ("DELETE FROM trail WHERE sequence >= 5", "Lines 5–6 are missing."),
        ("DELETE FROM trail", "Lines 1–6 are missing."),
        ("DELETE FROM receipt", "Line 3 does not fit"),
        ("UPDATE receipt SET sequence = 2", "Line 3 does not fit"),
        (
            "DELETE FROM trail WHERE sequence = 6; UPDATE sqlite_sequence SET seq = 5 WHERE name = 'trail'",
            "Borrow 02 is not as line 5, its latest, left it."
        ),
        (
            "DELETE FROM trail WHERE sequence > 3; UPDATE sqlite_sequence SET seq = 3 WHERE name = 'trail'",
            "Borrow 02 stands in no line."
        ),
        ("DELETE FROM sqlite_sequence WHERE name = 'trail'", "The counter of lines stands at 0"),
        ("UPDATE borrow SET returned_at = '2026-11-23T14:00:00.000Z' WHERE id = '01'", "Borrow 01 is not as line 3"),
        (
            """
            INSERT INTO trail (at, kind, user, borrow_id, operation_id, phase, borrow, hash)
            SELECT at, kind, user, borrow_id, operation_id, phase, borrow, x'00' FROM trail WHERE sequence = 6
            """, "Line 7 does not fit"
        ),
        (
            """
            UPDATE trail SET cut_through = 2, cut_hash = hash WHERE sequence = 3;
            DELETE FROM trail WHERE sequence <= 2
            """, "Line 3 does not fit"
        ),
    ])
    func `A change behind its back is found, and the first line that does not fit is named`(
        change: String, finding: String
    ) async throws {
        try await ledger.fillWithSixLines()
        try await tamper(with: path, change)
        let fault = try #require(await fault())
        #expect(fault.hasPrefix(finding), "\(fault)")
    }

    @Test func `What was cut off is not covered up by what is written later`() async throws {
        try await ledger.fillWithSixLines()
        try await tamper(with: path, "DELETE FROM trail WHERE sequence = 6")
        try await ledger.record(makeEntry(makeBorrow("03")))
        #expect(await fault() == "Line 6 is missing.")
    }

    @Test func `An older copy in the ledger's place fits, but not a head that was noted`() async throws {
        try await ledger.record(makeEntry(makeBorrow("01")))
        let copy = directory.file("copy.sqlite")
        try await ledger.backup(to: copy)
        try await ledger.record(makeEntry(makeBorrow("02")))
        let head = try #require(try await ledger.verifyTrail().head)

        let old = try Ledger(path: copy)
        #expect(try await old.verifyTrail().lines == 1)
        let cut = await #expect(throws: Problem.self) { try await old.verifyTrail(anchor: head) }
        #expect(cut?.message == "Line 2 is missing.")
        try await old.record(makeEntry(makeBorrow("03")))
        let other = await #expect(throws: Problem.self) { try await old.verifyTrail(anchor: head) }
        #expect(other?.message == "Line 2 has another hash than the one that was noted.")
        #expect(try await ledger.verifyTrail(anchor: head).head == head)
    }

    @Test func `A clock that jumps back breaks nothing, and is noted`() async throws {
        try await ledger.record(makeEntry(makeBorrow("01"), after: 86_400))
        try await ledger.record(makeEntry(makeBorrow("02"), after: 86_390))
        try await ledger.record(makeEntry(makeBorrow("03")))
        let report = try await ledger.verifyTrail()
        #expect(report.setBacks.map(\.line) == [3])
        #expect(report.setBacks.map(\.seconds) == [86_390])
        #expect(try await ledger.history(limit: 9).compactMap(\.borrow?.id.rawValue) == ["03", "02", "01"])
        #expect(try await ledger.borrows().count == 3)
    }

    @Test func `The history of one product`() async throws {
        try await ledger.fillWithSixLines()
        var other = makeBorrow("03")
        other.subject.product = "CAM"
        try await ledger.record(makeEntry(other))
        #expect(try await ledger.history(limit: 9, product: "CAM").map(\.id) == [7])
        #expect(try await ledger.history(limit: 2, product: "CAD").map(\.id) == [6, 5])
        #expect(try await ledger.history(limit: 9, product: "none").isEmpty)
    }

    @Test func `A long trail can be read in parts`() async throws {
        try await ledger.fillWithSixLines()
        #expect(try await ledger.trail(after: 0, limit: 4).map(\.id) == [1, 2, 3, 4])
        #expect(try await ledger.trail(after: 4, limit: 4).map(\.id) == [5, 6])
        #expect(try await ledger.trail(after: 6, limit: 4).isEmpty)
    }
}
