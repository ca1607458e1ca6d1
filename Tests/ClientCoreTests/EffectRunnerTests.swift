import Foundation
import Ledger
import Licensing
import StateMachine
import Synchronization
import TestKit
import Testing

@testable import ClientCore

/// The client with a real ledger, and a server that is played.
@Suite struct EffectRunnerTests {
    let now = TestClock.start
    let ledger = MemoryLedger(by: Fixture.performer, at: TestClock.start)

    func environment(
        send: @escaping @Sendable (Client.Call) async throws(ServiceFailure) -> Client.CallResponse = {
            (_) async throws(ServiceFailure) in .borrow(Response(value: Fixture.grant(), receipt: Fixture.receipt()))
        },
        sleep: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> ClientEnvironment {
        ClientEnvironment(
            now: { TestClock.start }, ledger: ledger,
            identify: { (_) async throws(Problem) in
                Client.Identified(reference: Fixture.keyReference, identification: .licenseKey(Fixture.key))
            },
            send: send, query: { (_) async throws(ServiceFailure) in throw Fixture.timeout }, sleep: sleep)
    }

    @Test func aBorrowGoesItsWholeWay() async throws {
        let told = Mutex<[Client.Outcome]>([])
        let runner = EffectRunner(environment()) { outcome in told.withLock { $0.append(outcome) } }
        let store = Store<Client>(
            Client.State(session: ClientScript.session), run: { effect, send in await runner.run(effect, send) })
        await store.send(.started(at: now))
        await store.waitUntilIdle()
        await store.send(.requested(.borrow(Fixture.request(), source: .prompt), at: now))
        await store.waitUntilIdle()
        let state = await store.state
        await store.cancelAll()

        let reading = try await ledger.borrows(.all)
        #expect(reading.borrows.map { $0.status() } == [.active(until: Fixture.grant().end)])
        #expect(Array(state.book) == reading.borrows)
        #expect(state.line == reading.line)
        #expect(told.withLock { $0.map(\.result) } == reading.borrows.map { .borrowed($0, previousEnd: nil) })
        let phases = await ledger.history(limit: 3, product: nil).compactMap(\.borrow?.operation.phase.name)
        #expect(phases == ["confirmed", "sent", "intended"])
    }

    @Test func aWaitThatIsCancelledBringsNothing() async {
        let (stream, begun) = AsyncStream.makeStream(of: Void.self)
        let runner = EffectRunner(
            environment(sleep: { _ in
                begun.yield()
                try? await Task.sleep(for: .seconds(600))
            }))
        let events = Mutex<[Client.Event]>([])
        let id = OperationID(rawValue: "s-1")
        let task = Task {
            await runner.run(.recordLater(id, seconds: 1)) { event in events.withLock { $0.append(event) } }
        }
        for await _ in stream { break }
        task.cancel()
        await task.value
        #expect(events.withLock { $0 }.isEmpty)

        let brisk = EffectRunner(environment())
        await brisk.run(.recordLater(id, seconds: 1)) { event in events.withLock { $0.append(event) } }
        #expect(events.withLock { $0 } == [.recordingDue(id)])
    }
}
