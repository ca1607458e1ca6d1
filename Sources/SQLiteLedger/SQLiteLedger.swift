public import FoundationEssentials
internal import GRDB
public import Ledger
public import Licensing

/// The only memory of borrows: a SQLite file that every step of every operation is written to before the next is taken.
///
/// A step is durable when ``record(_:)`` returns. Several ledgers, in one process or in many, may share a file. Copies of a
/// value share two connections, which are opened when they are first needed.
///
/// A new file is private to its owner (0600). In a directory with the setgid bit that only its owner and its group may
/// enter (`chmod 3770`), it belongs to that group too (0660). Nothing is opened, and no mode is changed, where somebody else
/// could have put another file in the way, and on no file system of other hosts.
public struct SQLiteLedger: LedgerStore {
    let path: String
    let purpose: LedgerPurpose
    let now: @Sendable () -> Date
    let connections: Connections
    let listeners: LedgerListeners
    /// The key of the fingerprints, once it was read.
    let key: Shared<Data?>
    /// The hashes of the lines that this value wrote last, by which the news of others are told apart.
    let own: Shared<[String]>

    /// Uses the ledger at a path. Where there is none, the first write begins one; until then it is empty.
    ///
    /// - Parameters:
    ///   - path: the file; directories that are missing on the way to it are created with mode 0700.
    ///   - performer: who begins it.
    ///   - busyTimeout: how many seconds to wait for a holder of the lock who was stopped; for one that works, twelve times
    ///     as long.
    ///   - now: this host's clock, for the time of problems and of the first line.
    /// - Throws: `ledger_unsafe_place`, `ledger_unreadable`; with the path among the facts and what is wrong as the message.
    ///   A file that is no ledger is told when it is first used, and left as it is.
    public init(
        path: String, by performer: Performer, busyTimeout: TimeInterval = 5,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(Problem) {
        try self.init(path: path, for: .use(performer), busyTimeout: busyTimeout, now: now)
    }

    /// Uses a ledger that is there, and never begins one.
    ///
    /// - Throws: as ``init(path:by:busyTimeout:now:)``, and `ledger_missing`.
    public init(
        existing path: String, busyTimeout: TimeInterval = 5, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(Problem) {
        try self.init(path: path, for: .upkeep, busyTimeout: busyTimeout, now: now)
    }

    /// Reads a ledger that is there, and changes nothing: neither the file nor what is beside it.
    ///
    /// It works on a file that may only be read, on a disk that is full or read-only, and for a ledger of somebody else.
    ///
    /// - Throws: as ``init(existing:busyTimeout:now:)``.
    public init(
        reading path: String, busyTimeout: TimeInterval = 5, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(Problem) {
        try self.init(path: path, for: .reading, busyTimeout: busyTimeout, now: now)
    }

    /// Uses a ledger that takes another one's lines. Where there is none, the first of them begins it.
    ///
    /// - Throws: as ``init(path:by:busyTimeout:now:)``.
    public init(
        copyingTo path: String, busyTimeout: TimeInterval = 5, now: @escaping @Sendable () -> Date = { Date() }
    ) throws(Problem) {
        try self.init(path: path, for: .copy, busyTimeout: busyTimeout, now: now)
    }

    private init(
        path: String, for purpose: LedgerPurpose, busyTimeout: TimeInterval, now: @escaping @Sendable () -> Date
    ) throws(Problem) {
        (self.path, self.purpose, self.now) = (path, purpose, now)
        (listeners, key, own) = (LedgerListeners(), Shared(nil), Shared([]))
        connections = Connections(path: path, purpose: purpose, timeout: busyTimeout, now: now) { [listeners] holder in
            listeners.tell(.waiting(holder: holder))
        }
        do throws(LedgerFault) {
            _ = try LedgerPlace(path, for: purpose)
        } catch {
            throw problem(error, while: .opening)
        }
    }

    /// Reads one state of the file, in a task of its own; nil where there is no ledger yet.
    func readIfAny<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(Problem) -> Value? {
        do {
            return try await Task { [connections] in
                try await connections.read(work)
            }.value
        } catch let fault as LedgerFault where fault.code == .ledgerMissing && purpose.begins {
            return nil
        } catch {
            throw problem(error, while: .reading)
        }
    }

    /// Reads one state of the file; a value of its own where there is no ledger yet.
    func read<Value: Sendable>(
        orIfNone none: Value, _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(Problem) -> Value {
        try await readIfAny(work) ?? none
    }

    /// Writes in one transaction that either counts whole or not at all, in a task that the caller's cancellation does not
    /// reach.
    func write<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(Problem) -> Value {
        do {
            return try await Task { [connections] in
                try await connections.write(work)
            }.value
        } catch {
            throw problem(error, while: .writing)
        }
    }
}
