internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing
internal import SQLiteLedger
internal import StateMachine

/// Follows a ledger by the machine of the client, as the desk does, and writes nothing to it.
struct LedgerFollower {
    private let store: Store<Client>
    /// An element after each change of what is known of the ledger, and each time that ``wake(at:)`` has set. It ends with the task
    /// that waits for it.
    let news: AsyncStream<Void>
    private let told: AsyncStream<Void>.Continuation

    init(_ ledger: SQLiteLedger) {
        let (news, told) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        (self.news, self.told) = (news, told)
        let performer = Performer.current(claims: ProcessEnvironment.current.claims)
        let session = Client.Session(
            id: OperationID.session(at: Date(), process: performer.process), server: "", performer: performer,
            hardwareID: nil)
        let runner = EffectRunner(.offline(ledger: ledger))
        store = Store(
            Client.State(session: session), run: { effect, send in await runner.run(effect, send) },
            changed: { _ in told.yield() })
    }

    /// All that is known now.
    var state: Client.State { get async { await store.state } }

    /// Begins: reads the ledger once, and goes on to hear of its changes.
    func start() async {
        await store.send(.started(at: Date()))
        await store.waitUntilIdle()
    }

    /// Reads the ledger anew, as where nothing is heard of changes.
    func readAgain() async {
        await store.send(.requested(.readLedger, at: Date()))
        await store.waitUntilIdle()
    }

    /// Brings an element of ``news`` after so many seconds, unless the task is cancelled before.
    func wake(in seconds: TimeInterval) -> Task<Void, Never> {
        Task { [told] in
            try? await Task.sleep(for: .seconds(seconds))
            if !Task.isCancelled { told.yield() }
        }
    }

    /// Ends hearing of changes.
    func stop() async { await store.cancelAll() }
}
