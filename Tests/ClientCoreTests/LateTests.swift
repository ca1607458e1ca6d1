import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// A server may still be at what nobody waits for any more: what follows on its seat is sent once that is over.
@Suite("A request that may be carried out late")
struct LateTests {
    private let now = TestClock.start

    /// A client that waits half a minute, and the ledger it has read.
    private func script(_ borrow: Borrow) -> ClientScript {
        var session = ClientScript.session
        session.settleAfterSeconds = 30
        var script = ClientScript(Client.State(session: session))
        script.play(ClientScript.read([borrow]))
        return script
    }

    private func doubt(_ code: ProblemCode) -> Borrow {
        var borrow = Fixture.borrow("b", phase: .intended)
        borrow.grant = nil
        borrow.move(to: .unknown(Problem(code, message: "", time: now, effect: .possible)))
        return borrow
    }

    @Test(
        "What follows waits for it",
        arguments: [
            ProblemCode.transportTimeout, .transportLost, .transportCancelled, .operationInterrupted,
        ])
    func waits(code: ProblemCode) {
        var script = script(doubt(code))
        let id = OperationID(rawValue: "s-1")
        #expect(script.request(.release(OperationID(rawValue: "b")), at: now + 10) == [.wait(id, seconds: 20)])
        #expect(script.state.underway[id]?.waitsUntil == now + 30)
        #expect(!script.state.mayLose)
        script.play(.waitOver(id, isCancelled: false, at: now + 30))
        #expect(script.entry?.borrow.operation.kind == .release)
        #expect(script.entry?.borrow.operation.startedAt == now + 30)
    }

    @Test("A borrow in its place waits, once it is wanted although there is doubt")
    func borrow() {
        var script = script(doubt(.transportCancelled))
        script.submit()
        #expect(script.state.questions.count == 1)
        #expect(script.play(.questionConfirmed(script.latest, at: now)) == [.wait(script.latest, seconds: 30)])
        script.play(.waitOver(script.latest, isCancelled: false, at: now + 30))
        #expect(script.entry?.borrow.operation.phase == .intended)
    }

    @Test(
        "A check of what is surely borrowed changes nothing, and carried out late it takes a seat: it is waited for",
        arguments: [ProblemCode.transportCancelled, .operationInterrupted])
    func check(code: ProblemCode) {
        var borrow = Fixture.borrow("b", phase: .confirmed)
        borrow.operation = Fixture.operation("check", kind: .check)
        borrow.move(to: .sent)
        borrow.move(
            to: OperationPhase(borrow.weighed(Problem(code, message: "", time: now, effect: .possible))))
        guard case .refused = borrow.operation.phase else {
            Issue.record("nothing is left open: \(borrow.operation.phase)")
            return
        }
        var script = script(borrow)
        #expect(script.request(.release(OperationID(rawValue: "b"))) == [.wait(script.latest, seconds: 30)])
    }

    @Test("It counts from when the request left, however long it took to write that down")
    func sentLate() {
        var borrow = doubt(.transportTimeout)
        borrow.operation.lease = Lease(from: now + 20, until: now + 200)
        var script = script(borrow)
        #expect(
            script.request(.release(OperationID(rawValue: "b")), at: now + 25) == [.wait(script.latest, seconds: 25)])
    }

    @Test("What the server responded to, and what began long enough ago, is waited for by nobody")
    func over() {
        var responded = script(doubt(.responseMismatched))
        responded.request(.release(OperationID(rawValue: "b")))
        #expect(responded.entry?.borrow.operation.kind == .release)
        var old = script(doubt(.transportTimeout))
        old.request(.release(OperationID(rawValue: "b")), at: now + 30)
        #expect(old.entry?.borrow.operation.kind == .release)
    }

    @Test("Another seat's is waited for by nobody")
    func otherSeat() {
        var script = script(doubt(.transportCancelled))
        var wish = Fixture.request()
        wish.feature = "GPU"
        script.submit(wish)
        #expect(script.entry?.borrow.subject.feature == "GPU")
    }

    @Test("A clock that was set back prolongs it once, and not for ever")
    func clockSetBack() {
        var script = script(doubt(.transportCancelled))
        let early = now - 3_600
        #expect(
            script.request(.release(OperationID(rawValue: "b")), at: early) == [.wait(script.latest, seconds: 30)])
        script.play(.waitOver(script.latest, isCancelled: false, at: early + 30))
        #expect(script.entry?.borrow.operation.kind == .release)
    }

    @Test("What others have settled meanwhile is not gone on with, and nothing else is begun on it")
    func overtaken() {
        var script = script(doubt(.transportCancelled))
        let id = OperationID(rawValue: "b")
        script.request(.check(id))
        #expect(script.state.underway(on: id)?.id == script.latest)
        let waiting = script.latest
        script.play(.requested(.release(id), key: Fixture.key, at: now))
        #expect(script.codes == [.operationInProgress], "one at a time")
        var released = doubt(.transportCancelled)
        released.operation = Fixture.operation("other", kind: .release)
        released.move(to: .sent)
        released.releasedAt = now
        released.move(to: .confirmed)
        script.play(ClientScript.read([released], isWhole: false))
        script.play(.waitOver(waiting, isCancelled: false, at: now + 30))
        #expect(script.codes.first == .operationOvertaken)
        #expect(script.entry == nil && script.state.underway.isEmpty)
    }

    @Test("Who does not want to wait, or ends the program, sends and writes nothing", arguments: [false, true])
    func cancelled(byEnd: Bool) {
        var script = script(doubt(.transportCancelled))
        script.request(.release(OperationID(rawValue: "b")))
        let id = script.latest
        #expect(script.play(byEnd ? .shutdownRequested : .cancelRequested(id)) == [.cancel(id)])
        script.play(.waitOver(id, isCancelled: true, at: now))
        #expect(script.codes == [.operationNotSent])
        #expect(script.state.troubles.last?.problem.facts.waitedUntil == now + 30)
        #expect(script.state.underway.isEmpty)
        #expect(script.entry == nil)
        #expect(script.told.map(\.operation) == [id])
    }
}
