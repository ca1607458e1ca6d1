public import FoundationEssentials
public import Ledger
public import Licensing

/// The only memory of borrows of many hosts: a database of a PostgreSQL server, 13 or later.
///
/// A step is durable when ``record(_:)`` returns. Copies of a value share one connection, on a thread of its own, which is
/// opened when it is first needed, and again where it was lost. What the database can hold is held there: lines are written,
/// numbered and hashed by a function of the schema, and nobody who may use it can change them.
public struct PostgresLedger: LedgerStore {
    let address: String
    /// Who begins it where nobody has yet; nil for who only reads.
    let performer: Performer?
    let now: @Sendable () -> Date
    let connection: PostgresConnection
    let listeners = LedgerListeners()
    let clock: DatabaseClock
    private let deadline: @Sendable () -> ContinuousClock.Instant?
    /// The key of the license keys' fingerprints, once it was read.
    let key = Shared<Data?>(nil)

    /// Uses the ledger of a database. Where nothing was written yet, the first step begins it.
    ///
    /// - Parameters:
    ///   - address: a connection URI. libpq's own rules hold for what it leaves out: service files, `.pgpass`, `PGPASSWORD`.
    ///   - performer: who begins it; nil where nothing is to be written.
    ///   - silence: for how long a server whose news are waited for may be silent, before it is asked whether it is still there; it has
    ///     as long again to say so.
    ///   - deadline: until when the task that asks may wait.
    ///   - now: this host's clock. Where the database's reads otherwise, times are turned on their way in and out.
    public init(
        _ address: String, by performer: Performer?, silence: Duration = .seconds(20),
        deadline: @escaping @Sendable () -> ContinuousClock.Instant? = { nil },
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        (self.address, self.performer, self.deadline, self.now) = (address, performer, deadline, now)
        connection = PostgresConnection(address: address, silence: silence)
        clock = DatabaseClock(host: now)
    }

    /// Checks that libpq takes the address; the server is not asked.
    ///
    /// - Throws: `ledger_library_missing`, `ledger_address_invalid`, `ledger_password_exposed`.
    public func checkAddress() throws(Problem) {
        do throws(PostgresFault) {
            try PostgresLibrary.load()
            try PostgresLibrary.check(address)
        } catch {
            throw problem(error)
        }
    }

    /// Reads one state of the database.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Session) throws -> Value) async throws(Problem) -> Value {
        let end = deadline()
        do {
            return try await connection.perform { [clock] thread in
                try thread.with(until: end) { session in
                    try session.read(by: clock, work)
                }
            }
        } catch {
            throw problem(error)
        }
    }

    /// Makes the tables, functions and roles of a new ledger.
    ///
    /// - Throws: `ledger_foreign` where the database has a schema `berth` already, `ledger_denied`.
    public func create() async throws(Problem) {
        do {
            try await connection.perform { thread in
                try thread.with(until: nil) { session in
                    let exists =
                        try session.query("SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'berth'").count > 0
                    guard !exists else {
                        throw PostgresFault(.ledgerForeign, "The database has a schema berth already.")
                    }
                    for statement in PostgresSchema.statements {
                        do throws(PostgresFault) {
                            try session.query(statement, otherwise: .ledgerUnwritable)
                        } catch {
                            _ = try? session.query("ROLLBACK")
                            throw error
                        }
                    }
                }
            }
        } catch {
            throw problem(error)
        }
    }

    /// The statements that ``create()`` carries out, for `psql`.
    public static var script: String { PostgresSchema.script }

    /// Checks that steps could be written, and changes nothing.
    ///
    /// - Throws: `ledger_denied`, and what else stands in the way.
    public func checkWritable() async throws(Problem) {
        try await checkRight("This user may read the ledger, and not write to it.", on: "begin", "write")
    }

    /// Checks that the user may carry out functions of the schema.
    ///
    /// - Parameters:
    ///   - words: what is said where they may not.
    ///   - functions: their names.
    func checkRight(_ words: String, on functions: String...) async throws(Problem) {
        try await read { session in
            let right = try session.query(
                """
                SELECT pg_catalog.bool_and(pg_catalog.has_function_privilege(p.oid, 'EXECUTE'))
                FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname = 'berth' AND p.proname = ANY (pg_catalog.string_to_array($1, ','))
                """, [.text(functions.joined(separator: ","))])
            guard try right.first?.flag(0) == true else { throw PostgresFault(.ledgerDenied, words) }
        }
    }

    /// The newest lines of the trail, oldest first, held against each other: a cheap look where the whole takes long.
    ///
    /// - Throws: `ledger_altered` where one does not follow from the one before it.
    public func verifiedHead(limit: Int) async throws(Problem) -> [TrailEntry] {
        try await verifiedHead(limit: limit) { problem($0) }
    }

    // MARK: Problems

    /// Turns a failure into a problem; one that is a problem already passes through.
    func problem(_ error: any Error) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let fault as PostgresFault: return problem(fault.code, fault.message)
        case let lost as CommitLost:
            let words = "The connection was lost as the step was written, and whether it was cannot be looked up: "
            return problem(.ledgerUnreachable, words + lost.fault.message)
        case let fault as TrailFault: return problem(.ledgerAltered, fault.sentence)
        default: return problem(.ledgerUnreadable, "A row is not what this program writes.")
        }
    }

    private func problem(_ code: ProblemCode, _ message: String) -> Problem {
        var facts = ProblemFacts()
        // An address with a password in it is repeated nowhere.
        facts.path = [.ledgerPasswordExposed, .ledgerAddressInvalid].contains(code) ? nil : address
        return Problem(code, message: message, time: now(), facts: facts)
    }
}
