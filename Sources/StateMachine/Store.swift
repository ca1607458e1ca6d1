/// Holds the state of one machine, applies events to it in order, and runs the effects it asks for.
public actor Store<Machine: StateMachine> {
    /// Carries out one effect and reports what happened through `send`.
    public typealias Run =
        @Sendable (_ effect: Machine.Effect, _ send: @escaping @Sendable (Machine.Event) async -> Void) async -> Void

    /// The state after the last event.
    public private(set) var state: Machine.State

    private let run: Run
    private let changed: @Sendable (Machine.State) -> Void
    private var tasks = EffectTasks()
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []

    /// Makes a store.
    ///
    /// - Parameters:
    ///   - initial: the state before the first event.
    ///   - run: carries out effects; called in a task of its own for each.
    ///   - changed: told of each new state, in order, when it differs from the one before.
    public init(
        _ initial: Machine.State, run: @escaping Run, changed: @escaping @Sendable (Machine.State) -> Void = { _ in }
    ) {
        self.state = initial
        self.run = run
        self.changed = changed
    }

    /// Applies one event and starts the effects that follow from it.
    public func send(_ event: Machine.Event) {
        let before = state
        let effects = Machine.reduce(&state, event)
        if state != before { changed(state) }
        for effect in effects { start(effect) }
        resumeWaitersIfIdle()
    }

    /// Returns when no effect runs except those in the background.
    public func waitUntilIdle() async {
        if tasks.isIdle { return }
        await withCheckedContinuation { idleWaiters.append($0) }
    }

    /// Cancels every effect, those in the background included.
    public func cancelAll() {
        tasks.cancelAll()
    }

    private func start(_ effect: Machine.Effect) {
        let schedule = Machine.schedule(effect)
        if case .cancel(let name) = schedule {
            tasks.cancel(name)
            return
        }
        let id = tasks.reserve(schedule)
        let task = Task { [run] in
            await run(effect) { [weak self] event in await self?.send(event) }
            self.ended(id)
        }
        tasks.started(id, task)
    }

    private func ended(_ id: EffectTasks.ID) {
        tasks.ended(id)
        resumeWaitersIfIdle()
    }

    private func resumeWaitersIfIdle() {
        guard tasks.isIdle else { return }
        let waiters = idleWaiters
        idleWaiters = []
        for waiter in waiters { waiter.resume() }
    }
}
