internal import Dispatch
internal import GRDB
internal import Synchronization

extension Ledger {
    /// Tells, without polling, that another connection has changed the ledger: another process, or another `Ledger` here.
    ///
    /// That the file was removed or replaced is told, too. What this ledger records itself is not. Changes in quick
    /// succession may be told as one. The stream ends at once where the file cannot be watched, as for a ledger in memory.
    public func changes() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            guard let path, let watch = FileWatch(written: path + "-wal", renamed: path) else {
                return continuation.finish()
            }
            let last = Mutex(versionByOthers())
            watch.start {
                let version = versionByOthers()
                let isNews = last.withLock { last in
                    defer { last = version }
                    return version == nil || version != last || replacement != nil
                }
                if isNews { continuation.yield() }
            }
            continuation.onTermination = { _ in watch.stop() }
        }
    }

    /// A number that changes with every commit of another connection; nil where it cannot be had.
    ///
    /// The log is written before a commit becomes visible, so a reader that was woken by the writing may come too early.
    /// Asking for the write lock waits until the commit is through.
    private func versionByOthers() -> Int? {
        var version: Int?
        try? queue.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                version = try Int.fetchOne(database, sql: "PRAGMA data_version")
                return .rollback
            }
        }
        return version
    }
}
