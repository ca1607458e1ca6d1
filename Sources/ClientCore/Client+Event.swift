public import FoundationEssentials
public import Ledger
public import Licensing

extension Client {
    /// What may happen to the client. `at` is the time that this host's clock read then.
    public enum Event: Hashable, Sendable {
        /// The program began.
        case started(at: Date)
        /// The ledger told something without being asked.
        case ledgerAnnounced(LedgerAnnouncement, at: Date)
        /// A part of the ledger was read, while the rest is still to come.
        case ledgerReading(LedgerPart, at: Date)
        /// The ledger, or what changed in it, was read, or could not be.
        case ledgerRead(Result<LedgerRead, Problem>, at: Date)

        /// The operator asked for something; `key` where a borrow's license key had to be typed again, `shortening` where an end
        /// that comes earlier than the one that is held is meant.
        case requested(
            Request, key: Secret? = nil, ifInDoubt: InDoubt = .ask, shortening: Shortening = .ask, at: Date)
        /// The operator wants what a problem is about done again, exactly.
        case retryRequested(Trouble.ID, at: Date)
        /// The operator wants the borrow although it was asked about; by the ``Question``'s id.
        case questionConfirmed(OperationID, at: Date)
        /// The operator does not want it then. Nothing was written or sent.
        case questionDeclined(OperationID)
        /// The operator does not want to wait for the response any longer.
        case cancelRequested(OperationID)
        /// The operator does not want to wait for the answer of a query any longer.
        case queryCancelled(Query)
        /// The program is about to end: nothing new is sent, and what waits for the server is cancelled and written down.
        case shutdownRequested
        /// The operator closed a problem.
        case troubleDismissed(Trouble.ID)
        /// The configuration has come to name other ways to work; a session stays what it was.
        case profilesChanged([Profile])

        /// It is known which license an operation is about, and how to name it to the server.
        case identified(OperationID, Result<Identified, Problem>, at: Date)
        /// What was waited for is over at the server, or nobody wants to wait for that any longer.
        case waitOver(OperationID, isCancelled: Bool, at: Date)
        /// A step is on disk, or could not be written.
        case recorded(OperationID, Result<Written, Problem>, at: Date)
        /// It is time to try again to write a step.
        case recordingDue(OperationID)
        /// The server responded, or something prevented that.
        case responded(OperationID, Result<CallResponse, ServiceFailure>, at: Date)
        /// The server responded to a query, or something prevented that.
        case queried(Query, Result<QueryResponse, ServiceFailure>)
    }

    /// What a reading of the ledger brought.
    public struct LedgerRead: Hashable, Sendable {
        /// What was read.
        public var content: Content
        /// The number of the newest line by then.
        public var line: Int64
        /// Of changes: whether all is to be read anew (`LedgerReading.outdatesEarlier`).
        public var outdatesEarlier: Bool

        /// What a reading can be of.
        public enum Content: Hashable, Sendable {
            /// All that was asked for at the start.
            case whole(Book)
            /// What changed since the last reading.
            case changes([Borrow])
        }

        /// - Parameters:
        ///   - reading: what was read.
        ///   - isWhole: whether it is all there is, and not what has changed since the last reading.
        ///   - moment: for a whole reading, the moment at which its book is listed. To make a book of many takes long, so it is
        ///     made by whoever has read them.
        public init(_ reading: LedgerReading, isWhole: Bool, at moment: Moment = Moment(host: .distantPast)) {
            content = isWhole ? .whole(Book(reading.borrows, at: moment)) : .changes(reading.borrows)
            (line, outdatesEarlier) = (reading.line, reading.outdatesEarlier)
        }
    }

    /// Which license an operation is about.
    public struct Identified: Hashable, Sendable {
        /// For the ledger and the screen.
        public var reference: LicenseReference
        /// For a release or a check; nil for single sign-on, which these cannot use.
        public var identification: LicenseIdentification?

        public init(reference: LicenseReference, identification: LicenseIdentification?) {
            self.reference = reference
            self.identification = identification
        }
    }

    /// That something is on disk.
    public struct Written: Hashable, Sendable {
        /// The number of its line in the trail.
        public var line: Int64

        public init(line: Int64) { self.line = line }
    }
}
