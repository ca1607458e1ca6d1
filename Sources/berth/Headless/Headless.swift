internal import ClientCore
internal import Foundation
internal import Licensing
internal import StateMachine

/// Runs the client machine without a screen: asks for one thing, waits for what comes of it, and hears signals meanwhile.
struct Headless {
    /// How a request ended.
    struct Ending {
        /// What it came to; nil where that was not told.
        var outcome: Client.Outcome?
        /// What has to be answered before anything is sent, which a command cannot wait for.
        var question: Client.Question?
        /// The signal that ended the waiting.
        var signal: Int32?
    }

    private enum Happening: Sendable {
        case told(Client.Outcome)
        case idle
        case late
        case lockHeld(by: String)
        case signalled(Int32)
    }

    /// How many seconds a command goes on trying to write what the server said.
    private static let patience = 30

    private let store: Store<Client>
    private let happenings: AsyncStream<Happening>
    private let happened: AsyncStream<Happening>.Continuation

    init(_ workplace: Workplace) {
        let (happenings, happened) = AsyncStream.makeStream(of: Happening.self)
        (self.happenings, self.happened) = (happenings, happened)
        let runner = EffectRunner(workplace.environment) { happened.yield(.told($0)) }
        store = Store(
            Client.State(session: workplace.session),
            run: { effect, send in await runner.run(effect, send) },
            changed: { state in if let holder = state.lockHolder { happened.yield(.lockHeld(by: holder)) } })
    }

    /// Reads the ledger.
    func start() async throws(Problem) -> Client.State {
        await store.send(.started(at: Date()))
        await store.waitUntilIdle()
        let state = await store.state
        if case .failed(let problem) = state.ledger { throw problem }
        return state
    }

    /// Asks for something and returns how that ended.
    ///
    /// A signal cancels what waits for the server; its outcome is written down like any other. A second one ends the
    /// process at once.
    func perform(_ request: Client.Request, key: Secret? = nil, ifInDoubt: Client.InDoubt = .ask) async -> Ending {
        let signals = Signals { [happened] in happened.yield(.signalled($0)) }
        defer { signals.stop() }
        await store.send(.requested(request, key: key, ifInDoubt: ifInDoubt, at: Date()))
        tellWhenIdle()
        var ending = Ending()
        var isHolding = false
        var holder = ""
        for await happening in happenings {
            switch happening {
            case .told(let outcome):
                // What the ledger says to a reading afterwards is not what came of the request.
                guard outcome.request == request else { continue }
                ending.outcome = outcome
                if isHolding { return ending }
            case .idle:
                let underway = await store.state.underway.values
                ending.question = underway.lazy.compactMap(\.question).first
                guard ending.question == nil, ending.signal == nil, underway.contains(where: { $0.heldOutcome != nil })
                else { return ending }
                isHolding = true
                Report.note("the outcome is known, and the ledger does not take it yet; trying for \(Self.patience) s")
                Task { [happened] in
                    try? await Task.sleep(for: .seconds(Self.patience))
                    happened.yield(.late)
                }
            case .late: return ending
            case .lockHeld(let process):
                guard process != holder else { continue }
                holder = process
                Report.note("waiting for the ledger, which \(process) is writing to")
            case .signalled(let number):
                if ending.signal != nil { _exit(128 + number) }
                ending.signal = number
                await store.send(.shutdownRequested)
                tellWhenIdle()
            }
        }
        return ending
    }

    private func tellWhenIdle() {
        Task { [store, happened] in
            await store.waitUntilIdle()
            happened.yield(.idle)
        }
    }
}

extension ExitCode {
    /// How a command ends that a signal has ended.
    init?(signal: Int32) {
        switch signal {
        case SIGINT: self = .interrupted
        case SIGTERM: self = .terminated
        case SIGHUP: self = .hungUp
        default: return nil
        }
    }
}
