internal import FoundationEssentials
internal import GRDB
internal import Ledger
internal import Licensing

/// The tables of a ledger, and what marks a file as one.
enum LedgerSchema {
    /// Marks the file as a ledger in its header (`PRAGMA application_id`): "Brth".
    static let applicationID: Int32 = 0x4272_7468
    /// The version of the tables (`PRAGMA user_version`). A file of an earlier one is left as it is.
    static let version: Int32 = 4

    static let tooNew = LedgerFault(.ledgerTooNew, "It was written by a later version of this program.")

    /// Makes the tables of a new ledger and the first line of its trail, if nobody else has.
    static func begin(_ database: Database, for purpose: LedgerPurpose, at: Date) throws {
        guard try Int32.fetchOne(database, sql: "PRAGMA user_version") == 0 else { return try checkVersion(database) }
        // Its first lines come with its tables.
        if purpose == .copy { return }
        try database.inTransaction(.immediate) {
            // Somebody else may have been faster.
            guard try Int32.fetchOne(database, sql: "PRAGMA user_version") == 0 else { return .rollback }
            guard case .use(let performer) = purpose else {
                throw LedgerFault(.ledgerMissing, "Nothing was ever written there.")
            }
            let key = LedgerFingerprint.newKey()
            try make(database, fingerprintKey: key)
            let begun = TrailEntry.Event.begun(fingerprintKeyDigest: TrailCodec.digest(key))
            _ = try TrailRows.append(begun, by: performer, at: LedgerTime.kept(at), in: database)
            return .commit
        }
    }

    /// Makes the tables of a new ledger, without a line. To be run in a transaction that writes the first one.
    static func make(_ database: Database, fingerprintKey: Data) throws {
        try database.execute(sql: LedgerTables.standing)
        try database.execute(sql: LedgerTables.trail)
        try database.execute(sql: LedgerTables.triggers)
        try database.execute(
            sql: "INSERT INTO setting (name, value) VALUES ('fingerprint_key', ?)", arguments: [fingerprintKey])
        try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
    }

    /// Looks whether a later version of this program has changed the tables, perhaps while this one had them open.
    static func checkVersion(_ database: Database) throws {
        guard try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0 <= version else { throw tooNew }
    }

    /// The random key of the license keys' fingerprints.
    static func fingerprintKey(_ database: Database) throws -> Data {
        guard let key = try Data.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'fingerprint_key'")
        else { throw LedgerFault(.ledgerCorrupt, "The key of the fingerprints is gone.") }
        return key
    }
}
