internal import Foundation
internal import Ledger
internal import Licensing

/// A ledger in a database of which this host keeps a copy of what is held, to be looked at while the database is away.
///
/// What is read and written through it is kept: at once what this host wrote itself, at most once a minute what others did. Where the
/// database cannot be reached, a reading shows the copy before it fails, and receipts come out of it. A copy that cannot be written is
/// no obstacle to anything; there is none then.
actor KeptLedger: ForwardingLedger {
    /// For how many seconds what others do is not kept again.
    private static let pause: TimeInterval = 60

    let base: any LedgerStore
    private let file: SnapshotFile
    private let now: @Sendable () -> Date
    private let disk = DispatchQueue(label: "ledger.copy")
    private var snapshot: LedgerSnapshot?
    private var writtenAt = Date.distantPast

    /// - Parameters:
    ///   - base: the ledger.
    ///   - file: where its copy is.
    ///   - now: this host's clock.
    init(_ base: any LedgerStore, copy file: SnapshotFile, now: @escaping @Sendable () -> Date = { Date() }) {
        (self.base, self.file, self.now) = (base, file, now)
    }

    @discardableResult
    func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 {
        let line = try await base.record(entry)
        if snapshot != nil, entry.borrow.operation.phase.isSettled {
            snapshot?.take(entry, at: now())
            await write()
        }
        return line
    }

    func borrows(
        _ selection: LedgerSelection, telling told: @Sendable (LedgerPart) async -> Void
    ) async throws(Problem) -> LedgerReading {
        do {
            let reading = try await base.borrows(selection, telling: told)
            await keep(reading.borrows, isWhole: true)
            return reading
        } catch {
            if error.isOfAbsence, let kept = await kept() {
                let progress = LedgerProgress(read: kept.borrows.count, of: kept.borrows.count)
                await told(LedgerPart(borrows: kept.borrows, progress: progress, asOf: kept.at))
            }
            throw error
        }
    }

    nonisolated func stream<Made: Sendable>(
        heldAt moment: Moment?, inPartsOf size: Int, _ make: @escaping @Sendable ([Borrow]) -> Made,
        _ take: (Made) throws(Problem) -> Void
    ) async throws(Problem) {
        // A database's is read whole before, too; so it is kept.
        try await streamRead(heldAt: moment, inPartsOf: size, make, take)
    }

    func changes(after line: Int64) async throws(Problem) -> LedgerReading {
        let reading = try await base.changes(after: line)
        if snapshot != nil { await keep(reading.borrows, isWhole: false) }
        return reading
    }

    func receipts(of text: String, limit: Int) async throws(Problem) -> [StoredReceipt] {
        do {
            return try await base.receipts(of: text, limit: limit)
        } catch {
            guard error.isOfAbsence, let kept = await kept() else { throw error }
            let found = kept.receipts(of: text, limit: limit)
            guard !found.isEmpty else { throw error }
            return found
        }
    }

    private func keep(_ borrows: [Borrow], isWhole: Bool) async {
        if snapshot == nil {
            // The receipts that were kept go on.
            let kept = await kept()
            if let kept { writtenAt = kept.at }
            snapshot = snapshot ?? kept ?? LedgerSnapshot(of: file.ledger, [], at: now())
        }
        let now = now()
        snapshot?.take(borrows, isWhole: isWhole, at: now)
        if abs(now.timeIntervalSince(writtenAt)) >= Self.pause { await write() }
    }

    private func write() async {
        guard let snapshot else { return }
        writtenAt = now()
        await outside { [file] in try? file.write(snapshot) }
    }

    private func kept() async -> LedgerSnapshot? { await outside { [file] in file.read() } }

    /// Does what takes a disk its time on a thread of its own, one after another.
    private func outside<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            disk.async { continuation.resume(returning: work()) }
        }
    }
}

extension Problem {
    /// Whether a ledger is away for now, and nothing else is wrong with it.
    var isOfAbsence: Bool { code == .ledgerUnreachable || code == .ledgerCrowded }
}
