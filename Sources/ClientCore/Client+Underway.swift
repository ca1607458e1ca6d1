public import FoundationEssentials
public import Licensing

extension Client {
    /// A request under way.
    public struct Underway: Hashable, Sendable {
        public var request: Request
        public var startedAt: Date
        public var step: Step
        /// When it was sent; nil before.
        var sentAt: Date?
        /// The operations on its seat as they were when it began to wait: those are waited for once, and any other has come in between.
        var awaited: Set<OperationID> = []

        init(request: Request, startedAt: Date, step: Step) {
            (self.request, self.startedAt, self.step) = (request, startedAt, step)
        }

        /// What it waits for, and what it needs then.
        public enum Step: Hashable, Sendable {
            /// Which license is meant.
            case identifying(Aim)
            /// The operator's answer to a question about a borrow.
            case asking(Question, Aim, Identified)
            /// What was sent before to the same seat, and brought no response, to be over at the server, by then; with the intent that
            /// was formed, of which nothing is written yet.
            case waiting(until: Date, Borrow, Aim, Identified)
            /// The intent to be on disk.
            case recordingIntent(Borrow, Call)
            /// It to be on disk that the request is about to leave.
            case recordingSending(intended: Borrow, sent: Borrow, Call)
            /// The server.
            case awaitingResponse(Borrow)
            /// The outcome to be on disk.
            case recordingOutcome(Unwritten)
            /// The disk to take an outcome that it would not take before.
            case holdingOutcome(Unwritten)
        }

        /// What is done once it is known which license is meant.
        public enum Aim: Hashable, Sendable {
            case borrow(BorrowRequest, SecretSource, Consent)
            case extend(OperationID, BorrowEnd, Credentials?, Consent)
            case activate(ActivationRequest, SecretSource)
            case release(OperationID)
            case check(OperationID)
            case checkLicense(LicenseTarget, SecretSource)
            case deactivate(OperationID)
            case deactivateLicense(LicenseTarget, SecretSource)
        }

        /// An outcome that is known and not yet on disk.
        public struct Unwritten: Hashable, Sendable {
            var entry: LedgerEntry
            /// What is told once it is.
            var ending: Ending
            /// What went out and what came back, where that is to be told.
            var exchange: Exchange?
            /// How often it could not be written.
            var failures = 0
            /// Whether another try became due while one was under way, which may have begun before the disk takes it again.
            var isDueAgain = false

            /// The borrow as it stands once this is written.
            public var borrow: Borrow { entry.borrow }
        }

        /// How a request ends, once that is on disk.
        enum Ending: Hashable, Sendable {
            /// The server said yes.
            case succeeded(Outcome.Result)
            /// The server said no, or nothing to rely on.
            case failed(Problem)
            /// What a person does about a borrow is done; the server was not asked.
            case kept(Outcome.Result)
            /// Nothing was sent. That is told already.
            case withdrawn
        }
    }
}

extension Client.Underway {
    /// The borrow as the step at hand leaves it; nil while it is not known which one is meant.
    public var borrow: Borrow? {
        switch step {
        case .identifying, .asking: nil
        case .waiting(_, let borrow, _, _): borrow
        case .recordingIntent(let borrow, _), .recordingSending(_, let borrow, _), .awaitingResponse(let borrow): borrow
        case .recordingOutcome(let unwritten), .holdingOutcome(let unwritten): unwritten.borrow
        }
    }

    /// What it asks the operator, where it waits for that.
    public var question: Client.Question? {
        if case .asking(let question, _, _) = step { question } else { nil }
    }

    /// Whether it waits for the server.
    public var isAwaitingResponse: Bool {
        if case .awaitingResponse = step { true } else { false }
    }

    /// Since when it waits for the server; nil where it does not.
    public var awaitedSince: Date? { isAwaitingResponse ? sentAt : nil }

    /// Until when it waits for what was sent before to the same seat, and brought no response; nil where it does not.
    public var waitsUntil: Date? {
        if case .waiting(let end, _, _, _) = step { end } else { nil }
    }

    /// Whether it waits for what the operator need not wait for: a response, or what was sent before to be over.
    public var canBeCancelled: Bool { isAwaitingResponse || waitsUntil != nil }

    /// What the server said and the disk would not take, while that waits to be written.
    public var heldOutcome: Borrow? {
        if case .holdingOutcome(let unwritten) = step, unwritten.isHeard { unwritten.borrow } else { nil }
    }

    /// Whether its request may have left this host. Of what has not, nothing leaves once a shutdown was requested.
    private var mayHaveLeft: Bool {
        switch step {
        case .identifying, .asking, .waiting, .recordingIntent, .recordingSending: false
        case .awaitingResponse: true
        case .recordingOutcome(let unwritten), .holdingOutcome(let unwritten): unwritten.isHeard
        }
    }

    /// Whether it is a person's word about a borrow, on its way to the disk: the server is not asked, and it can be said again.
    public var isWord: Bool {
        if case .recordingOutcome(let unwritten) = step, case .kept = unwritten.ending { true } else { false }
    }

    /// What came of it, and is not on disk yet, where that is nothing to rely on.
    public var unwrittenDoubt: Problem? {
        switch step {
        case .recordingOutcome(let unwritten), .holdingOutcome(let unwritten):
            if case .failed(let problem) = unwritten.ending, problem.effect == .possible { problem } else { nil }
        case .identifying, .asking, .waiting, .recordingIntent, .recordingSending, .awaitingResponse: nil
        }
    }

    /// Whether nothing is lost where the program ends now, once a shutdown was requested: all that is known of it the ledger comes to
    /// say by itself as its lease lapses, or a person can say again.
    public var canBeLeft: Bool { !mayHaveLeft || unwrittenDoubt != nil }

    /// Whether it was asked for and has not been sent yet, nor is anything of it written: where the program ends now, it is dropped.
    public var isUnsent: Bool {
        switch step {
        case .identifying, .waiting: true
        case .asking, .recordingIntent, .recordingSending, .awaitingResponse, .recordingOutcome, .holdingOutcome: false
        }
    }

    /// Whether ending the program now may leave its outcome unknown, or lose what the server said or a person noted.
    public var isAtStake: Bool {
        switch step {
        case .identifying, .asking, .waiting: false
        case .recordingIntent, .recordingSending, .awaitingResponse: true
        case .recordingOutcome(let unwritten), .holdingOutcome(let unwritten): unwritten.ending != .withdrawn
        }
    }
}

extension Client.Underway.Aim {
    /// The same once the operator has said yes to a ``Client/Question``.
    func afterYes(to question: Client.Question) -> Self {
        switch self {
        case .borrow(let wish, let source, let consent): .borrow(wish, source, consent.afterYes(to: question))
        case .extend(let id, let end, let credentials, let consent):
            .extend(id, end, credentials, consent.afterYes(to: question))
        case .activate, .release, .check, .checkLicense, .deactivate, .deactivateLicense: self
        }
    }
}

extension Client.Underway.Unwritten {
    /// Whether it is what the server said, which nobody can be asked for again.
    var isHeard: Bool {
        switch ending {
        case .succeeded, .failed: true
        case .kept, .withdrawn: false
        }
    }
}

extension Client.State {
    /// The questions that wait for an answer, in the order in which they came up.
    public var questions: [Client.Question] { inOrder.compactMap(\.question) }

    /// What was asked for and would be dropped where the program ended now, in the order in which it was.
    public var unsent: [Client.Underway] { inOrder.filter(\.isUnsent) }

    private var inOrder: [Client.Underway] {
        underway.sorted { ($0.value.startedAt, $0.key.rawValue) < ($1.value.startedAt, $1.key.rawValue) }.map(\.value)
    }
}
