internal import FoundationEssentials
internal import GRDB
internal import Glibc
public import Ledger
public import Licensing

extension SQLiteLedger {
    /// Copies the ledger as it is at one moment to a new file of mode 0600, while others go on working with it.
    ///
    /// The copy is a ledger like any other. It holds all that this one does, the key of the fingerprints included: so it is made where
    /// nobody could put another file in its place, but those whom this ledger is shared with.
    ///
    /// - Parameters:
    ///   - destination: the new file. One that exists is never overwritten.
    ///   - progress: hears how many pages are copied.
    /// - Throws: `file_unwritable` with the new file's path; `ledger_missing` where there is nothing to copy, and what else
    ///   stands in the way of reading. What was written of the new file is removed then.
    public func backup(
        to destination: String, progress: @escaping Portions = { _, _ in }
    ) async throws(Problem) {
        // Before there is a file to remove again.
        guard try await readIfAny({ _ in true }) != nil else {
            throw problem(LedgerFault(.ledgerMissing, "Nothing was ever written there."), while: .reading)
        }
        let time = now()
        let file: NewFile
        do throws(LedgerFault) {
            file = try NewFile(destination, besides: LedgerPlace(path, for: purpose))
        } catch {
            throw .ledger(.fileUnwritable, error.message, path: destination, time: time)
        }
        do {
            _ = try await readIfAny { source in try Self.copy(source, to: file, time: time, progress) }
        } catch {
            file.remove()
            throw error
        }
    }

    private static let pagesPerStep: CInt = 4096

    private static func copy(
        _ source: Database, to file: NewFile, time: Date, _ progress: @escaping Portions
    ) throws {
        do {
            var configuration = Configuration()
            configuration.prepareDatabase { try file.check($0) }
            let copy = try DatabaseQueue(path: file.path, configuration: configuration)
            // The source is in a transaction that reads, so that all steps copy one moment.
            try copy.writeWithoutTransaction { destination in
                try source.backup(to: destination, pagesPerStep: pagesPerStep) {
                    progress($0.completedPageCount, $0.totalPageCount)
                }
            }
            let findings = try copy.read { try String.fetchAll($0, sql: "PRAGMA quick_check(1)") }
            guard findings == ["ok"] else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: findings.first) }
            try copy.close()
        } catch let error as DatabaseError where error.resultCode != .SQLITE_CORRUPT {
            throw Problem.ledger(.fileUnwritable, error.words, path: file.path, time: time)
        } catch let fault as LedgerFault {
            throw Problem.ledger(.fileUnwritable, fault.message, path: file.path, time: time)
        }
    }
}
