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

    let interrupt: Interrupt
    private let limit: TimeLimit?
    private let rehearsal: Rehearsal?
    let isQuiet: Bool
    let store: Store<Client>
    private let happenings: AsyncStream<Happening>
    let happened: AsyncStream<Happening>.Continuation

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
        var wait = Wait(self, request)
        if limit?.isOver == true {
            wait.ending.isTimedOut = true
            return wait.ending
        }
        let alarms = [
            limit?.beforeEnd { [happened, id = wait.id] in happened.yield(.timeIsAlmostOver(id)) },
            limit?.then { [happened, id = wait.id] in happened.yield(.timeIsOver(id)) },
        ]
        defer { alarms.forEach { $0?.cancel() } }
        let signals = Signals(isLeftBySecond: true) { [happened, id = wait.id] in happened.yield(.signalled($0, id)) }
        // Who is to end goes on to tell what came of it: a signal that has ended this wait, or comes then, ends that, too, where
        // nobody reads it.
        defer { if wait.isFollowed { signals.stop() } }
        await store.send(event)
        wait.tellWhenIdle()
        for await happening in happenings where happening.isOf(wait.id) {
            if case .sent(request) = happening, !wait.isSent {
                wait.isSent = true
                whenSent()
            }
            if await wait.isOver(after: happening) { break }
        }
        return wait.ending
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
