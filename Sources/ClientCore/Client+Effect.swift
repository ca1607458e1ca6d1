public import Ledger
public import Licensing

extension Client {
    /// What the client may ask its surroundings to do. Each is answered by one ``Event``, except `cancel`, `cancelQuery`,
    /// `watchLedger` and `tell`.
    public enum Effect: Hashable, Sendable {
        /// Read the ledger. Answered by `ledgerRead`.
        case loadLedger(LedgerSelection)
        /// Read what changed after a line of the trail. Answered by `ledgerRead`.
        case readChanges(after: Int64)
        /// Tell what the ledger announces, by `ledgerAnnounced`, until cancelled.
        case watchLedger
        /// Find out which license is meant. Answered by `identified`.
        case identify(OperationID, Subject)
        /// Write one step for the request under way of that id. Answered by `recorded`.
        case record(OperationID, LedgerEntry)
        /// Wait for so many seconds before a step is tried again. Answered by `recordingDue`.
        case recordLater(OperationID, seconds: Int)
        /// Wait for so many seconds until what was sent before is over at the server. Answered by `waitOver`.
        case wait(OperationID, seconds: Int)
        /// Send a request that may change something at the server. Answered by `responded`.
        case send(OperationID, Call)
        /// Ask the server something. Answered by `queried`.
        case query(Query)
        /// Stop waiting for a query's answer; nothing comes of it any more.
        case cancelQuery(Query)
        /// Stop waiting for an operation's response, or for what it waits for before it is sent; its own event says how that ended.
        case cancel(OperationID)
        /// Tell a front end what a request came to.
        case tell(Outcome)
    }

    /// Whose license is meant: that of credentials, that of a key or a user, or that of a borrow made earlier.
    public enum Subject: Hashable, Sendable {
        case credentials(Credentials)
        case license(LicenseIdentification)
        /// The borrow, and its key where the operator typed it again or this process still has it.
        case borrow(Borrow, key: Secret?)
    }
}
