internal import FoundationEssentials
internal import GRDB
internal import Licensing

/// What the ledger was doing when SQLite failed.
enum LedgerAccess {
    case opening, reading, writing
}

extension Ledger {
    /// Turns a failure into a problem; one that is a problem already passes through.
    static func problem(_ error: any Error, while access: LedgerAccess, path: String?, time: Date) -> Problem {
        if let problem = error as? Problem { return problem }
        guard let error = error as? DatabaseError else {
            return .ledger(.ledgerUnreadable, "A row is not what this program writes.", path: path, time: time)
        }
        // Not the error's description: that holds the statement, too.
        let words = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        let code: ProblemCode
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return .ledgerLocked(by: path.flatMap(LockHolder.writing), else: words, path: path, time: time)
        case .SQLITE_CORRUPT: code = .ledgerCorrupt
        case .SQLITE_NOTADB, .SQLITE_FORMAT: code = .ledgerUnreadable
        case .SQLITE_READONLY, .SQLITE_FULL: code = .ledgerUnwritable
        default: code = access == .writing ? .ledgerUnwritable : .ledgerUnreadable
        }
        return .ledger(code, words, path: path, time: time)
    }
}

extension Problem {
    /// A problem with the ledger's file, in the system's words.
    static func ledger(_ code: ProblemCode, _ message: String, path: String?, time: Date) -> Problem {
        var facts = ProblemFacts()
        facts.path = path
        return Problem(code, message: message, time: time, facts: facts)
    }

    /// A lock that was not given in time, with whoever holds it, as far as that can be seen.
    static func ledgerLocked(by holder: LockHolder?, else words: String, path: String?, time: Date) -> Problem {
        var problem = ledger(.ledgerLocked, holder?.sentence ?? words, path: path, time: time)
        problem.facts.process = holder?.process
        return problem
    }
}
