internal import FoundationEssentials
internal import Ledger
internal import Licensing

/// The lines of the trail.
enum PostgresTrail {
    /// The last line; number 0 and no hash for an empty trail.
    struct Head: Hashable, Sendable {
        var number: Int64
        var hash: String?

        /// The line itself.
        ///
        /// - Throws: where there is none.
        var written: WrittenLine {
            get throws(PostgresFault) {
                guard let hash else { throw .row("The trail is empty.") }
                return WrittenLine(number: number, hash: hash)
            }
        }
    }

    static func head(_ session: Session) throws -> Head {
        let row = try session.query("SELECT line, hash FROM berth.trail ORDER BY line DESC LIMIT 1").first
        return Head(number: try row?.number(0) ?? 0, hash: try row?.text(1))
    }

    /// Where the trail begins and ends; nil where there is none yet.
    static func extent(_ session: Session) throws -> TrailExtent? {
        let head = try head(session)
        guard let hash = head.hash, let row = try session.query("SELECT min(line) FROM berth.trail").first
        else { return nil }
        return TrailExtent(first: try row.number(0), head: .init(line: head.number, hash: hash))
    }

    /// Whether nothing was ever written.
    static func isUnbegun(_ session: Session) throws -> Bool {
        let last = try session.query("SELECT last_line FROM berth.ledger").first?.number(0)
        return try last == 0 && head(session).number == 0
    }

    static func latestLine(_ session: Session) throws -> Int64 { try head(session).number }

    /// Writes line 1, where there is none yet, with a new key for fingerprints.
    static func beginIfEmpty(_ session: Session, by performer: Performer?) throws {
        guard try head(session).number == 0 else { return }
        guard let performer else {
            throw PostgresFault(.ledgerMissing, "Nothing was ever written there.")
        }
        let key = LedgerFingerprint.newKey()
        let line = TrailLine(
            number: 1, at: session.now, performer: performer,
            event: .begun(fingerprintKeyDigest: TrailCodec.digest(key)))
        try session.query(
            "SELECT berth.begin($1, $2)", [.text(TrailCodec.text(of: line)), .bytes(key)],
            otherwise: .ledgerUnwritable)
    }

    /// The random key of the license keys' fingerprints; nil before the ledger is begun.
    static func fingerprintKey(_ session: Session) throws -> Data? {
        try session.query("SELECT value FROM berth.setting WHERE name = 'fingerprint_key'").first?.data(0)
    }

    /// Lines that satisfy a condition, as they are stored.
    static func lines(_ session: Session, _ condition: String, _ values: [PostgresValue]) throws -> [StoredLine] {
        try session.query("SELECT line, text, hash FROM berth.trail " + condition, values).map { row in
            StoredLine(number: try row.number(0), text: try row.text(1), hash: try row.text(2))
        }
    }
}

/// A line as it is stored.
struct StoredLine: Sendable {
    var number: Int64
    var text: String
    var hash: String
}
