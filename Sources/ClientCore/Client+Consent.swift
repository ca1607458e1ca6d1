public import FoundationEssentials
public import Licensing

extension Client {
    /// What a borrow may do that the operator is asked about else.
    public struct Consent: Hashable, Sendable {
        /// What it does where an earlier operation on the same seat is of unknown outcome.
        public var inDoubt: InDoubt
        /// What it does where what is held would end earlier than it ends now.
        public var shortening: Shortening

        public init(inDoubt: InDoubt, shortening: Shortening) {
            self.inDoubt = inDoubt
            self.shortening = shortening
        }

        /// Asks about everything that there is to ask about.
        public static let ask = Consent(inDoubt: .ask, shortening: .ask)
    }

    /// Asks the operator about a borrow before anything of it is written or sent.
    public struct Question: Hashable, Sendable, Identifiable {
        /// What it asks about.
        public enum Reason: Hashable, Sendable {
            /// The license may be borrowed already, and why that is not known.
            case doubt(Problem)
            /// It is held until one time, and would end at another, earlier one.
            case shortening(from: Date, to: Date)
        }

        /// The operation that waits for the answer.
        public var id: OperationID
        /// The borrow that is held, or may be. Its operation tells who touched it last.
        public var borrow: Borrow
        public var reason: Reason

        public init(id: OperationID, borrow: Borrow, reason: Reason) {
            self.id = id
            self.borrow = borrow
            self.reason = reason
        }
    }
}

extension Client.Consent {
    /// Why a borrow to an end has to be asked about, given what is held on its seat; nil where it has not.
    func reasonToAsk(about held: Borrow, end: BorrowEnd, at moment: Moment) -> Client.Question.Reason? {
        // What is under way is refused anyway.
        guard held.operation.phase.isSettled else { return nil }
        // What a check or a deactivation has left open is no borrow, and a borrow settles it.
        if let doubt = held.doubt, doubt.facts.isOfSeat, !inDoubt.allows(held.operation.id) { return .doubt(doubt) }
        guard case .at(let new) = end, let old = held.end(shortenedBy: end, at: moment), !shortening.allows(old) else {
            return nil
        }
        return .shortening(from: old, to: new)
    }

    /// The same once the operator has said yes, which is to what the question said: what came in between is asked about anew.
    func afterYes(to question: Client.Question) -> Self {
        var consent = self
        switch question.reason {
        case .doubt: consent.inDoubt = .repeatOf(question.borrow.operation.id)
        case .shortening(let old, _): consent.shortening = .shortenFrom(old)
        }
        return consent
    }
}

extension Client.Shortening {
    /// Whether what is held until a time may end earlier.
    public func allows(_ old: Date) -> Bool {
        switch self {
        case .ask: false
        case .shorten: true
        // A grant may tell fractions of a second.
        case .shortenFrom(let read): old.timeIntervalSince(read) < 1
        }
    }
}

extension Client.InDoubt {
    fileprivate func allows(_ operation: OperationID) -> Bool {
        switch self {
        case .ask: false
        case .repeat: true
        case .repeatOf(let id): id == operation
        }
    }
}
