internal import Licensing
public import StateMachine

/// Carries out the effects of ``Client`` in an environment.
public struct EffectRunner: Sendable {
    private let environment: ClientEnvironment

    public init(_ environment: ClientEnvironment) { self.environment = environment }

    /// Carries out one effect and reports what came of it.
    public func run(_ effect: Client.Effect, _ send: @Sendable (Client.Event) async -> Void) async {
        switch effect {
        case .loadLedger:
            let result = await capture(environment.loadLedger)
            await send(.ledgerLoaded(result, at: environment.now()))
        case .watchLedger:
            for await _ in environment.ledgerChanges() { await send(.ledgerChanged) }
        case .identify(let id, let subject):
            let result = await capture { () throws(Problem) in try await environment.identify(subject) }
            await send(.identified(id, result, at: environment.now()))
        case .record(let entry):
            let result = await write(entry)
            await send(.recorded(entry.borrow.operation.id, result, at: environment.now()))
        case .keep(let entry):
            await send(.kept(entry.borrow, write(entry)))
        case .borrow(let id, let request):
            let result = await capture { () throws(ServiceFailure) in try await environment.borrow(request) }
            await send(.borrowFinished(id, result, at: environment.now()))
        case .release(let id, let target):
            let result = await capture { () throws(ServiceFailure) in try await environment.release(target) }
            await send(.releaseFinished(id, result, at: environment.now()))
        case .check(let id, let target):
            let result = await capture { () throws(ServiceFailure) in try await environment.check(target) }
            await send(.checkFinished(id, result, at: environment.now()))
        case .lookUp(let lookup):
            let result = await capture { () throws(ServiceFailure) in try await environment.lookUp(lookup) }
            await send(.lookupFinished(lookup, result))
        case .cancel:
            break
        }
    }

    private func write(_ entry: LedgerEntry) async -> Result<Client.Written, Problem> {
        await capture { () throws(Problem) in
            try await environment.record(entry)
            return Client.Written()
        }
    }

    private func capture<Value, Failure>(
        _ body: () async throws(Failure) -> Value
    ) async -> Result<Value, Failure> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}

extension Store where Machine == Client {
    /// A store that runs the client's effects in an environment.
    public init(
        _ state: Client.State, environment: ClientEnvironment,
        changed: @escaping @Sendable (Client.State) -> Void = { _ in }
    ) {
        let runner = EffectRunner(environment)
        self.init(state, run: { effect, send in await runner.run(effect, send) }, changed: changed)
    }
}
