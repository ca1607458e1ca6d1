internal import Dispatch
internal import GRDB
internal import Licensing
internal import Synchronization

/// An open connection with the file that it has open.
struct Connection: Sendable {
    let queue: DatabaseQueue
    let file: OpenedFile
    let wait: BusyWait

    /// Carries out an access on the connection's own thread, between two looks at the file: before, so that nothing stale
    /// is read and nothing is written in vain, and after, so that nothing counts as written that went to a file without a
    /// name.
    func access<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await queue.writeWithoutTransaction { database in
            try wait.around {
                try file.check()
                let value = try work(database)
                if let loss = file.loss { throw LedgerFault(.ledgerReplaced, loss) }
                return value
            }
        }
    }

    /// Carries out work on one state of the file, in a transaction that counts whole or not at all.
    func transaction<Value: Sendable>(
        _ kind: Database.TransactionKind, _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await access { database in
            var value: Value?
            try database.inTransaction(kind) {
                try LedgerSchema.checkVersion(database)
                value = try work(database)
                return .commit
            }
            guard let value else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            return value
        }
    }
}

/// A connection that is opened when it is first needed, on a thread of its own: opening waits for disks and locks, which
/// nothing on the tasks' shared threads may.
final class LazyConnection: Sendable {
    private let thread = DispatchQueue(label: "ledger.open")
    private let opened = Mutex<Connection?>(nil)
    private let open: @Sendable () throws -> Connection

    init(_ open: @escaping @Sendable () throws -> Connection) { self.open = open }

    /// The connection, if it was opened.
    var current: Connection? { opened.withLock { $0 } }

    func get() async throws -> Connection {
        if let current { return current }
        return try await aside(on: thread) { try self.openOnce() }
    }

    private func openOnce() throws -> Connection {
        if let current { return current }
        let connection = try open()
        opened.withLock { $0 = connection }
        return connection
    }
}

/// Carries out on a dispatch queue's thread what may block.
func aside<Value: Sendable>(
    on queue: DispatchQueue, _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        queue.async { continuation.resume(with: Result { try work() }) }
    }
}
