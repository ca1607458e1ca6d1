internal import Crypto
public import FoundationEssentials
internal import GRDB
public import Licensing

/// The only memory of borrows: a SQLite file that every step of every operation is written to before the next is taken.
///
/// A step is durable when ``record(_:)`` returns: the file is in WAL mode with `synchronous = FULL`. Several ledgers, in
/// one process or in many, may share a file. Copies of a value share one connection.
public struct Ledger: Sendable {
    let queue: DatabaseQueue
    /// Nil for a ledger in memory.
    let path: String?
    let now: @Sendable () -> Date
    private let files: OpenFiles?

    /// Opens the ledger at a path, or creates it where there is none.
    ///
    /// A new file is private to its owner (0600). In a directory that has the setgid bit or that its group may write to,
    /// and that not everybody may write to, it belongs to that group too (0660).
    ///
    /// - Parameters:
    ///   - path: The file; directories that are missing on the way to it are created with mode 0700.
    ///   - creating: Whether a missing file is created.
    ///   - busyTimeout: How many seconds to wait for another writer that was stopped; for one that works, twelve times
    ///     as long.
    ///   - now: This host's clock, for the time of problems.
    /// - Throws: `ledger_unreadable`, `ledger_unwritable`, `ledger_locked`, `ledger_corrupt`, `ledger_too_new` or
    ///   `ledger_missing`, with the path among the facts and the system's words as the message. A file that cannot be
    ///   used is left as it is.
    public init(
        path: String, creating: Bool = true, busyTimeout: TimeInterval = 5,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(Problem) {
        let file = LedgerFile(path: path, timeout: busyTimeout, now: now)
        let lock = try file.prepare(creating: creating)
        defer { lock.release() }
        let wait = BusyWait(path: path, timeout: busyTimeout)
        let busyMode = Database.BusyMode.callback { wait.next(after: $0) }
        do {
            queue = try DatabaseQueue(path: path, configuration: Self.configuration(waiting: busyMode))
            try LedgerSchema.bringUpToDate(queue, path: path, time: now())
        } catch {
            throw Self.problem(error, while: .opening, path: path, time: now())
        }
        FileSharing.alignCompanions(of: path)
        files = OpenFiles(path: path)
        self.path = path
        self.now = now
    }

    private init(queue: DatabaseQueue) {
        self.queue = queue
        files = nil
        path = nil
        now = { Date() }
    }

    /// Makes a ledger that lasts as long as the process, for a demonstration or a test.
    public static func inMemory() throws(Problem) -> Ledger {
        do {
            let queue = try DatabaseQueue(configuration: configuration(waiting: .immediateError))
            try LedgerSchema.bringUpToDate(queue, path: nil, time: Date())
            return Ledger(queue: queue)
        } catch {
            throw problem(error, while: .opening, path: nil, time: Date())
        }
    }

    private static func configuration(waiting busyMode: Database.BusyMode) -> Configuration {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.busyMode = busyMode
        configuration.prepareDatabase { database in
            // Together, for the library's own WAL mode would lower `synchronous` to NORMAL, which may lose the last
            // commits in a power cut.
            try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        }
        return configuration
    }

    /// Writes one step durably, in one transaction: the borrow, its operation, a line of the trail and the receipt.
    ///
    /// It is written even when the calling task is cancelled: what the server has done is not undone by that.
    ///
    /// - Throws: `ledger_step_refused` for a step that its operation's life does not allow, `operation_in_progress` for
    ///   a new operation on a subject that has one under way, and what stands in the way of writing: `ledger_unwritable`,
    ///   `ledger_locked`, `ledger_replaced`, `ledger_corrupt` or `ledger_too_new`. Nothing to rely on is written then.
    public func record(_ entry: LedgerEntry) async throws(Problem) {
        let step = LedgerStep(entry: entry, path: path, time: now())
        try await write(step.write)
    }

    /// The borrows that the operator has not forgotten, ordered by the end that was granted, those without one first.
    public func borrows() async throws(Problem) -> [Borrow] {
        try await read { try BorrowRecord.notForgotten.borrows($0) }
    }

    /// The borrows that hold a seat or may: active, pending or of unknown outcome; ordered as ``borrows()``.
    ///
    /// The time that it takes depends on how many those are, not on how many have ended.
    public func currentBorrows(at now: Date) async throws(Problem) -> [Borrow] {
        try await read { database in
            try BorrowRecord.notForgotten.filter(BorrowRecord.isCurrent(at: now)).borrows(database)
        }
    }

    /// A fingerprint that tells license keys apart and cannot be turned back into one: 32 hexadecimal digits.
    ///
    /// It is the first half of an HMAC-SHA256 under a random key that is made once and never leaves the ledger, so that
    /// guesses cannot be tried against it elsewhere, and another ledger gives another fingerprint.
    public func fingerprint(of secret: Secret) throws(Problem) -> String {
        do {
            let key = SymmetricKey(data: try queue.read(LedgerSchema.fingerprintKey))
            let code = HMAC<SHA256>.authenticationCode(for: Data(secret.exposed.utf8), using: key)
            return Data(code.prefix(16)).hexadecimal
        } catch {
            throw Self.problem(error, while: .reading, path: path, time: now())
        }
    }

    /// What has happened to the file since it was opened: removed or replaced; nil where it is the one.
    var replacement: String? { files?.fault }

    /// Reads, in a task of its own.
    func read<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(Problem) -> Value {
        try await access(.reading) { queue in try await queue.read(work) }
    }

    /// Writes in one transaction that either counts whole or not at all.
    ///
    /// - Parameter commits: Whether the transaction is kept; false shows what it would have done.
    func write<Value: Sendable>(
        commits: Bool = true, _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(Problem) -> Value {
        let (path, time) = (path, now())
        return try await access(.writing) { queue in
            try await queue.writeWithoutTransaction { database in
                var value: Value?
                try database.inTransaction(.immediate) {
                    try LedgerSchema.checkVersion(database, path: path, time: time)
                    value = try work(database)
                    return commits ? .commit : .rollback
                }
                guard let value else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
                return value
            }
        }
    }

    /// Carries out an access in a task of its own, which the caller's cancellation does not reach.
    ///
    /// The file is looked at before, so that nothing stale is read and nothing is written in vain, and after, so that
    /// nothing counts as written that went to a file without a name.
    func access<Value: Sendable>(
        _ access: LedgerAccess, _ work: @escaping @Sendable (DatabaseQueue) async throws -> Value
    ) async throws(Problem) -> Value {
        let (queue, files, now) = (queue, files, now)
        do {
            return try await Task {
                try files?.check(time: now())
                let value = try await work(queue)
                try files?.check(time: now())
                return value
            }.value
        } catch {
            throw Self.problem(error, while: access, path: path, time: now())
        }
    }
}
