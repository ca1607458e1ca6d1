internal import FoundationEssentials
internal import GRDB
internal import Ledger
internal import Licensing

/// What a ledger was doing when something failed.
enum LedgerAccess {
    case opening, reading, writing
}

extension SQLiteLedger {
    /// Turns a failure into a problem; one that is a problem already passes through.
    func problem(_ error: any Error, while access: LedgerAccess) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let fault as LedgerFault:
            var problem = Problem.ledger(fault.code, fault.message, path: path, time: now())
            problem.facts.owner = fault.owner.map(sudoName)
            problem.facts.folder = fault.folder
            return problem
        case let fault as TrailFault: return .ledger(.ledgerAltered, fault.sentence, path: path, time: now())
        case let fault as LockFault:
            let words = fault.holder.map { $0.sentence } ?? fault.words
            var problem = Problem.ledger(.ledgerLocked, words, path: path, time: now())
            problem.facts.process = fault.holder?.process
            return problem
        case let error as DatabaseError: return problem(error, access)
        default: return .ledger(.ledgerUnreadable, "A row is not what this program writes.", path: path, time: now())
        }
    }

    private func problem(_ error: DatabaseError, _ access: LedgerAccess) -> Problem {
        let code: ProblemCode
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: code = .ledgerLocked
        case .SQLITE_CORRUPT: code = .ledgerCorrupt
        case .SQLITE_NOTADB, .SQLITE_FORMAT: code = .ledgerForeign
        case .SQLITE_READONLY, .SQLITE_FULL: code = .ledgerUnwritable
        default: code = access == .writing ? .ledgerUnwritable : .ledgerUnreadable
        }
        return .ledger(code, error.words, path: path, time: now())
    }
}

extension DatabaseError {
    /// What went wrong, in SQLite's words. Not the error's description: that holds the statement, too.
    var words: String {
        // A connection that has met no error itself, as the one that a copy is made to, says that there is none.
        let nothing = DatabaseError(resultCode: .SQLITE_OK).message
        let said = message == nothing ? DatabaseError(resultCode: resultCode).message : message
        return said ?? "SQLite error \(resultCode.rawValue)"
    }
}

extension LockHolder {
    /// `Process 4711 (berth, stopped) holds the lock.`
    var sentence: String { words.prefix(1).uppercased() + words.dropFirst() + " holds the lock." }
}

extension Problem {
    /// A problem with the ledger's file, in the system's words.
    static func ledger(_ code: ProblemCode, _ message: String, path: String?, time: Date) -> Problem {
        return Problem(code, message: message, time: time, facts: ProblemFacts(path: path))
    }
}
