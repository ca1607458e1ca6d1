internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing
internal import StateMachine

/// Runs the client machine without a screen: asks for one thing, waits for what comes of it, and hears signals meanwhile.
struct Headless {
    /// How a request ended.
    struct Ending {
        /// What it came to; nil where that was not told.
        var outcome: Client.Outcome?
        /// What has to be decided before anything is sent, which a command cannot wait for.
        var question: Client.Question?
        /// The signal that ended the waiting.
        var signal: Int32?
        /// Whether the command's time was over before.
        var isTimedOut = false
        /// What it came to, where the time was over before the ledger took that: its lease tells it there.
        var unwritten: CommandFailure?
        /// What would have been sent and written, where that is all that was asked for.
        var dryRun: DryRun?
    }

    /// What a person's interrupt ends.
    enum Interrupt {
        /// The command: nothing new is sent any more.
        case theCommand
        /// Waiting for what is under way.
        case theWait
    }

    /// What may happen while something is waited for; of what belongs to one wait alone, to which.
    private enum Happening: Sendable {
        case told(Client.Outcome)
        case sent(Client.Request)
        case waits(until: Date)
        case idle(UUID)
        case late(UUID)
        /// The ledger has had a moment to take a person's word after a signal.
        case wordIsLate(UUID)
        case timeIsAlmostOver(UUID)
        case timeIsOver(UUID)
        case lockHeld(by: String)
        case signalled(Int32, UUID)
    }

    /// How many seconds a command goes on trying to write what the server said.
    private static let patience = 30
    /// For how many seconds after a signal it goes on trying to write a person's word.
    private static let wordPatience = 1

    private let interrupt: Interrupt
    private let limit: TimeLimit?
    private let rehearsal: Rehearsal?
    private let isQuiet: Bool
    private let store: Store<Client>
    private let happenings: AsyncStream<Happening>
    private let happened: AsyncStream<Happening>.Continuation

    init(_ workplace: Workplace, interrupt: Interrupt = .theCommand) {
        self.interrupt = interrupt
        (limit, rehearsal, isQuiet) = (workplace.limit, workplace.rehearsal, workplace.isQuiet)
        let (happenings, happened) = AsyncStream.makeStream(of: Happening.self)
        (self.happenings, self.happened) = (happenings, happened)
        let runner = EffectRunner(workplace.environment) { happened.yield(.told($0)) }
        store = Store(
            Client.State(session: workplace.session),
            run: { effect, send in await runner.run(effect, send) },
            changed: { state in
                if let holder = state.lockHolder { happened.yield(.lockHeld(by: holder)) }
                for running in state.underway.values where running.isAwaitingResponse {
                    happened.yield(.sent(running.request))
                }
                for end in state.underway.values.compactMap(\.waitsUntil) { happened.yield(.waits(until: end)) }
                for query in state.queries { happened.yield(.sent(.query(query))) }
            })
    }

    /// That a request waits until the one before it is surely over at the server.
    static func waitWords(until end: Date) -> String {
        "the request before brought no response and may still be carried out: this one is sent at \(UTC.format(end))"
    }

    /// All that the client knows now.
    var state: Client.State { get async { await store.state } }

    /// Reads the ledger.
    func start() async throws(Problem) -> Client.State {
        try await TimeLimit.bounding("the ledger could be read") { [store] in
            await store.send(.started(at: Date()))
            await store.waitUntilIdle()
        }
        let state = await store.state
        if case .failed(let problem, _) = state.ledger { throw problem }
        return state
    }

    /// Asks for something and returns how that ended.
    ///
    /// A signal cancels what waits for the server; its outcome is written down like any other. A second one ends the
    /// process at once.
    func perform(
        _ request: Client.Request, key: Secret? = nil, ifInDoubt: Client.InDoubt = .ask,
        shortening: Client.Shortening = .ask
    ) async -> Ending {
        await perform(
            .requested(request, key: key, ifInDoubt: ifInDoubt, shortening: shortening, at: Date()), of: request)
    }

    /// Answers a question with no.
    func decline(_ question: Client.Question) async { await store.send(.questionDeclined(question.id)) }

    /// Closes a problem.
    func dismiss(_ trouble: Client.Trouble) async { await store.send(.troubleDismissed(trouble.id)) }

    /// Takes on the ways to work that the configuration has come to name.
    var follow: @Sendable ([Client.Profile]) async -> Void {
        { [store] profiles in await store.send(.profilesChanged(profiles)) }
    }

    /// Sends nothing any more, and waits until what was begun is written down.
    func stop() async {
        await store.send(.shutdownRequested)
        await store.waitUntilIdle()
    }

    /// Lets an event happen that has to do with a request, and returns how that request ended.
    ///
    /// - Parameter whenSent: told once, as soon as something of it is sent.
    func perform(
        _ event: Client.Event, of request: Client.Request, whenSent: () -> Void = {}
    ) async -> Ending {
        // Who is asked line by line is told of the wait in a line that stays.
        var ending = await Progress.of(request.words, isShown: !isQuiet && interrupt == .theCommand) { _ in
            await waitForEnd(of: request, after: event, whenSent)
        }
        if let rehearsal { ending.dryRun = await rehearsal.dryRun }
        return ending
    }

    private func waitForEnd(
        of request: Client.Request, after event: Client.Event, _ whenSent: () -> Void
    ) async -> Ending {
        let wait = UUID()
        var ending = Ending()
        if limit?.isOver == true {
            ending.isTimedOut = true
            return ending
        }
        let alarms = [
            limit?.beforeEnd { [happened] in happened.yield(.timeIsAlmostOver(wait)) },
            limit?.then { [happened] in happened.yield(.timeIsOver(wait)) },
        ]
        defer { alarms.forEach { $0?.cancel() } }
        let signals = Signals(isLeftBySecond: true) { [happened] in happened.yield(.signalled($0, wait)) }
        // Who is to end goes on to tell what came of it: a signal that has ended this wait, or comes then, ends that, too, where
        // nobody reads it.
        defer { if interrupt == .theWait, ending.signal.map(endsWaitAlone) ?? true { signals.stop() } }
        await store.send(event)
        tellWhenIdle(wait)
        var isHolding = false
        var holder = ""
        var isSent = false
        var waited: Date?
        for await happening in happenings {
            switch happening {
            case .told(let outcome):
                // What the ledger says to a reading afterwards is not what came of the request.
                guard outcome.request == request else { continue }
                ending.outcome = outcome
                if isHolding { return ending }
            case .sent(let sent):
                guard sent == request, !isSent else { continue }
                isSent = true
                whenSent()
            case .waits(let end):
                guard end != waited else { continue }
                waited = end
                guard !isQuiet else { continue }
                Report.note(Self.waitWords(until: end))
            case .idle(let id):
                guard id == wait else { continue }
                let underway = await store.state.underway.values
                ending.question = underway.lazy.compactMap(\.question).first
                guard ending.question == nil, underway.contains(where: { ending.waits(for: $0) }) else { return ending }
                guard !isHolding else { continue }
                isHolding = true
                Report.note("the outcome is known, and the ledger does not take it yet; trying for \(Self.patience) s")
                Task { [happened] in
                    try? await Task.sleep(for: .seconds(Self.patience))
                    happened.yield(.late(wait))
                }
            case .late(let id): if id == wait { return ending }
            case .timeIsAlmostOver(let id):
                guard id == wait, !ending.isOver else { continue }
                ending.isTimedOut = true
                await store.send(.shutdownRequested)
                tellWhenIdle(wait)
            case .timeIsOver(let id):
                guard id == wait, ending.isOver else { continue }
                // Somebody holds the ledger's lock.
                let underway = await store.state.underway
                guard underway.values.allSatisfy(\.canBeLeft) else { continue }
                ending.isTimedOut = true
                ending.unwritten = underway.compactMap { ending.failure(leaving: $1, of: $0) }.first
                return ending
            case .wordIsLate(let id):
                guard id == wait else { continue }
                let underway = await store.state.underway
                guard !underway.isEmpty, underway.values.allSatisfy(\.isWord) else { continue }
                ending.unwritten = underway.compactMap { ending.failure(leaving: $1, of: $0) }.first
                return ending
            case .lockHeld(let process):
                guard process != holder else { continue }
                holder = process
                Report.note("waiting for the ledger, which \(process) is writing to")
            case .signalled(let number, let id):
                guard id == wait, ending.signal == nil else { continue }
                ending.signal = number
                await end(number)
                tellWhenIdle(wait)
                guard interrupt == .theCommand else { continue }
                Task { [happened] in
                    try? await Task.sleep(for: .seconds(Self.wordPatience))
                    happened.yield(.wordIsLate(wait))
                }
            }
        }
        return ending
    }

    /// Whether what waits goes on after a signal.
    private func endsWaitAlone(_ signal: Int32) -> Bool { interrupt == .theWait && signal == SIGINT }

    /// Ends by a signal what that is to end.
    private func end(_ signal: Int32) async {
        guard endsWaitAlone(signal) else { return await store.send(.shutdownRequested) }
        let state = await store.state
        for id in state.underway.keys { await store.send(.cancelRequested(id)) }
        for query in state.queries { await store.send(.queryCancelled(query)) }
    }

    /// Tells once nothing is under way any more.
    private func tellWhenIdle(_ wait: UUID) {
        Task { [store, happened] in
            await store.waitUntilIdle()
            happened.yield(.idle(wait))
        }
    }
}

extension Client.Request {
    /// What a person sees it doing.
    fileprivate var words: String {
        switch self {
        case .borrow(let request, _): "borrowing \(request.product)"
        case .extend: "setting the end"
        case .activate(let request, _): "activating \(request.product)"
        case .release: "returning"
        case .check, .checkLicense, .query: "asking the server"
        case .deactivate, .deactivateLicense: "taking the device off the license"
        case .note, .forget, .readLedger: "waiting for the ledger"
        }
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

    /// What is told of something that the ledger has not taken as nobody wanted to wait any longer; nil where that it was never sent
    /// says it all.
    fileprivate func failure(leaving underway: Client.Underway, of id: OperationID) -> CommandFailure? {
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
