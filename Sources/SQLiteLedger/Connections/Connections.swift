internal import Dispatch
internal import FoundationEssentials
internal import GRDB
internal import Licensing
internal import Synchronization

/// The two connections of a ledger: one that writes, and one that only reads, so that no reading waits for a write of its
/// own.
///
/// The journal is a rollback journal. A write-ahead log is not for this file: in SQLite before 3.51.3 (3.50.7 and 3.44.6
/// aside) two connections that reset it at once may lose commits, and reading it needs permission to write. With
/// `synchronous = EXTRA` a commit is on disk, its journal's removal included, before it counts.
struct Connections: Sendable {
    let reader: LazyConnection
    let writer: LazyConnection
    private let path: String
    private let purpose: LedgerPurpose

    init(
        path: String, purpose: LedgerPurpose, timeout: TimeInterval, now: @escaping @Sendable () -> Date,
        tell: @escaping @Sendable (String?) -> Void
    ) {
        (self.path, self.purpose) = (path, purpose)
        reader = LazyConnection { try Self.openReader(path, purpose, timeout) }
        writer = LazyConnection { try Self.openWriter(path, purpose, timeout, now, tell) }
    }

    /// Reads one state of the file.
    ///
    /// What a writer left undone when it died is undone first: in place where this ledger may write, else in a copy.
    func read<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try checkFiles()
        do {
            return try await reader.get().transaction(.deferred, work)
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
            if !purpose.isReading, (try? await writer.get().transaction(.immediate) { _ in true }) == true {
                return try await reader.get().transaction(.deferred, work)
            }
            return try await aside(on: .global()) {
                try JournalCopy.read(OpenedFile(LedgerPlace(path, for: purpose)), work)
            }
        }
    }

    /// Writes in one transaction that either counts whole or not at all.
    func write<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try checkFiles()
        return try await writer.get().transaction(.immediate, work)
    }

    /// Checks that what one connection has open is still there, so that the other does not open another file.
    private func checkFiles() throws(LedgerFault) {
        for connection in [reader, writer] {
            if let loss = connection.current?.file.loss { throw LedgerFault(.ledgerReplaced, loss) }
        }
    }

    private static func openReader(
        _ path: String, _ purpose: LedgerPurpose, _ timeout: TimeInterval
    ) throws -> Connection {
        let place = try LedgerPlace(path, for: purpose)
        guard place.holdsLedger else { throw LedgerFault(.ledgerMissing, "Nothing was ever written there.") }
        let file = try OpenedFile(place)
        let wait = BusyWait(file: file.lockName, timeout: timeout)
        var configuration = configuration(file, wait)
        configuration.readonly = true
        let queue = try wait.around { try DatabaseQueue(path: file.path, configuration: configuration) }
        return Connection(queue: queue, file: file, wait: wait)
    }

    private static func openWriter(
        _ path: String, _ purpose: LedgerPurpose, _ timeout: TimeInterval, _ now: @Sendable () -> Date,
        _ tell: @escaping @Sendable (String?) -> Void
    ) throws -> Connection {
        guard !purpose.isReading else { throw LedgerFault(.ledgerUnwritable, "It was opened to be read only.") }
        var place = try LedgerPlace(path, for: purpose)
        if place.file == nil {
            try place.create()
            place = try LedgerPlace(path, for: purpose)
        }
        try place.checkWritable()
        let file = try OpenedFile(place)
        let wait = BusyWait(file: file.lockName, timeout: timeout, tell: tell)
        var configuration = configuration(file, wait)
        configuration.prepareDatabase { database in
            try need("delete", of: "journal_mode", in: database)
            try need("3", of: "synchronous", in: database, asking: "EXTRA")
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        let queue = try wait.around {
            let queue = try DatabaseQueue(path: file.path, configuration: configuration)
            try queue.writeWithoutTransaction { try LedgerSchema.begin($0, for: purpose, at: now()) }
            return queue
        }
        // Only what is a ledger for certain is touched.
        try place.narrow()
        return Connection(queue: queue, file: file, wait: wait)
    }

    private static func configuration(_ file: OpenedFile, _ wait: BusyWait) -> Configuration {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.busyMode = .callback { wait.next(after: $0) }
        configuration.prepareDatabase { database in
            try DatabaseHeader.check(database, at: file.path)
            try file.check()
            // What is sorted needs no room on a full disk.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    /// Sets what a commit relies on, and checks that SQLite has taken it.
    private static func need(
        _ value: String, of name: String, in database: Database, asking wish: String? = nil
    ) throws {
        try database.execute(sql: "PRAGMA \(name) = \(wish ?? value)")
        let set = try String.fetchOne(database, sql: "PRAGMA \(name)")
        guard set == value else {
            throw LedgerFault(.ledgerUnwritable, "SQLite keeps \(name) at \(set ?? "nothing").")
        }
    }
}
