internal import ClientCore
internal import Foundation
internal import Licensing
internal import StateMachine

extension Headless {
    /// What may happen while something is waited for; of what belongs to one wait alone, to which.
    enum Happening: Sendable {
        case told(Client.Outcome)
        case sent(Client.Request)
        case waits(until: Date)
        case lockHeld(by: String)
        case idle(UUID)
        case late(UUID)
        /// The ledger has had a moment to take a person's word after a signal.
        case wordIsLate(UUID)
        case timeIsAlmostOver(UUID)
        case timeIsOver(UUID)
        case signalled(Int32, UUID)

        /// Whether it has to do with a wait.
        func isOf(_ wait: UUID) -> Bool {
            switch self {
            case .told, .sent, .waits, .lockHeld: true
            case .idle(let id), .late(let id), .wordIsLate(let id), .timeIsAlmostOver(let id), .timeIsOver(let id),
                .signalled(_, let id):
                id == wait
            }
        }
    }

    /// Waiting for what comes of one request.
    struct Wait {
        /// How many seconds a command goes on trying to write what the server said.
        private static let patience = 30
        /// For how many seconds after a signal it goes on trying to write a person's word.
        private static let wordPatience = 1

        let id = UUID()
        private let headless: Headless
        private let request: Client.Request
        /// What is known of the end so far.
        var ending = Ending()
        /// Whether something of the request was sent.
        var isSent = false
        /// Whether the outcome is known, and the ledger does not take it yet.
        private var isHolding = false
        /// Who was named last as the one that keeps the ledger locked.
        private var holder = ""
        /// Until when the request waits, as told last.
        private var waited: Date?

        init(_ headless: Headless, _ request: Client.Request) { (self.headless, self.request) = (headless, request) }

        /// Takes in what happened.
        ///
        /// - Returns: whether nothing more is waited for.
        mutating func isOver(after happening: Happening) async -> Bool {
            switch happening {
            case .told(let outcome):
                // What the ledger says to a reading afterwards is not what came of the request.
                guard outcome.request == request else { return false }
                ending.outcome = outcome
                return isHolding
            case .sent: return false
            case .waits(let end): tellWait(until: end)
            case .lockHeld(let process): tellHolder(process)
            case .idle: return await isOverWhenIdle()
            case .late: return true
            case .wordIsLate: return await isWordLeft()
            case .timeIsAlmostOver: await endByTime()
            case .timeIsOver: return await isLeftByTime()
            case .signalled(let number, _): await end(by: number)
            }
            return false
        }

        /// Lets it be known once nothing is under way any more.
        func tellWhenIdle() {
            Task { [headless, id] in
                await headless.store.waitUntilIdle()
                headless.happened.yield(.idle(id))
            }
        }

        private func later(_ seconds: Int, _ happening: Happening) {
            Task { [happened = headless.happened] in
                try? await Task.sleep(for: .seconds(seconds))
                happened.yield(happening)
            }
        }

        // MARK: What a person is told meanwhile

        private mutating func tellWait(until end: Date) {
            guard end != waited else { return }
            waited = end
            if !headless.isQuiet { Report.note(Headless.waitWords(until: end)) }
        }

        private mutating func tellHolder(_ process: String) {
            guard process != holder else { return }
            holder = process
            Report.note("waiting for the ledger, which \(process) is writing to")
        }

        // MARK: What ends it

        private mutating func isOverWhenIdle() async -> Bool {
            let underway = await headless.store.state.underway.values
            ending.question = underway.lazy.compactMap(\.question).first
            guard ending.question == nil, underway.contains(where: { ending.waits(for: $0) }) else { return true }
            if !isHolding {
                isHolding = true
                Report.note("the outcome is known, and the ledger does not take it yet; trying for \(Self.patience) s")
                later(Self.patience, .late(id))
            }
            return false
        }

        private mutating func endByTime() async {
            guard !ending.isOver else { return }
            ending.isTimedOut = true
            await headless.store.send(.shutdownRequested)
            tellWhenIdle()
        }

        /// The command's time is over, and somebody holds the ledger's lock.
        private mutating func isLeftByTime() async -> Bool {
            guard ending.isOver else { return false }
            let underway = await headless.store.state.underway
            guard underway.values.allSatisfy(\.canBeLeft) else { return false }
            ending.isTimedOut = true
            ending.unwritten = ending.failure(leaving: underway)
            return true
        }

        private mutating func isWordLeft() async -> Bool {
            let underway = await headless.store.state.underway
            guard !underway.isEmpty, underway.values.allSatisfy(\.isWord) else { return false }
            ending.unwritten = ending.failure(leaving: underway)
            return true
        }

        private mutating func end(by signal: Int32) async {
            guard ending.signal == nil else { return }
            ending.signal = signal
            if endsAlone {
                let state = await headless.store.state
                for id in state.underway.keys { await headless.store.send(.cancelRequested(id)) }
                for query in state.queries { await headless.store.send(.queryCancelled(query)) }
            } else {
                await headless.store.send(.shutdownRequested)
            }
            tellWhenIdle()
            if headless.interrupt == .theCommand { later(Self.wordPatience, .wordIsLate(id)) }
        }

        /// Whether the signal that came ends this wait, and what waits goes on.
        private var endsAlone: Bool { headless.interrupt == .theWait && ending.signal == SIGINT }

        /// Whether what waited goes on after it, and hears signals itself.
        var isFollowed: Bool { headless.interrupt == .theWait && (ending.signal == nil || endsAlone) }
    }
}

extension Headless.Ending {
    /// Whether nobody wants to wait any longer.
    fileprivate var isOver: Bool { signal != nil || isTimedOut }

    /// Whether it is waited for until the disk takes what came of something: once the command's time is over only for what the server
    /// said, and after a signal for nothing.
    fileprivate func waits(for underway: Client.Underway) -> Bool {
        signal == nil && underway.heldOutcome != nil && !(isTimedOut && underway.canBeLeft)
    }

    /// What is told of what the ledger has not taken as nobody wanted to wait any longer; nil where that it was never sent says it all.
    fileprivate func failure(leaving underway: [OperationID: Client.Underway]) -> CommandFailure? {
        underway.lazy.compactMap { failure(leaving: $1, of: $0) }.first
    }

    private func failure(leaving underway: Client.Underway, of id: OperationID) -> CommandFailure? {
        let problem =
            underway.isWord
            ? isTimedOut
                ? TimeLimit.over(before: "the ledger had taken it")
                : Problem(
                    .operationNotSent, message: "The command ended before the ledger had taken it.", time: Date(),
                    effect: .none)
            : underway.unwrittenDoubt
        // The borrow of a word is as that would have left it.
        return problem.map {
            CommandFailure(
                $0, borrow: underway.isWord ? nil : underway.borrow, operation: id,
                exitCode: signal.flatMap { ExitCode(signal: $0) }, isTimedOut: isTimedOut)
        }
    }
}
