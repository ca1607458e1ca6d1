import StateMachine
import TestKit
import Testing

/// A machine for the store's own tests: it counts, and asks for effects by name.
private enum Counter: StateMachine {
    struct State: Equatable, Sendable {
        var values: [Int] = []
    }
    enum Event: Hashable, Sendable { case add(Int), start(Effect), stop(String) }
    enum Effect: Hashable, Sendable { case echo(Int), wait(String), tick(Int), cancel(String) }

    static func reduce(_ state: inout State, _ event: Event) -> [Effect] {
        switch event {
        case .add(let value):
            state.values.append(value)
            return []
        case .start(let effect): return [effect]
        case .stop(let name): return [.cancel(name)]
        }
    }

    static func schedule(_ effect: Effect) -> EffectSchedule {
        switch effect {
        case .echo: .run
        case .wait(let name): .named(name)
        case .tick: .background("tick")
        case .cancel(let name): .cancel(name)
        }
    }
}

@Suite struct StoreTests {
    /// Waits until the task is cancelled, on nothing but that.
    private static func untilCancelled() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        await withTaskCancellationHandler {
            for await _ in stream {}
        } onCancel: {
            continuation.finish()
        }
    }

    private func store() -> Store<Counter> {
        Store(Counter.State()) { effect, send in
            switch effect {
            case .echo(let value): await send(.add(value))
            case .wait:
                await Self.untilCancelled()
                await send(.add(-1))
            case .tick(let value):
                await Self.untilCancelled()
                await send(.add(value))
            case .cancel: break
            }
        }
    }

    @Test func idleMeansThatEveryEffectHasReported() async {
        let store = store()
        await store.send(.start(.echo(7)))
        await store.waitUntilIdle()
        #expect(await store.state.values == [7])
    }

    @Test func aNamedEffectCanBeCancelledAndStillReports() async {
        let store = store()
        await store.send(.start(.wait("w")))
        await store.send(.stop("w"))
        await store.waitUntilIdle()
        #expect(await store.state.values == [-1])
    }

    @Test func whatWaitsInTheBackgroundLeavesTheStoreIdle() async {
        let store = store()
        await store.send(.start(.tick(1)))
        await store.waitUntilIdle()
        #expect(await store.state.values == [])
        await store.cancelAll()
    }

    @Test func aNewerTickTakesThePlaceOfAnOlderOne() async {
        let (changes, continuation) = AsyncStream.makeStream(of: [Int].self)
        let store = Store<Counter>(
            Counter.State(),
            run: { effect, send in
                guard case .tick(let value) = effect else { return }
                await Self.untilCancelled()
                await send(.add(value))
            }, changed: { continuation.yield($0.values) })
        await store.send(.start(.tick(1)))
        await store.send(.start(.tick(2)))
        var first: [Int] = []
        for await values in changes {
            first = values
            break
        }
        #expect(first == [1], "the older one was cancelled, the newer one still waits")
        await store.cancelAll()
    }
}
