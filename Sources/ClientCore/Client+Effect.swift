public import Licensing

extension Client {
    /// What the client may ask its surroundings to do. Each is answered by one ``Event``, except
    /// `cancel` and `watchLedger`.
    public enum Effect: Hashable, Sendable {
        /// Read the ledger. Answered by `ledgerLoaded`.
        case loadLedger
        /// Tell of each change that another process makes to the ledger, by `ledgerChanged`, until cancelled.
        case watchLedger
        /// Find out which license is meant. Answered by `identified`.
        case identify(OperationID, Subject)
        /// Write one step of an operation. Answered by `recorded`.
        case record(LedgerEntry)
        /// Write what happens to an operation that nobody works on: that its process died, a note, a removal from the list.
        /// Answered by `kept`.
        case keep(LedgerEntry)
        /// Send a borrow. Answered by `borrowFinished`.
        case borrow(OperationID, BorrowRequest)
        /// Send a release. Answered by `releaseFinished`.
        case release(OperationID, LicenseTarget)
        /// Look at a license, which takes a seat. Answered by `checkFinished`.
        case check(OperationID, LicenseTarget)
        /// Ask the server something. Answered by `lookupFinished`.
        case lookUp(Lookup)
        /// Stop waiting for an operation's answer; its own event says how that ended.
        case cancel(OperationID)
    }

    /// Whose license is meant: that of credentials, or that of a borrow made earlier.
    public enum Subject: Hashable, Sendable {
        case credentials(Credentials)
        /// The borrow, and its key where the operator typed it again or this process still has it.
        case borrow(Borrow, key: Secret?)
    }
}
