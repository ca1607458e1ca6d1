internal import Crypto
internal import FoundationEssentials
internal import GRDB
internal import Licensing

/// The tables, as a list of migrations that only ever grows at its end.
enum LedgerSchema {
    /// Marks the file as a ledger in its header (`PRAGMA application_id`): "Brth".
    static let applicationID: Int32 = 0x4272_7468

    /// Creates or migrates the tables.
    ///
    /// - Throws: A problem for a file of another program or of a later version of this one; else SQLite's error.
    static func bringUpToDate(_ queue: DatabaseQueue, path: String?, time: Date) throws {
        try queue.read(checkOwner)
        try queue.read { try checkVersion($0, path: path, time: time) }
        try migrator.migrate(queue)
    }

    /// Looks whether a later version of this program has changed the tables, perhaps while this one had them open.
    ///
    /// - Throws: `ledger_too_new`, or SQLite's error.
    static func checkVersion(_ database: Database, path: String?, time: Date) throws {
        guard try migrator.hasBeenSuperseded(database) else { return }
        throw Problem.ledger(
            .ledgerTooNew, "It was written by a later version of this program.", path: path, time: time)
    }

    private static func checkOwner(_ database: Database) throws {
        // The library makes its own table before the first migration, so a process that died in between leaves that.
        let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
        let isEmpty = tables.allSatisfy { $0 == "grdb_migrations" }
        let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id")
        guard isEmpty || owner == applicationID else {
            throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "It is the database of another program.")
        }
    }

    /// The random key of the license keys' fingerprints.
    static func fingerprintKey(_ database: Database) throws -> Data {
        guard let key = try Data.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'fingerprint_key'")
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "The fingerprint key is gone.") }
        return key
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("borrows, operations, trail and receipts") { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: LedgerTables.first)
            try database.execute(sql: LedgerTables.trail)
            let key = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
            try database.execute(
                sql: "INSERT INTO setting (name, value) VALUES ('fingerprint_key', ?)", arguments: [key])
        }
        return migrator
    }
}
