internal import FoundationEssentials
internal import Ledger
internal import Licensing

/// Carries out the effects of ``Client`` in an environment.
public struct EffectRunner: Sendable {
    private let environment: ClientEnvironment
    private let told: @Sendable (Client.Outcome) async -> Void

    /// Makes a runner.
    ///
    /// - Parameters:
    ///   - environment: the world that effects are carried out in.
    ///   - told: hears what requests came to, where a front end does not take ``Client/Effect/tell(_:)`` itself.
    public init(
        _ environment: ClientEnvironment, told: @escaping @Sendable (Client.Outcome) async -> Void = { _ in }
    ) {
        self.environment = environment
        self.told = told
    }

    /// Carries out one effect and reports what came of it.
    public func run(_ effect: Client.Effect, _ send: @Sendable (Client.Event) async -> Void) async {
        let ledger = environment.ledger
        switch effect {
        case .loadLedger(let selection):
            let result = await capture { () throws(Problem) in
                let reading = try await ledger.borrows(selection) { part in
                    await send(.ledgerReading(part, at: environment.now()))
                }
                return Client.LedgerRead(reading, isWhole: true, at: selection.moment)
            }
            await send(.ledgerRead(result, at: environment.now()))
        case .readChanges(let line):
            let result = await capture { () throws(Problem) in
                Client.LedgerRead(try await ledger.changes(after: line), isWhole: false)
            }
            await send(.ledgerRead(result, at: environment.now()))
        case .watchLedger:
            for await announcement in ledger.announcements() {
                await send(.ledgerAnnounced(announcement, at: environment.now()))
            }
        case .identify(let id, let subject):
            let result = await capture { () throws(Problem) in try await environment.identify(subject) }
            await send(.identified(id, result, at: environment.now()))
        case .record(let id, let entry):
            let result = await capture { () throws(Problem) in
                Client.Written(line: try await ledger.record(entry))
            }
            await send(.recorded(id, result, at: environment.now()))
        case .recordLater(let id, let seconds):
            await environment.sleep(seconds)
            if !Task.isCancelled { await send(.recordingDue(id)) }
        case .wait(let id, let seconds):
            await environment.sleep(seconds)
            await send(.waitOver(id, isCancelled: Task.isCancelled, at: environment.now()))
        case .send(let id, let call):
            let result = await capture { () throws(ServiceFailure) in try await environment.send(call) }
            await send(.responded(id, result, at: environment.now()))
        case .query(let query):
            let result = await capture { () throws(ServiceFailure) in try await environment.query(query) }
            // What was cancelled may have been asked again meanwhile.
            if !Task.isCancelled { await send(.queried(query, result)) }
        case .tell(let outcome):
            await told(outcome)
        case .cancel, .cancelQuery:
            break
        }
    }

    private func capture<Value, Failure>(
        _ body: () async throws(Failure) -> Value
    ) async -> Result<Value, Failure> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}

extension LedgerSelection {
    /// The moment that it is made for.
    fileprivate var moment: Moment {
        switch self {
        case .current(let moment, _): moment
        case .all: Moment(host: .distantPast)
        }
    }
}
