public import FoundationEssentials
public import Licensing

extension Client {
    /// What a submitted borrow does where an earlier operation on the same seat is of unknown outcome.
    public enum InDoubt: Hashable, Sendable {
        /// Waits until the operator has answered a ``Question``. Nothing is written or sent meanwhile.
        case ask
        /// Borrows: that is safe, as it only sets the end again (reference, section 3.4).
        case `repeat`
    }

    /// Asks the operator whether to borrow what may be borrowed already.
    public struct Question: Hashable, Sendable, Identifiable {
        /// The operation that waits for the answer.
        public var id: OperationID
        /// The borrow in doubt. Its operation tells who touched it last.
        public var borrow: Borrow
        /// Why it is in doubt.
        public var doubt: Problem

        /// Since when it is in doubt, by the clock of the host that met it.
        public var since: Date { doubt.time }

        public init(id: OperationID, borrow: Borrow, doubt: Problem) {
            self.id = id
            self.borrow = borrow
            self.doubt = doubt
        }
    }
}

extension Client.State {
    /// The questions that wait for an answer, in the order in which they came up.
    public var questions: [Client.Question] {
        underway.values.sorted { $0.startedAt < $1.startedAt }.compactMap(\.question)
    }

    /// Goes on as the state is now: what was in doubt may have been settled by others meanwhile.
    mutating func questionConfirmed(_ id: OperationID, at: Date) -> [Client.Effect] {
        guard let running = underway[id], running.question != nil, case .borrow(let request) = running.request
        else { return [] }
        underway[id]?.ifInDoubt = .repeat
        return identifiedForBorrow(id, request, at: at)
    }

    mutating func questionDeclined(_ id: OperationID) -> [Client.Effect] {
        if underway[id]?.question != nil { underway[id] = nil }
        return []
    }
}

extension Client.Underway {
    /// What it asks the operator, where it waits for that.
    public var question: Client.Question? {
        if case .asking(let question) = step { question } else { nil }
    }
}
