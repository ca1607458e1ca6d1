internal import FoundationEssentials
internal import Ledger
internal import Licensing

// What a server has to be for a ledger, and what the ledger has to be for this program.
extension Session {
    /// The oldest version of a server that has all that the schema uses.
    private static let oldestServer = 13
    /// How long a lock is waited for.
    private static let lockPatience = "30s"
    /// After which the server ends a transaction whose client says nothing any more, so that nobody who vanished holds the chain for
    /// long. It is shorter than the wait for a lock: who looks for what came of a lost commit waits it out.
    private static let silence = "15s"
    /// How often the server's system looks whether a silent client is still there: else the connections of those who vanished count
    /// among those that it takes for hours.
    private static let keepalive = "60s"

    /// Sets up a new connection, and looks whether the server can keep what is written.
    ///
    /// - Throws: `ledger_unsuited`, with what is wrong with the server.
    func prepare() throws(PostgresFault) {
        guard version >= Self.oldestServer * 10_000 else {
            throw Self.unsuited(
                "It is PostgreSQL \(version / 10_000), and a ledger needs \(Self.oldestServer) or later.")
        }
        // Nothing but the catalogue is looked for by a name alone.
        for (name, value) in [
            ("search_path", ""), ("client_encoding", "UTF8"), ("application_name", "berth"),
            ("lock_timeout", Self.lockPatience), ("idle_in_transaction_session_timeout", Self.silence),
            ("tcp_keepalives_idle", Self.keepalive), ("tcp_keepalives_interval", Self.keepalive),
        ] { try set(name, value) }
        guard try setting("server_encoding") == "UTF8" else {
            throw Self.unsuited("The database is not in UTF-8: make one with ENCODING 'UTF8'.")
        }
        guard try query("SELECT pg_catalog.pg_is_in_recovery()").first?.flag(0) == false else {
            var fault = Self.unsuited("It is in recovery: a standby, which only reads. Name the primary server.")
            fault.isOfStandby = true
            throw fault
        }
        if try setting("synchronous_commit") != "remote_apply" { try set("synchronous_commit", "on") }
        guard try setting("fsync") == "on", ["on", "remote_apply"].contains(try setting("synchronous_commit")) else {
            throw Self.unsuited("What it has committed can be lost: fsync and synchronous_commit must be on.")
        }
    }

    /// Looks whether the database holds a ledger of this program's version.
    ///
    /// - Throws: `ledger_missing`, `ledger_foreign`, `ledger_denied`, `ledger_too_new`, `ledger_too_old`.
    func checkSchema() throws(PostgresFault) {
        let rights = try query(
            """
            SELECT pg_catalog.has_schema_privilege(oid, 'USAGE') FROM pg_catalog.pg_namespace WHERE nspname = 'berth'
            """)
        guard let row = rights.first else {
            throw PostgresFault(.ledgerMissing, "The database has no schema berth.")
        }
        guard try row.flag(0) else {
            throw PostgresFault(.ledgerDenied, "This user has no rights in the schema berth.")
        }
        guard try query("SELECT pg_catalog.to_regclass('berth.ledger') IS NOT NULL").first?.flag(0) == true else {
            throw PostgresFault(.ledgerForeign, "Its schema berth is not one of this program.")
        }
        guard let version = try query("SELECT version FROM berth.ledger").first?.number(0) else {
            throw PostgresFault(.ledgerForeign, "Its schema berth is not one of this program.")
        }
        let words = "Its tables are of version \(version), and this program knows version \(PostgresSchema.version)."
        if version > PostgresSchema.version { throw PostgresFault(.ledgerTooNew, words) }
        if version < PostgresSchema.version { throw PostgresFault(.ledgerTooOld, words) }
    }

    private func setting(_ name: String) throws(PostgresFault) -> String? {
        try query("SELECT pg_catalog.current_setting($1)", [.text(name)]).first?.text(0)
    }

    private func set(_ name: String, _ value: String) throws(PostgresFault) {
        try query("SELECT pg_catalog.set_config($1, $2, false)", [.text(name), .text(value)])
    }

    private static func unsuited(_ words: String) -> PostgresFault {
        PostgresFault(.ledgerUnsuited, words, endsConnection: true)
    }
}

// Transactions.
extension Session {
    /// Reads one state of the database.
    ///
    /// - Parameters:
    ///   - clock: reads the database's clock for it.
    ///   - body: reads.
    func read<Value>(by clock: DatabaseClock, _ body: (Session) throws -> Value) throws -> Value {
        try query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let value: Value
        do {
            try checkSchema()
            now = try clock.read(readClock)
            value = try body(self)
        } catch {
            rollBack()
            throw error
        }
        try query("COMMIT")
        return value
    }

    /// Writes in one transaction that either counts whole or not at all, while nobody else adds to the chain.
    ///
    /// - Parameters:
    ///   - clock: reads the database's clock for it; nil where nothing is written that has a time.
    ///   - body: writes.
    /// - Throws: ``CommitLost`` where it cannot be told whether it counts; else what the body throws, and nothing was written.
    func write<Value>(by clock: DatabaseClock? = nil, _ body: (Session) throws -> Value) throws -> Value {
        try query("BEGIN ISOLATION LEVEL READ COMMITTED", otherwise: .ledgerUnwritable)
        let value: Value
        do {
            try checkSchema()
            // Each statement sees what was committed before it, so that whatever is read after this is the newest.
            try query("SELECT pg_catalog.pg_advisory_xact_lock($1)", [.number(Int64(PostgresSchema.lock))])
            // Not before the lock, for which it may have waited long.
            if let clock { now = try clock.read(readClock) }
            value = try body(self)
        } catch {
            rollBack()
            throw error
        }
        do throws(PostgresFault) {
            guard try query("COMMIT", otherwise: .ledgerUnwritable).tag == "COMMIT" else {
                throw PostgresFault(.ledgerUnwritable, "The transaction was rolled back.")
            }
        } catch {
            if error.endsConnection { throw CommitLost(fault: error) }
            throw error
        }
        return value
    }

    private func readClock() throws(PostgresFault) -> Date {
        let rows = try query("SELECT (extract(epoch FROM berth.now()) * 1000)::bigint")
        guard let milliseconds = try rows.first?.number(0) else { throw .row("The server tells no time.") }
        return LedgerTime.kept(Date(timeIntervalSince1970: Double(milliseconds) / 1000))
    }

    private func rollBack() { _ = try? query("ROLLBACK") }
}
