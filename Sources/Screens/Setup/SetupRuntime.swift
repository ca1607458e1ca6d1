public import FoundationEssentials
public import Licensing
internal import StateMachine
public import TerminalUI

/// What a first start needs of the world, as values that a test replaces.
public struct SetupEnvironment: Sendable {
    /// This host's clock.
    public var now: @Sendable () -> Date
    /// Holds an answer against the world; takes no seat.
    public var check: @Sendable (SetupStep.ID, SetupAnswers) async throws(Problem) -> SetupFinding
    /// Writes all files, or none; what is there already is replaced only where that is asked for.
    public var write: @Sendable (SetupAnswers, _ replacing: Bool) async throws(Problem) -> SetupWalk.Writing

    public init(
        now: @escaping @Sendable () -> Date = { Date() },
        check: @escaping @Sendable (SetupStep.ID, SetupAnswers) async throws(Problem) -> SetupFinding,
        write: @escaping @Sendable (SetupAnswers, _ replacing: Bool) async throws(Problem) -> SetupWalk.Writing
    ) {
        self.now = now
        self.check = check
        self.write = write
    }

    /// Carries out an effect of the walk, and returns what came of it; nil where nothing does.
    public func run(_ effect: SetupWalk.Effect) async -> SetupWalk.Event? {
        switch effect {
        case .check(let step, let answers, let number):
            do {
                return .checked(number: number, .success(try await check(step, answers)))
            } catch {
                return .checked(number: number, .failure(error))
            }
        case .write(let answers, let replacing):
            do {
                return .wrote(.success(try await write(answers, replacing)))
            } catch {
                return .wrote(.failure(error))
            }
        case .stopChecking: return nil
        }
    }
}

/// Runs a first start on a terminal.
public struct SetupRuntime: Sendable {
    private let environment: SetupEnvironment
    private let pace: Runtime.Pace
    private let sleepUntil: @Sendable (Date) async -> Void

    /// - Parameter sleepUntil: returns at that moment of the environment's clock, or when its task is cancelled.
    public init(
        _ environment: SetupEnvironment, pace: Runtime.Pace = .eager,
        sleepUntil: @escaping @Sendable (Date) async -> Void = {
            try? await Task.sleep(for: .seconds(max(0, $0.timeIntervalSinceNow)))
        }
    ) {
        self.environment = environment
        self.pace = pace
        self.sleepUntil = sleepUntil
    }

    /// Runs until all is written or somebody leaves; returns once the terminal is given back.
    public func run(_ facts: SetupFacts, on terminal: any TerminalDevice) async -> Setup.Ending {
        let (environment, sleepUntil) = (environment, sleepUntil)
        let loop = ScreenLoop<Setup, Setup.Ending>(
            burst: pace.burst, isStepwise: pace == .stepwise, now: environment.now,
            view: { { $0.size.columns > 0 && $0.size.rows > 0 ? Setup.view($0) : nil } },
            event: { event, now, _ in Setup.Event(event, at: now) },
            carryOut: { effect, send, end in
                switch effect {
                case .walk(let effect):
                    if let event = await environment.run(effect) { await send(.walk(event)) }
                case .tick(let date):
                    await sleepUntil(date)
                    if !Task.isCancelled { await send(.ticked(at: environment.now())) }
                case .quit(let ending): end(ending)
                case .suspend: terminal.suspend()
                case .repaint: terminal.repaint()
                }
            },
            settle: { await $0.waitUntilIdle() })
        let initial = Setup.State(facts, size: Size(columns: 0, rows: 0), now: environment.now())
        return await loop.run(initial, .resumed(at: environment.now()), on: terminal) ?? .terminated(.hungUp)
    }
}

extension Setup.Event {
    /// What a terminal's event means here.
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
