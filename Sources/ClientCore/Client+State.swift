public import FoundationEssentials
public import Licensing

extension Client {
    /// All that the client knows.
    public struct State: Hashable, Sendable {
        /// Where and as whom the client works.
        public var session: Session
        /// How far the ledger has been read.
        public var ledger: LedgerStatus = .loading
        /// The borrows as they stand on disk, in the order in which they were made.
        public var borrows: [Borrow] = []
        /// The operations that are under way.
        public var underway: [OperationID: Underway] = [:]
        /// The lookups that are under way.
        public var lookups: Set<Lookup> = []
        /// The products that were looked up, by short code.
        public var products: [String: Product] = [:]
        /// The products that the server would not describe, and why.
        public var productProblems: [String: Problem] = [:]
        /// The licenses that were listed last, and for whom.
        public var licenses: LicenseList?
        /// What went wrong and has not been closed, newest first.
        public var problems: [Problem] = []
        /// How far the server's clock is ahead of this host's, in seconds; nil until an answer told.
        public var clockOffset: TimeInterval?
        /// What the last operation came to, for a front end that waits for it.
        public var lastOutcome: Outcome?

        /// Answers that the ledger would not take, by operation: written as soon as it does.
        var unwritten: [OperationID: LedgerEntry] = [:]
        /// The borrows about which a `keep` is being written.
        var keeping: Set<OperationID> = []
        var reading = Reading.no
        /// License keys typed in this process, so that a return need not ask again. They die with the process.
        var keys: [OperationID: Secret] = [:]
        var operationsBegun = 0

        public init(session: Session) { self.session = session }

        /// Whether the ledger is being read.
        enum Reading: Hashable, Sendable {
            case no, once
            /// It is, and what comes will be too old to use.
            case again
        }
    }

    /// Where and as whom a client works; fixed for the life of the process.
    public struct Session: Hashable, Sendable {
        /// Begins every operation's id: unique to this process, sortable by time.
        public var id: String
        /// The server's base address.
        public var server: String
        public var performer: Performer
        /// The device that borrows are for unless the operator says otherwise; nil where none could be found.
        public var hardwareID: HardwareID?

        public init(id: String, server: String, performer: Performer, hardwareID: HardwareID?) {
            self.id = id
            self.server = server
            self.performer = performer
            self.hardwareID = hardwareID
        }
    }

    /// How far the ledger has been read.
    public enum LedgerStatus: Hashable, Sendable {
        case loading, ready
        case failed(Problem)
    }

    /// An operation under way.
    public struct Underway: Hashable, Sendable {
        /// What is asked of the server.
        public enum Request: Hashable, Sendable {
            case borrow(BorrowRequest)
            case release
            case check
        }

        /// What it waits for.
        public enum Step: Hashable, Sendable {
            /// Which license is meant. Next: `recordingIntent` or `asking`.
            case identifying
            /// The operator's answer. Next: `recordingIntent`, or nothing more.
            case asking(Question)
            /// The intent to be on disk. Next: `recordingSending`.
            case recordingIntent
            /// It to be on disk that the request leaves. Next: `awaitingAnswer`.
            case recordingSending
            /// The server. Next: `recordingOutcome`.
            case awaitingAnswer
            /// The outcome to be on disk. The end.
            case recordingOutcome
        }

        public var request: Request
        public var step: Step
        public var source: SecretSource
        public var startedAt: Date
        /// The borrow as the step that is being written will leave it; nil while identifying a new one, and while asking.
        public var borrow: Borrow?
        var ifInDoubt = InDoubt.ask
        var identified: Identified?
        /// What was written last, or is being written.
        var entry: LedgerEntry?
        /// What a look found.
        var found: License?
    }

    /// A user's licenses for a product, as listed.
    public struct LicenseList: Hashable, Sendable {
        public var product: String
        public var user: String
        public var licenses: [License]

        public init(product: String, user: String, licenses: [License]) {
            self.product = product
            self.user = user
            self.licenses = licenses
        }
    }

    /// What an operation or a lookup came to.
    public enum Outcome: Hashable, Sendable {
        case borrowed(Borrow)
        case returned(Borrow)
        case activated(License)
        case checked(License)
        /// A look at a borrow: as it stands now, and the license as the server described it. Where `lookTookSeat`, a return
        /// gives that seat back.
        case looked(Borrow, License)
        case failed(Problem)
    }
}

extension Client.State {
    /// The operation under way on a borrow, if any.
    public func underway(on id: OperationID) -> (id: OperationID, Client.Underway)? {
        underway.first { $0.value.borrow?.id == id }.map { ($0.key, $0.value) }
    }

    /// Whether a return of this borrow has to ask for the license key first.
    public func returnNeedsKey(_ borrow: Borrow) -> Bool {
        guard case .key = borrow.subject.license else { return false }
        return keys[borrow.id] == nil && borrow.secretSource == .prompt
    }

    /// The license key of a borrow, where it was typed in this process.
    public func key(of borrow: Borrow) -> Secret? { keys[borrow.id] }

    /// The longest borrow in hours that is known for a product and a license's label, from grants and listed licenses.
    public func knownLimit(product: String, license: String, licenseID: Int64?) -> Int? {
        if let list = licenses, list.product == product, list.user == license,
            let found = list.licenses.first(where: {
                $0.id == licenseID || (licenseID == nil && list.licenses.count == 1)
            }),
            let hours = found.maxBorrowHours
        {
            return hours
        }
        return borrows.last {
            $0.subject.product == product && $0.subject.license.label == license && $0.grant != nil
                && (licenseID == nil || $0.grant?.licenseID == licenseID)
        }?.grant?.maxBorrowHours
    }

    /// This host's time put right by the server's, where an answer told how far they are apart.
    public func serverTime(at now: Date) -> Date {
        now.addingTimeInterval(clockOffset ?? 0)
    }

    /// Whether this process made an operation.
    func isOwn(_ operation: OperationID) -> Bool { operation.rawValue.hasPrefix("\(session.id)-") }

    mutating func beginOperation() -> OperationID {
        operationsBegun += 1
        return OperationID(rawValue: "\(session.id)-\(operationsBegun)")
    }

    mutating func upsert(_ borrow: Borrow) {
        if let index = borrows.firstIndex(where: { $0.id == borrow.id }) {
            borrows[index] = borrow
        } else {
            borrows.append(borrow)
        }
    }

    mutating func report(_ problem: Problem) {
        problems.insert(problem, at: 0)
        if problems.count > 20 { problems.removeLast() }
        lastOutcome = .failed(problem)
    }

    mutating func measured(_ offset: TimeInterval?) {
        if let offset { clockOffset = offset }
    }
}
