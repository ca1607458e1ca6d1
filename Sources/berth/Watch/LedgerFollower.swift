internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing
internal import StateMachine

/// Follows a ledger by the machine of the client, as the desk does, and writes nothing to it.
struct LedgerFollower {
    private let store: Store<Client>
    /// An element after each change of what is known of the ledger, after each ``ring()``, and at each time that ``wake(at:)`` has
    /// set. It ends with the task that waits for it.
    let news: AsyncStream<Void>
    private let told: AsyncStream<Void>.Continuation

    init(_ ledger: any LedgerStore) {
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

    /// Brings an element of ``news``.
    func ring() { told.yield() }

    /// Brings an element of ``news`` at a time of this host's clock, unless it is cancelled before.
    ///
    /// It goes by the clock itself: one that is set, or a host that sleeps, makes it neither late nor early.
    func wake(at time: Date) -> any DispatchSourceTimer {
        let timer = DispatchSource.makeTimerSource()
        let seconds = time.timeIntervalSince1970
        let whole = seconds.rounded(.down)
        let moment = timespec(tv_sec: Int(whole), tv_nsec: Int((seconds - whole) * 1e9))
        timer.setEventHandler { [told] in told.yield() }
        timer.schedule(wallDeadline: DispatchWallTime(timespec: moment), leeway: .milliseconds(1))
        timer.resume()
        return timer
    }

    /// Ends hearing of changes.
    func stop() async { await store.cancelAll() }
}
