internal import FoundationEssentials
internal import StateMachine
internal import Synchronization
internal import TerminalUI

/// The loop that runs a machine on a terminal until it ends, or the terminal goes away.
///
/// Keys that wait are worked off before a frame is drawn, and only the newest state is ever drawn, so that neither a paste
/// nor a held key costs more than a few frames. The first frame follows the terminal's first size and waits for nothing else.
struct ScreenLoop<Machine: StateMachine, Ending: Sendable>: Sendable {
    /// How many events are dealt with at most before a frame shows what came of them, lest the screen seems to hang.
    let burst: Int
    /// Whether all that came of an event is awaited before the next.
    let isStepwise: Bool
    let now: @Sendable () -> Date
    /// Makes what draws the states of one run, one after another; nil while the terminal's size is not known.
    let view: @Sendable () -> (Machine.State) -> Frame?
    /// The number of a state's turn: it grows where the same key comes to mean something else.
    var turn: @Sendable (Machine.State) -> Int = { _ in 0 }
    /// What a terminal's event means, given the turn that was on the screen when it came.
    let event: @Sendable (TerminalEvent, Date, _ seen: Int) -> Machine.Event
    /// Carries out one effect; it may end the loop.
    let carryOut:
        @Sendable (
            Machine.Effect, _ send: @escaping @Sendable (Machine.Event) async -> Void,
            _ end: @Sendable (Ending) -> Void
        ) async -> Void
    /// Waits, once the terminal is given back, for what is still to be done.
    let settle: @Sendable (Store<Machine>) async -> Void

    /// Runs from a first event on; returns how it ended, nil where the terminal went away, once the terminal is given back.
    func run(_ initial: Machine.State, _ first: Machine.Event, on terminal: any TerminalDevice) async -> Ending? {
        let inbox = Inbox<Machine, Ending>()
        let store = Store<Machine>(
            initial, run: { await carryOut($0, $1) { inbox.end($0) } }, changed: { inbox.put($0) })
        let reading = Task(executorPreference: terminal.executor) {
            for await happening in terminal.events { inbox.put(event(happening, now(), inbox.seen)) }
            inbox.complete()
        }
        await send(first, to: store)
        let ending = await withTaskExecutorPreference(terminal.executor) { await turns(inbox, store, terminal) }
        reading.cancel()
        await terminal.close()
        await settle(store)
        await store.cancelAll()
        return ending
    }

    /// Works off what comes and draws what follows from it, turn by turn.
    private func turns(
        _ inbox: Inbox<Machine, Ending>, _ store: Store<Machine>, _ terminal: any TerminalDevice
    ) async -> Ending? {
        let draw = view()
        for await _ in inbox.news {
            repeat {
                var dealt = 0
                while dealt < burst, inbox.ending == nil, let event = inbox.takeEvent() {
                    await send(event, to: store)
                    dealt += 1
                }
                if let state = inbox.takeState(), let frame = draw(state) {
                    // Told first: whoever sees the frame may press a key at once.
                    inbox.showed(turn(state))
                    terminal.show(frame)
                }
                if let ending = inbox.ending { return ending }
            } while inbox.hasEvents
            if inbox.isComplete { break }
        }
        return nil
    }

    private func send(_ event: Machine.Event, to store: Store<Machine>) async {
        await store.send(event)
        if isStepwise { await store.waitUntilIdle() }
    }
}

/// What has come since the loop looked last: events in their order, and of the states only the newest.
private final class Inbox<Machine: StateMachine, Ending: Sendable>: Sendable {
    private struct Contents {
        var events: ArraySlice<Machine.Event> = []
        var state: Machine.State?
        /// The number of the turn that is on the screen.
        var seen = 0
        var ending: Ending?
        var isComplete = false
    }

    /// Says that something has come; once for all that comes before the loop looks.
    let news: AsyncStream<Void>
    private let call: AsyncStream<Void>.Continuation
    private let contents = Mutex(Contents())

    init() { (news, call) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func put(_ event: Machine.Event) { change { $0.events.append(event) } }

    func put(_ state: Machine.State) { change { $0.state = state } }

    /// The number of the turn that is on the screen.
    var seen: Int { contents.withLock { $0.seen } }

    /// A turn is on the screen: keys from here on are meant for it.
    func showed(_ turn: Int) { contents.withLock { $0.seen = turn } }

    /// Somebody ends it; the first ending counts.
    func end(_ ending: Ending) { change { $0.ending = $0.ending ?? ending } }

    /// The terminal says nothing any more.
    func complete() { change { $0.isComplete = true } }

    var ending: Ending? { contents.withLock { $0.ending } }
    var hasEvents: Bool { contents.withLock { !$0.events.isEmpty } }
    /// Whether nothing comes any more from the terminal, and nothing of it is left.
    var isComplete: Bool { contents.withLock { $0.isComplete && $0.events.isEmpty } }

    func takeEvent() -> Machine.Event? { contents.withLock { $0.events.popFirst() } }

    func takeState() -> Machine.State? {
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
