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

    /// Opens the ledger at a path, or creates it, private to its owner, where there is none.
    ///
    /// - Parameters:
    ///   - path: The file; directories that are missing on the way to it are created with mode 0700.
    ///   - busyTimeout: How many seconds to wait while another connection writes.
    ///   - now: This host's clock, for the time of problems.
    /// - Throws: `ledger_unreadable`, `ledger_unwritable` or `ledger_too_new`, with the path among the facts and the
    ///   system's words as the message. A file that cannot be used is left as it is.
    public init(
        path: String, busyTimeout: TimeInterval = 5, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(Problem) {
        let file = LedgerFile(path: path, now: now)
        let lock = try file.prepare()
        defer { lock.release() }
        do {
            queue = try DatabaseQueue(path: path, configuration: Self.configuration(busyTimeout: busyTimeout))
            try LedgerSchema.bringUpToDate(queue, path: path, time: now())
        } catch {
            throw Self.problem(error, while: .opening, path: path, time: now())
        }
        self.path = path
        self.now = now
    }

    private init(queue: DatabaseQueue) {
        self.queue = queue
        path = nil
        now = { Date() }
    }

    /// Makes a ledger that lasts as long as the process, for a demonstration or a test.
    public static func inMemory() throws(Problem) -> Ledger {
        do {
            let queue = try DatabaseQueue(configuration: configuration(busyTimeout: 5))
            try LedgerSchema.bringUpToDate(queue, path: nil, time: Date())
            return Ledger(queue: queue)
        } catch {
            throw problem(error, while: .opening, path: nil, time: Date())
        }
    }

    private static func configuration(busyTimeout: TimeInterval) -> Configuration {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.busyMode = .timeout(busyTimeout)
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
    ///   a new operation on a subject that has one under way, `ledger_unwritable`. Nothing is written then.
    public func record(_ entry: LedgerEntry) async throws(Problem) {
        let step = LedgerStep(entry: entry, path: path, time: now())
        try await access(.writing) { queue in try await queue.write(step.write) }
    }

    /// The borrows that the operator has not forgotten, ordered by the end that was granted, those without one first.
    public func borrows() async throws(Problem) -> [Borrow] {
        try await access(.reading) { queue in
            try await queue.read { database in
                try BorrowRecord.notForgotten.asRequest(of: BorrowWithOperation.self).fetchAll(database)
                    .map { try $0.borrow.borrow(operation: $0.operation) }
            }
        }
    }

    /// The latest lines of the trail, newest first.
    ///
    /// - Parameter limit: How many lines at most.
    public func history(limit: Int) async throws(Problem) -> [TrailEntry] {
        try await access(.reading) { queue in
            try await queue.read { database in
                try TrailRecord.newestFirst.limit(max(0, limit)).fetchAll(database).map(\.entry)
            }
        }
    }

    /// The signed answer that an operation brought, the latest where it brought several; nil where it brought none.
    public func receipt(for operation: OperationID) async throws(Problem) -> Receipt? {
        try await access(.reading) { queue in
            try await queue.read { database in
                try ReceiptRecord.latest(of: operation).fetchOne(database)?.receipt
            }
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
            return code.prefix(16).flatMap { [$0 >> 4, $0 & 0xF] }.map { String($0, radix: 16) }.joined()
        } catch {
            throw Self.problem(error, while: .reading, path: path, time: now())
        }
    }

    /// Looks for damage in the whole file (`PRAGMA quick_check`), which takes time in proportion to its size.
    ///
    /// - Throws: `ledger_unreadable`, with SQLite's findings as the message.
    public func verify() async throws(Problem) {
        let path = path
        let time = now()
        try await access(.reading) { queue in
            let findings = try await queue.read { try String.fetchAll($0, sql: "PRAGMA quick_check") }
            guard findings == ["ok"] else {
                throw Problem.ledger(.ledgerUnreadable, findings.joined(separator: "; "), path: path, time: time)
            }
        }
    }

    /// Carries out an access in a task of its own, which the caller's cancellation does not reach.
    private func access<Value: Sendable>(
        _ access: LedgerAccess, _ work: @escaping @Sendable (DatabaseQueue) async throws -> Value
    ) async throws(Problem) -> Value {
        let queue = queue
        do {
            return try await Task { try await work(queue) }.value
        } catch {
            throw Self.problem(error, while: access, path: path, time: now())
        }
    }
}
