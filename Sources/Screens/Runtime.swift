public import ClientCore
public import Foundation
public import Licensing
internal import StateMachine
internal import Synchronization
public import TerminalUI

/// Runs the desk on a terminal until somebody quits: the one loop of the program, the pictures and the tests.
///
/// Keys that wait are worked off before a frame is drawn, and only the newest state is ever drawn, so that neither a paste
/// nor a held key costs more than a few frames. The first frame follows the terminal's first size and waits for nothing else.
public struct Runtime: Sendable {
    /// When the desk turns to the next thing that happens at the terminal.
    public enum Pace: Hashable, Sendable {
        /// At once, as a person expects.
        case eager
        /// Once all that came of the one before is done and drawn, so that the same keys always lead to the same frames.
        case stepwise
    }

    private let environment: ClientEnvironment
    private let pace: Pace
    private let sleepUntil: @Sendable (Date) async -> Void
    private let save: @Sendable (String) async throws(Problem) -> String

    /// How many events are dealt with at most before a frame shows what came of them, lest the screen seems to hang.
    private var burst: Int { pace == .stepwise ? 1 : 1024 }
    /// How long an ending waits for what is still to be written down, in seconds: a disk may hang.
    private static let patience = 5

    /// Makes a runtime.
    ///
    /// - Parameters:
    ///   - environment: the client's world; its clock is the desk's as well.
    ///   - save: writes a text into a new file, and returns its path.
    ///   - sleepUntil: returns at that moment of the environment's clock, or when its task is cancelled.
    public init(
        environment: ClientEnvironment, pace: Pace = .eager,
        sleepUntil: @escaping @Sendable (Date) async -> Void = {
            try? await Task.sleep(for: .seconds(max(0, $0.timeIntervalSinceNow)))
        },
        save: @escaping @Sendable (String) async throws(Problem) -> String = { _ throws(Problem) in
            throw Problem(.fileUnwritable, message: "No files are written here.", time: Date())
        }
    ) {
        self.environment = environment
        self.pace = pace
        self.sleepUntil = sleepUntil
        self.save = save
    }

    /// Runs until somebody quits or the terminal goes away; returns once the terminal is given back and what was cancelled is
    /// written down.
    public func run(_ initial: App.State, on terminal: any TerminalDevice) async -> ExitCode {
        let inbox = Inbox()
        let runner = EffectRunner(environment)
        let store = Store<App>(
            initial, run: { await run($0, runner, terminal, inbox, send: $1) }, changed: { inbox.put($0) })
        let reading = Task(executorPreference: terminal.executor) {
            for await event in terminal.events { inbox.put(App.Event(event, at: environment.now())) }
            inbox.complete()
        }
        await send(.started(at: environment.now()), to: store)
        let code = await withTaskExecutorPreference(terminal.executor) { await turns(inbox, store, terminal) }
        reading.cancel()
        await terminal.close()
        await settle(store)
        await store.cancelAll()
        return code
    }

    /// Works off what comes and draws what follows from it, turn by turn.
    private func turns(_ inbox: Inbox, _ store: Store<App>, _ terminal: any TerminalDevice) async -> ExitCode {
        for await _ in inbox.news {
            repeat {
                var dealt = 0
                while dealt < burst, inbox.code == nil, let event = inbox.takeEvent() {
                    await send(event, to: store)
                    dealt += 1
                }
                if let state = inbox.takeState(), state.size.columns > 0, state.size.rows > 0 {
                    terminal.show(App.view(state))
                }
                if let code = inbox.code { return code }
            } while inbox.hasEvents
            if inbox.isComplete { break }
        }
        return .hungUp
    }

    private func send(_ event: App.Event, to store: Store<App>) async {
        await store.send(event)
        if pace == .stepwise { await store.waitUntilIdle() }
    }

    /// Carries out one effect.
    private func run(
        _ effect: App.Effect, _ runner: EffectRunner, _ terminal: any TerminalDevice, _ inbox: Inbox,
        send: @escaping @Sendable (App.Event) async -> Void
    ) async {
        switch effect {
        case .client(let effect): await runner.run(effect) { event in await send(.client(event)) }
        case .tick(let date):
            await sleepUntil(date)
            // Whatever the clock reads by then: it may have been set back meanwhile.
            if !Task.isCancelled { await send(.ticked(at: environment.now())) }
        case .quit(let code): inbox.end(code)
        case .suspend: terminal.suspend()
        case .repaint: terminal.repaint()
        case .copy(let text): terminal.copy(text)
        case .save(let text):
            do {
                await send(.saved("Saved as \(try await save(text)).", isGood: true))
            } catch {
                await send(.saved(ProblemCatalogue.explain(error).whatHappened, isGood: false))
            }
        }
    }

    /// Waits until what was cancelled is written down, as long as patience lasts.
    private func settle(_ store: Store<App>) async {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let idle = Task {
            await store.waitUntilIdle()
            end.yield()
        }
        let patience = Task {
            await environment.sleep(Self.patience)
            end.yield()
        }
        for await _ in ends { break }
        idle.cancel()
        patience.cancel()
    }
}

/// What has come since the loop looked last: events in their order, and of the states only the newest.
private final class Inbox: Sendable {
    private struct Contents {
        var events: ArraySlice<App.Event> = []
        var state: App.State?
        var code: ExitCode?
        var isComplete = false
    }

    /// Says that something has come; once for all that comes before the loop looks.
    let news: AsyncStream<Void>
    private let call: AsyncStream<Void>.Continuation
    private let contents = Mutex(Contents())

    init() { (news, call) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func put(_ event: App.Event) { change { $0.events.append(event) } }

    func put(_ state: App.State) { change { $0.state = state } }

    /// Somebody quits with this status; the first one counts.
    func end(_ code: ExitCode) { change { $0.code = $0.code ?? code } }

    /// The terminal says nothing any more.
    func complete() { change { $0.isComplete = true } }

    var code: ExitCode? { contents.withLock { $0.code } }
    var hasEvents: Bool { contents.withLock { !$0.events.isEmpty } }
    /// Whether nothing comes any more from the terminal, and nothing of it is left.
    var isComplete: Bool { contents.withLock { $0.isComplete && $0.events.isEmpty } }

    func takeEvent() -> App.Event? { contents.withLock { $0.events.popFirst() } }

    func takeState() -> App.State? {
        contents.withLock { contents in
            defer { contents.state = nil }
            return contents.state
        }
    }

    private func change(_ body: (inout Contents) -> Void) {
        contents.withLock { body(&$0) }
        call.yield()
    }
}

extension App.Event {
    /// What a terminal's event means to the desk.
    fileprivate init(_ event: TerminalEvent, at now: Date) {
        switch event {
        case .key(let key): self = .key(key, at: now)
        case .resized(let size): self = .resized(size)
        case .terminate(let signal): self = .terminated(signal: signal)
        case .resumed: self = .resumed(at: now)
        case .closed: self = .terminalClosed
        }
    }
}
