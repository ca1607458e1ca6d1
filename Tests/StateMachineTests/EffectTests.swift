import StateMachine
import TestKit
import Testing

/// A machine whose effects all wait until they are told to report or are cancelled.
private enum Waiters: StateMachine {
    struct State: Equatable, Sendable {
        var reports: [String] = []
    }
    enum Event: Hashable, Sendable { case start(Effect), stop(String), reported(String) }
    enum Effect: Hashable, Sendable {
        case plain(String), named(String, String), background(String, String), cancel(String)

        var id: String {
            switch self {
            case .plain(let id), .named(_, let id), .background(_, let id), .cancel(let id): id
            }
        }
    }

    static func reduce(_ state: inout State, _ event: Event) -> [Effect] {
        switch event {
        case .start(let effect): return [effect]
        case .stop(let name): return [.cancel(name)]
        case .reported(let report):
            state.reports.append(report)
            return []
        }
    }

    static func schedule(_ effect: Effect) -> EffectSchedule {
        switch effect {
        case .plain: .run
        case .named(let name, _): .named(name)
        case .background(let name, _): .background(name)
        case .cancel(let name): .cancel(name)
        }
    }
}

@Suite struct EffectTests {
    /// Lets effects go on, one by one, by their ids.
    private actor Releases {
        private var waiting: [String: CheckedContinuation<Void, Never>] = [:]
        private var released: Set<String> = []

        func wait(for id: String) async {
            if released.contains(id) { return }
            await withCheckedContinuation { waiting[id] = $0 }
        }

        func release(_ id: String) {
            released.insert(id)
            waiting.removeValue(forKey: id)?.resume()
        }
    }

    private let releases = Releases()
    private let store: Store<Waiters>
    private let changes: AsyncStream<[String]>

    init() {
        let releases = releases
        let (changes, change) = AsyncStream.makeStream(of: [String].self)
        self.changes = changes
        store = Store(
            Waiters.State(),
            run: { effect, send in
                await withTaskCancellationHandler {
                    await releases.wait(for: effect.id)
                } onCancel: {
                    Task { await releases.release(effect.id) }
                }
                await send(.reported(effect.id + (Task.isCancelled ? " cancelled" : "")))
            }, changed: { change.yield($0.reports) })
    }

    /// Waits until so many effects have reported, and returns what they said.
    private func reports(_ count: Int) async -> [String] {
        for await reports in changes where reports.count >= count { return reports }
        return []
    }

    private func start(_ effects: Waiters.Effect...) async {
        for effect in effects { await store.send(.start(effect)) }
    }

    @Test func cancellingANameLeavesTheOthersAlone() async {
        await start(.named("a", "1"), .named("b", "2"), .plain("3"))
        await store.send(.stop("a"))
        #expect(await reports(1) == ["1 cancelled"])
        await releases.release("2")
        #expect(await reports(2) == ["1 cancelled", "2"])
        await releases.release("3")
        await store.waitUntilIdle()
        #expect(await store.state.reports == ["1 cancelled", "2", "3"])
    }

    @Test func twoEffectsOfOneNameAreCancelledTogether() async {
        await start(.named("a", "1"), .named("a", "2"))
        await store.send(.stop("a"))
        await store.waitUntilIdle()
        #expect(await store.state.reports.sorted() == ["1 cancelled", "2 cancelled"])
    }

    @Test func aCancellationThatComesTooLateDoesNothing() async {
        await start(.named("a", "1"))
        await releases.release("1")
        await store.waitUntilIdle()
        await store.send(.stop("a"))
        await store.send(.stop("nobody"))
        #expect(await store.state.reports == ["1"])
        // And it is not kept for the next one of that name.
        await start(.named("a", "2"))
        await releases.release("2")
        await store.waitUntilIdle()
        #expect(await store.state.reports == ["1", "2"])
    }

    @Test func whatAnOlderBackgroundEffectReportsStillArrivesAndTheNewerOneGoesOn() async {
        await start(.background("tick", "1"), .background("tick", "2"), .background("tick", "3"))
        #expect(await reports(2).sorted() == ["1 cancelled", "2 cancelled"])
        await releases.release("3")
        #expect(await reports(3).last == "3")
    }

    @Test func backgroundEffectsOfOtherNamesStayAndDoNotKeepTheStoreBusy() async {
        await start(.background("tick", "1"), .background("watch", "2"), .named("tick", "3"))
        await start(.background("tick", "4"))
        #expect(await reports(2).sorted() == ["1 cancelled", "3 cancelled"], "a name is one, whatever its schedule")
        await store.waitUntilIdle()
        await releases.release("2")
        #expect(await reports(3).last == "2")
        await store.cancelAll()
    }

    @Test func cancellingAllReachesEveryKindAndEachStillReports() async {
        await start(.plain("1"), .named("a", "2"), .background("tick", "3"))
        await store.cancelAll()
        #expect(await reports(3).sorted() == ["1 cancelled", "2 cancelled", "3 cancelled"])
        await store.waitUntilIdle()
    }

    @Test func aStoreWhoseEffectsWereAllCancelledTakesNewOnes() async {
        await start(.named("a", "1"))
        await store.cancelAll()
        await store.waitUntilIdle()
        await start(.named("a", "2"))
        await releases.release("2")
        await store.waitUntilIdle()
        #expect(await store.state.reports == ["1 cancelled", "2"])
    }

    @Test func everybodyWhoWaitsForIdlenessIsTold() async {
        await start(.plain("1"))
        await withTaskGroup { group in
            for _ in 0..<5 { group.addTask { await store.waitUntilIdle() } }
            await releases.release("1")
            await group.waitForAll()
        }
        #expect(await store.state.reports == ["1"])
    }
}
