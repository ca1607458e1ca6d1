internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing
internal import PostgresLedger
internal import SQLiteLedger

// The one place that chooses the engine of a ledger.
extension LedgerAddress {
    /// The one that a flag or an argument names.
    ///
    /// - Throws: as ``init(_:)``; that it is none is the fault of that flag.
    init(_ text: String, namedBy name: String) throws(Problem) {
        do throws(Problem) {
            try self.init(ProcessEnvironment.current.paths.absolute(text))
        } catch {
            guard error.code != .configInvalid else { throw .usage("\(name): \(error.message)", name: name) }
            var problem = error
            problem.facts.name = name
            throw problem
        }
    }

    /// Opens the ledger to be worked on; where there is none yet, the first step begins it.
    func open(by performer: Performer) throws(Problem) -> any LedgerStore {
        switch self {
        case .file(let path): try SQLiteLedger(path: path, by: performer)
        case .database(let address): Self.database(address, by: performer)
        }
    }

    /// Checks what keeps the ledger from being worked on, as far as nobody is asked for that, and changes nothing.
    func check(by performer: Performer) throws(Problem) {
        switch self {
        case .file(let path): try SQLiteLedger(path: path, by: performer).checkWritable()
        case .database(let address): try PostgresLedger(address, by: performer).checkAddress()
        }
    }

    /// Checks that a step could be written, or a ledger begun, and changes nothing.
    func checkWritable(by performer: Performer) async throws(Problem) {
        switch self {
        case .file: try check(by: performer)
        case .database(let address):
            try await PostgresLedger(address, by: nil, deadline: { Deadline.current }).checkWritable()
        }
    }

    /// Looks whether the ledger can be read and written, and changes nothing.
    ///
    /// - Parameter limit: how many of its newest lines are held against each other.
    /// - Returns: those lines; nil where there is no ledger yet.
    func look(by performer: Performer, limit: Int) async throws(Problem) -> [TrailEntry]? {
        switch self {
        case .file(let path):
            let lines: [TrailEntry]?
            do throws(Problem) {
                let ledger = try SQLiteLedger(reading: path, busyTimeout: 1)
                let newest = try await ledger.verifiedHead(limit: limit)
                try await ledger.checkPages()
                lines = newest
            } catch {
                guard error.code == .ledgerMissing else { throw error }
                lines = nil
            }
            try SQLiteLedger(path: path, by: performer, busyTimeout: 1).checkWritable()
            return lines
        case .database(let address):
            let ledger = PostgresLedger(address, by: nil)
            try await ledger.checkWritable()
            let lines = try await ledger.verifiedHead(limit: limit)
            return lines.isEmpty ? nil : lines
        }
    }

    /// Opens the ledger to be worked on; one that is missing is not created.
    func openExisting() throws(Problem) -> any LedgerStore {
        switch self {
        case .file(let path): try SQLiteLedger(existing: path)
        case .database(let address): Self.database(address, by: nil)
        }
    }

    /// Opens the ledger to be read alone: nothing is created, and a file or a disk that takes no writes will do.
    ///
    /// - Parameter patience: how many seconds to wait for who is in the way; nil for what is usual.
    func read(patience: Double? = nil) throws(Problem) -> any LedgerStore {
        switch self {
        case .file(let path):
            if let patience { return try SQLiteLedger(reading: path, busyTimeout: patience) }
            return try SQLiteLedger(reading: path)
        case .database(let address):
            return Self.database(address, by: nil, patience: patience)
        }
    }

    /// The ledger of a database, with a copy of what is held on this host.
    private static func database(
        _ address: String, by performer: Performer?, patience: Double? = nil
    ) -> KeptLedger {
        let ledger = PostgresLedger(
            address, by: performer, deadline: { patience.map { .now + .seconds($0) } ?? Deadline.current })
        return KeptLedger(ledger, copy: SnapshotFile(of: address, in: Workplace.stateDirectory))
    }

    /// The copy of what the ledger held that this host keeps, for the time when it is away; nil where it needs none, or has none.
    var copy: LedgerSnapshot? {
        guard case .database(let address) = self else { return nil }
        return SnapshotFile(of: address, in: Workplace.stateDirectory).read()
    }

    /// Opens the ledger to be copied, and changes nothing of it.
    func readForCopy() throws(Problem) -> any CopyableLedger {
        switch self {
        case .file(let path): try SQLiteLedger(reading: path)
        case .database(let address): PostgresLedger(address, by: nil, deadline: { Deadline.current })
        }
    }

    /// Opens the ledger that takes the lines of another one, which begin it where there is none yet.
    func openForCopy() throws(Problem) -> any CopyableLedger {
        switch self {
        case .file(let path): try SQLiteLedger(copyingTo: path)
        case .database(let address): PostgresLedger(address, by: nil, deadline: { Deadline.current })
        }
    }

    /// The path of the ledger's file.
    ///
    /// - Throws: `ledger_not_in_file` for a database, which has tools of its own for what is done with a file.
    func file(for purpose: String) throws(Problem) -> String {
        guard case .file(let path) = self else {
            throw Problem(.ledgerNotInFile, message: purpose, time: Date(), facts: ProblemFacts(path: text))
        }
        return path
    }
}
