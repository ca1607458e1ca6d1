internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Licensing

/// The first bytes of a database, as SQLite describes them, read before SQLite takes a lock, a journal or anything else.
struct DatabaseHeader {
    static let foreign = LedgerFault(.ledgerForeign, "It is no database.")

    private let bytes: [UInt8]

    /// What is opened for a ledger here, by the file's own words.
    ///
    /// - Throws: `ledger_foreign` for a file that another program has written; `ledger_too_old` for an earlier version's of this
    ///   program, `ledger_too_new` for a later one's.
    static func check(_ database: Database, at path: String) throws {
        try checkName(database, path)
        try DatabaseHeader(database)?.check()
    }

    /// Checks that no link was followed to what is opened.
    ///
    /// - Throws: `ledger_replaced`.
    static func checkName(_ database: Database, _ path: String) throws(LedgerFault) {
        guard let opened = sqlite3_db_filename(database.sqliteConnection, "main"), String(cString: opened) == path
        else {
            throw LedgerFault(.ledgerReplaced, "It was replaced by a link.")
        }
    }

    /// Nil for an empty file, which is anybody's.
    private init?(_ database: Database) throws {
        var pointer: UnsafeMutablePointer<sqlite3_file>?
        let code = sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &pointer)
        guard code == SQLITE_OK, let file = pointer, let methods = file.pointee.pMethods else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
        var size: Int64 = 0
        guard methods.pointee.xFileSize(file, &size) == SQLITE_OK, size > 0 else { return nil }
        // A file that is shorter is filled up with zeros.
        var bytes = [UInt8](repeating: 0, count: 100)
        _ = methods.pointee.xRead(file, &bytes, Int32(bytes.count), 0)
        self.bytes = bytes
    }

    private func number(at offset: Int) -> Int32 {
        Int32(bitPattern: bytes[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) })
    }

    private func check() throws(LedgerFault) {
        guard bytes.starts(with: "SQLite format 3\u{0}".utf8) else {
            throw Self.foreign
        }
        guard number(at: 68) == LedgerSchema.applicationID else {
            throw LedgerFault(.ledgerForeign, "It is the database of another program.")
        }
        let version = number(at: 60)
        guard version >= LedgerSchema.version else {
            throw LedgerFault(.ledgerTooOld, "It was written by an earlier version of this program.")
        }
        guard version <= LedgerSchema.version else { throw LedgerSchema.tooNew }
        guard bytes[18] == 1 else {
            let words = "Another program has switched it to a write-ahead log, which this one does not use."
            throw LedgerFault(.ledgerUnreadable, words)
        }
    }
}
