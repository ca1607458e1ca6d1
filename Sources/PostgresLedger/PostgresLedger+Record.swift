internal import FoundationEssentials
internal import Ledger
public import Licensing

extension PostgresLedger {
    @discardableResult
    public func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 {
        try await write { [clock] session in
            let holdings = try LedgerRules.Holdings(entry.borrow, in: session)
            let offset = clock.offset
            let granted = entry.granted(at: session.now, offset: offset, after: holdings.borrow)
            var last: WrittenLine?
            for step in try granted.steps(given: holdings, offset: offset) {
                last = try step.write(in: session)
            }
            guard let last else { throw PostgresFault(.ledgerStepRefused, "There is nothing to write.") }
            return (last.number, last)
        }
    }

    public func fingerprint(of secret: Secret) async throws(Problem) -> String {
        LedgerFingerprint.of(secret, by: try await fingerprintKey())
    }

    /// Read once, and made with the ledger where there is none yet.
    private func fingerprintKey() async throws(Problem) -> Data {
        if let known = key.withLock({ $0 }) { return known }
        let read: Data
        if let stored = try await self.read({ try PostgresTrail.fingerprintKey($0) }) {
            read = stored
        } else if performer == nil {
            // Who does not write begins nothing: it tells keys apart for as long as this value lives.
            read = LedgerFingerprint.newKey()
        } else {
            try await write { ((), try PostgresTrail.head($0).written) }
            guard let made = try await self.read({ try PostgresTrail.fingerprintKey($0) }) else {
                throw problem(PostgresFault(.ledgerCorrupt, "The key of the fingerprints is gone."))
            }
            read = made
        }
        key.withLock { $0 = read }
        return read
    }

    /// Writes lines in one transaction. Where nothing was written yet, line 1 comes first.
    ///
    /// Where the connection is lost before the commit, nothing was written, and it is tried once more. Where it is lost with the
    /// commit, what came of that is looked up: whoever gets the chain's lock after it sees all that it has done or will ever do.
    ///
    /// - Parameters:
    ///   - begins: whether line 1 comes first where nothing was written yet.
    ///   - body: writes, and returns the last line beside what is to be returned.
    func write<Value: Sendable>(
        beginning begins: Bool = true, _ body: @escaping @Sendable (Session) throws -> (Value, WrittenLine)
    ) async throws(Problem) -> Value {
        let (performer, clock) = (performer, clock)
        do {
            return try await connection.perform { thread in
                var last: (value: Value, line: WrittenLine)?
                func attempt(_ session: Session) throws -> Value {
                    try session.write(by: clock) { session in
                        if begins { try PostgresTrail.beginIfEmpty(session, by: performer) }
                        let written = try body(session)
                        last = written
                        return written.0
                    }
                }
                do {
                    return try thread.with(until: nil, attempt)
                } catch let lost as CommitLost {
                    guard let last else { throw lost }
                    if try thread.finds(last.line, after: lost) { return last.value }
                }
                do {
                    return try thread.once(until: nil, patience: ConnectionThread.returnPatience, attempt)
                } catch let lost as CommitLost {
                    guard let last else { throw lost }
                    guard try thread.finds(last.line, after: lost) else { throw lost.fault }
                    return last.value
                }
            }
        } catch {
            throw problem(error)
        }
    }
}

extension ConnectionThread {
    /// Looks whether a line whose commit was not answered is there, once the transaction that wrote it has ended.
    ///
    /// - Throws: the lost commit, where it cannot be looked up.
    fileprivate func finds(_ line: WrittenLine, after lost: CommitLost) throws -> Bool {
        do {
            return try once(until: nil, patience: Self.returnPatience) { session in
                // For the lock alone: nothing is written here that could be lost again.
                try session.write { session in
                    let rows = try session.query(
                        "SELECT FROM berth.trail WHERE line = $1 AND hash = $2",
                        [.number(line.number), .text(line.hash)])
                    return rows.count > 0
                }
            }
        } catch {
            throw lost
        }
    }
}
