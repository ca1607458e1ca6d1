public import ClientCore
public import FoundationEssentials
internal import Ledger
public import Licensing
internal import StateMachine
public import TerminalUI

/// Runs the desk on a terminal until somebody quits: the one loop of the program, the pictures and the tests.
///
/// How it takes turns between keys and frames is ``ScreenLoop``'s.
public struct Runtime: Sendable {
    /// When the desk turns to the next thing that happens at the terminal.
    public enum Pace: Hashable, Sendable {
        /// At once, as a person expects.
        case eager
        /// Once all that came of the one before is done and drawn, so that the same keys always lead to the same frames.
        case stepwise

        /// How many events are dealt with at most before a frame shows what came of them, lest the screen seems to hang.
        var burst: Int { self == .stepwise ? 1 : 1024 }
    }

    private let environment: ClientEnvironment
    private let pace: Pace
    private let sleepUntil: @Sendable (Date) async -> Void
    private let save: @Sendable (String) async throws(Problem) -> String
    private let reconfigurations: @Sendable () -> AsyncStream<Result<App.Reconfiguration, Problem>>
    private let screenIsGone: @Sendable () -> Void
    private let farewell: @Sendable ([String]) -> Void

    /// How long an ending waits for what is still to be written down, in seconds: a disk may hang.
    private static let patience = 5

    /// Makes a runtime.
    ///
    /// - Parameters:
    ///   - environment: the client's world; its clock is the desk's as well.
    ///   - reconfigurations: what the configuration comes to say while the desk is open.
    ///   - screenIsGone: hears that the terminal has been given back, before anything more is waited for.
    ///   - farewell: hears, once the terminal is given back, what may exist at the server of what was under way as the desk was
    ///     left, a sentence each; nothing where that is known.
    ///   - save: writes a text into a new file, and returns its path.
    ///   - sleepUntil: returns at that moment of the environment's clock, or when its task is cancelled.
    public init(
        environment: ClientEnvironment, pace: Pace = .eager,
        sleepUntil: @escaping @Sendable (Date) async -> Void = {
            try? await Task.sleep(for: .seconds(max(0, $0.timeIntervalSinceNow)))
        },
        reconfigurations: @escaping @Sendable () -> AsyncStream<Result<App.Reconfiguration, Problem>> = { .finished },
        screenIsGone: @escaping @Sendable () -> Void = {},
        farewell: @escaping @Sendable ([String]) -> Void = { _ in },
        save: @escaping @Sendable (String) async throws(Problem) -> String = { _ throws(Problem) in
            throw Problem(.fileUnwritable, message: "No files are written here.", time: Date())
        }
    ) {
        self.environment = environment
        self.pace = pace
        self.sleepUntil = sleepUntil
        self.reconfigurations = reconfigurations
        self.screenIsGone = screenIsGone
        self.farewell = farewell
        self.save = save
    }

    /// Runs until somebody quits or the terminal goes away; returns once the terminal is given back and what was cancelled is
    /// written down.
    public func run(_ initial: App.State, on terminal: any TerminalDevice) async -> ExitCode {
        let runner = EffectRunner(environment)
        let loop = ScreenLoop<App, ExitCode>(
            burst: pace.burst, isStepwise: pace == .stepwise, now: environment.now,
            view: {
                var painter = DeskPainter()
                return { $0.size.columns > 0 && $0.size.rows > 0 ? painter.frame(of: $0) : nil }
            },
            turn: { $0.turn.number },
            event: { App.Event($0, at: $1, seen: pace == .eager ? $2 : nil) },
            carryOut: { await run($0, runner, terminal, send: $1, end: $2) },
            settle: {
                screenIsGone()
                await settle($0)
            })
        return await loop.run(initial, .started(at: environment.now()), on: terminal) ?? .hungUp
    }

    /// Carries out one effect.
    private func run(
        _ effect: App.Effect, _ runner: EffectRunner, _ terminal: any TerminalDevice,
        send: @escaping @Sendable (App.Event) async -> Void, end: @Sendable (ExitCode) -> Void
    ) async {
        switch effect {
        case .client(let effect): await runner.run(effect) { event in await send(.client(event)) }
        case .tick(let date):
            await sleepUntil(date)
            // Whatever the clock reads by then: it may have been set back meanwhile.
            if !Task.isCancelled { await send(.ticked(at: environment.now())) }
        case .quit(let code): end(code)
        case .suspend: terminal.suspend()
        case .repaint: terminal.repaint()
        case .copy(let text): terminal.copy(text)
        case .notify(let text): terminal.notify(text)
        case .look(let look): terminal.change(to: look)
        case .watchConfiguration:
            for await news in reconfigurations() { await send(.configurationChanged(news, at: environment.now())) }
        case .readReceipt(let id, let operation):
            await send(.receiptRead(id, await environment.receipt(of: operation)))
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
        let sentences = await store.state.farewell
        if !sentences.isEmpty { farewell(sentences) }
    }
}

extension App.Event {
    /// What a terminal's event means to the desk.
    fileprivate init(_ event: TerminalEvent, at now: Date, seen: Int?) {
        switch event {
        case .key(let key): self = .key(key, at: now, seen: seen)
        case .resized(let size): self = .resized(size)
        case .terminate(let signal): self = .terminated(signal: signal)
        case .resumed: self = .resumed(at: now)
        case .closed: self = .terminalClosed
        }
    }
}

extension AsyncStream {
    /// One that brings nothing.
    public static var finished: AsyncStream { AsyncStream { $0.finish() } }
}
