internal import Files
internal import GRDB
public import Ledger
internal import Licensing

extension SQLiteLedger {
    public func announcements() -> AsyncStream<LedgerAnnouncement> {
        listeners.stream { listener in
            let watching = Task { await watch(telling: listener) }
            return { watching.cancel() }
        }
    }

    /// Tells what others write until the task is cancelled.
    private func watch(telling listener: LedgerListeners.Listener) async {
        do throws(Problem) {
            // What there is to be watched is begun, if need be.
            if try await readIfAny({ _ in true }) == nil { _ = try await write { _ in true } }
            let file = try await openedFile()
            let watch = try watch(file)
            defer { watch.stop() }
            var line = try await latestLine()
            listener.yield(.changed)
            for await _ in watch.events {
                guard file.loss == nil else {
                    listener.yield(.changed)
                    continue
                }
                // Whatever cannot be read now is told by the reading that follows.
                guard let news = try? await news(after: line) else {
                    listener.yield(.changed)
                    continue
                }
                line = news.line
                if news.isOthers { listener.yield(.changed) }
            }
        } catch {
            listener.yield(.unavailable(error))
        }
        listener.finish()
    }

    private func watch(_ file: OpenedFile) throws(Problem) -> FileWatch {
        do throws(LedgerFault) {
            return try FileWatch(ofLedger: file.path)
        } catch {
            throw problem(error, while: .reading)
        }
    }

    private func openedFile() async throws(Problem) -> OpenedFile {
        do {
            return try await connections.reader.get().file
        } catch {
            throw problem(error, while: .reading)
        }
    }

    private func latestLine() async throws(Problem) -> Int64 {
        try await read(orIfNone: 0, TrailRows.latestLine)
    }

    /// The newest line, and whether anybody else wrote one since a line.
    ///
    /// A writer keeps readers out from before its first change of the file until its commit is through, and a reader asks
    /// again until then: what has woken it is there to be read.
    func news(after line: Int64) async throws(Problem) -> (line: Int64, isOthers: Bool) {
        let own = own
        return try await read(orIfNone: (line, false)) { database in
            let hashes = try String.fetchAll(
                database, sql: "SELECT hash FROM trail WHERE line > ? ORDER BY line LIMIT 300", arguments: [line])
            let mine = Set(own.withLock { $0 })
            return (try TrailRows.latestLine(database), !hashes.allSatisfy(mine.contains))
        }
    }
}

extension FileWatch {
    /// Begins to watch a ledger's file.
    ///
    /// - Throws: `ledger_unwatched`, where the system has no watch left to give.
    convenience init(ofLedger path: String) throws(LedgerFault) {
        do throws(SystemError) {
            try self.init(path, for: .file)
        } catch {
            throw LedgerFault(.ledgerUnwatched, systemWords(error.code) + ".")
        }
    }
}
