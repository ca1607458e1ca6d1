public import FoundationEssentials
public import Licensing

extension Client {
    /// What a request came to, told once; only where the disk would not take it, that is told first, as a failure, and
    /// what it came to once it is on disk.
    public struct Outcome: Hashable, Sendable {
        /// The operation that the request became, or would have become; nil where there was none to become.
        public var operation: OperationID?
        public var request: Request
        public var result: Result

        public init(operation: OperationID?, request: Request, result: Result) {
            self.operation = operation
            self.request = request
            self.result = result
        }

        /// What came of it. All but `failed` are on disk by then, where they belong there.
        public enum Result: Hashable, Sendable {
            /// `previousEnd` where it was borrowed already, until then.
            case borrowed(Borrow, previousEnd: Date?)
            case released(Borrow)
            /// The borrow as it stands now, and the license as the server described it.
            case checked(Borrow, License)
            /// The same of a feature: whether that is borrowed the server does not say.
            case checkedFeature(Borrow, LicenseFeature)
            case activated(Borrow, License)
            case deactivated(Borrow)
            case noted(Borrow)
            case forgotten(Borrow)
            /// It did not succeed; ``Trouble/problem`` says what that leaves at the server.
            case failed(Trouble)
        }

        /// What a borrow did to the end of what was borrowed already.
        public enum EndChange: String, Hashable, Sendable {
            case extended, shortened
            /// It ends when it did before.
            case unchanged
        }
    }

    /// A problem, and what was asked for when it was met: what a retry repeats and a correction corrects.
    public struct Trouble: Hashable, Sendable, Identifiable {
        /// Told apart within one process.
        public var id: Int
        public var problem: Problem
        public var request: Request
        /// The operation that met it, where one was begun.
        public var operation: OperationID?
        /// The borrow that it is about, as it stood then, where there is one.
        public var borrow: Borrow?
        /// What went out and what came back, where something did.
        public var exchange: Exchange?

        /// Whether what was typed is wrong, as a license key that is another one's.
        public var isOfTyped: Bool { problem.code.family == .input }

        public init(
            id: Int, problem: Problem, request: Request, operation: OperationID? = nil, borrow: Borrow? = nil,
            exchange: Exchange? = nil
        ) {
            self.exchange = exchange
            self.id = id
            self.problem = problem
            self.request = request
            self.operation = operation
            self.borrow = borrow
        }
    }
}

extension Client.Outcome.Result {
    /// What it did to the end of what was borrowed already; nil where nothing was.
    public var endChange: Client.Outcome.EndChange? {
        guard case .borrowed(let borrow, let previous?) = self, let end = borrow.grant?.end else { return nil }
        let change = end.timeIntervalSince(previous)
        return abs(change) < 1 ? .unchanged : change < 0 ? .shortened : .extended
    }
}

extension Client.State {
    /// Puts a problem before the person, in the place of an earlier one about the same request, and tells it.
    ///
    /// - Parameter unbegun: the operation that the request would have become; nothing of that is on disk.
    mutating func report(
        _ problem: Problem, _ request: Client.Request, operation: OperationID? = nil, unbegun: OperationID? = nil,
        borrow: Borrow? = nil, exchange: Exchange? = nil
    ) -> [Client.Effect] {
        troublesMet += 1
        var problem = problem
        problem.facts.obstacles = problem.facts.obstacles.map { reachable($0) }
        let trouble = Client.Trouble(
            id: troublesMet, problem: problem, request: request, operation: operation, borrow: borrow,
            exchange: exchange)
        troubles.removeAll { $0.request.isSame(as: request) }
        troubles.insert(trouble, at: 0)
        if troubles.count > 20 { troubles.removeLast() }
        return [.tell(Client.Outcome(operation: operation ?? unbegun, request: request, result: .failed(trouble)))]
    }

    /// Tells a success, and closes the problems that it solves.
    mutating func succeeded(
        _ result: Client.Outcome.Result, _ request: Client.Request, operation: OperationID, borrow: Borrow
    ) -> [Client.Effect] {
        if case .borrowed = result { productProblems[borrow.subject.product] = nil }
        troubles.removeAll { $0.isSolved(by: request, on: borrow) }
        return [.tell(Client.Outcome(operation: operation, request: request, result: result))]
    }

    mutating func dismiss(_ id: Client.Trouble.ID) -> [Client.Effect] {
        troubles.removeAll { $0.id == id }
        return []
    }

    /// Does again what a problem is about, exactly.
    mutating func retryRequested(_ id: Client.Trouble.ID, at: Date) -> [Client.Effect] {
        guard let trouble = troubles.first(where: { $0.id == id }) else { return [] }
        let inDoubt: Client.InDoubt = trouble.operation.map { .repeatOf($0) } ?? .ask
        return requested(trouble.request, key: nil, Client.Consent(inDoubt: inDoubt, shortening: .ask), at: at)
    }
}

extension Client.Trouble {
    /// Whether others have returned since what was to be returned.
    func isSolved(in book: Book) -> Bool {
        guard case .release(let id) = request, let borrow, borrow.id == id, borrow.releasedAt == nil else {
            return false
        }
        return book[id]?.releasedAt != nil
    }

    /// Whether it has been solved by a request that succeeded on a borrow.
    fileprivate func isSolved(by success: Client.Request, on borrow: Borrow) -> Bool {
        if success.isSame(as: request) || self.borrow?.id == borrow.id || request.borrow == borrow.id { return true }
        return switch (success, request) {
        case (.borrow(let done, _), .borrow(let wanted, _)):
            switch problem.code {
            // What was mistyped was the product, or the feature.
            case .unknownProduct: SeatWish(done).isSpelledAnew(by: SeatWish(wanted))
            case .invalidLicenseFeatureCode: SeatWish(done).isOfSameLicense(as: SeatWish(wanted))
            default: false
            }
        case (.borrow(let done, _), .activate(let wanted, _)): SeatWish(done).isOfSameLicense(as: SeatWish(wanted))
        case (.activate(let done, _), .borrow(let wanted, _)):
            problem.code == .deviceNotFound && SeatWish(done).isOfSameLicense(as: SeatWish(wanted))
        default: false
        }
    }
}
