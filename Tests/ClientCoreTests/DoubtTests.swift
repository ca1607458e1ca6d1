import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// What asks before a borrow in doubt, and what settles the doubt.
@Suite struct DoubtTests {
    let now = TestClock.start
    let doubtful = Borrow.inDoubt()

    func license(until end: Date?, isBorrowed: Bool? = nil, id: Int64 = 1_699_349_720_166_389) -> Client.CallResponse {
        .license(
            Response(
                value: License(
                    id: id, maxBorrowHours: 168, borrowedUntil: end, isBorrowed: isBorrowed ?? (end != nil), deviceID: 7
                ),
                receipt: Fixture.receipt()))
    }

    /// A check of a borrow that has left.
    func checking(_ borrow: Borrow) -> ClientScript {
        var script = ClientScript.holding(borrow)
        script.request(.check(borrow.id))
        script.leave()
        return script
    }

    @Test func aBorrowInDoubtIsNotBorrowedAgainWithoutAQuestion() {
        var script = ClientScript.holding(doubtful)
        #expect(script.submit() == [], "nothing is written or sent while it asks")
        #expect(
            script.state.questions == [
                Client.Question(id: script.latest, borrow: doubtful, reason: .doubt(Fixture.timeout.problem))
            ])
        #expect(!script.state.mayLose)
    }

    @Test func aYesGoesOnWithTheBorrowInDoubt() {
        var script = ClientScript.holding(doubtful)
        script.submit()
        script.play(.questionConfirmed(script.latest, at: now))
        #expect(script.entry?.borrow.id == doubtful.id)
        #expect(script.entry?.borrow.operation.phase == .intended)
        #expect(script.state.questions.isEmpty)
        script.leave()
        script.respond(.borrow(Response(value: Fixture.grant())))
        script.settle()
        #expect(script.state.book.map { $0.status() } == [.active(until: Fixture.grant().end)])
    }

    @Test(arguments: [
        Client.Event.questionDeclined(OperationID(rawValue: "s-1")), .cancelRequested(OperationID(rawValue: "s-1")),
        .shutdownRequested,
    ])
    func aNoLeavesEverythingAsItWas(event: Client.Event) {
        var script = ClientScript.holding(doubtful)
        script.submit()
        let isEnding = event == .shutdownRequested
        script.send(event) { state in
            state.underway = [:]
            state.isShuttingDown = isEnding
        }
        script.send(.questionConfirmed(script.latest, at: now))
    }

    @Test func aYesFollowsWhatOthersHaveSettledMeanwhile() {
        var script = ClientScript.holding(doubtful)
        script.submit()
        var released = Fixture.borrow("b")
        released.releasedAt = now
        script.play(ClientScript.read([released]))
        script.play(.questionConfirmed(script.latest, at: now))
        #expect(script.entry?.borrow.id == script.latest, "the old one is over: this is a new borrow")
    }

    @Test func whereThereIsNoDoubtNothingIsAsked() {
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.submit()
        #expect(script.state.questions.isEmpty)
        #expect(script.entry?.borrow.id == OperationID(rawValue: "b"))
    }

    @Test func aLeaseThatLapsedIsADoubt() {
        let left = Fixture.borrow("b", phase: .sent)
        var script = ClientScript.holding(left)
        script.submit(at: now + 119)
        #expect(script.codes == [.operationInProgress], "its maker is at work on it")
        script.submit(at: now + 121)
        guard case .doubt(let doubt) = script.state.questions.first?.reason else {
            Issue.record("asked \(script.state.questions)")
            return
        }
        #expect(doubt.code == .operationInterrupted)
    }

    @Test func aCheckThatFindsTheBorrowConfirmsIt() {
        var script = ClientScript.holding(doubtful)
        script.request(.check(doubtful.id))
        let target = LicenseTarget(
            product: "CAD-PRO", hardwareID: Fixture.host, identification: .licenseKey(Fixture.key))
        #expect(script.leave() == [.send(script.latest, .check(target))])
        let end = now + 3600
        script.respond(license(until: end))
        #expect(script.entry?.receipt == Fixture.receipt())
        guard case .pending = script.state.book.first?.status() else {
            Issue.record("the finding is not shown before it is on disk")
            return
        }
        script.settle()
        let settled = script.state.book.first
        #expect(settled?.status() == .active(until: end))
        #expect(settled?.doubt == nil)
        #expect(settled?.grant?.maxBorrowHours == 168)
        #expect(settled?.checkTookSeat == false)
        guard case .checked(let borrow, let found) = script.told.last?.result else {
            Issue.record("expected a check")
            return
        }
        #expect(borrow == settled)
        #expect(found.borrowedUntil == end)
    }

    @Test(arguments: [nil, Fixture.grant()])
    func aCheckThatFindsNoBorrowSaysThatItTookASeat(grant: BorrowGrant?) {
        let doubtful = Borrow.inDoubt(grant: grant)
        var script = checking(doubtful)
        script.respond(license(until: nil))
        script.settle()
        #expect(script.state.book.first?.status() == .seated(since: now))
        #expect(script.state.book.first?.doubt == nil)
        #expect(script.state.book.first?.checkTookSeat == true)

        script.request(.release(doubtful.id))
        guard case .send(_, .release) = script.leave().last else {
            Issue.record("the seat that the check took can be released")
            return
        }
        script.respond(.release(Response(value: "")))
        script.settle()
        #expect(script.state.book.first?.status() == .released(at: now))
        #expect(script.state.book.first?.checkTookSeat == false)
    }

    @Test func theEndThatACheckFindsIsByTheServersClock() {
        var script = checking(.inDoubt(grant: Fixture.grant()))
        let none = License(id: Fixture.licenseID, isBorrowed: false)
        script.respond(.license(Response(value: none, clockOffset: -600)), at: now)
        let grant = script.entry?.borrow.grant
        #expect(grant?.isWithdrawn == true)
        #expect(grant?.end == now - 600)
        #expect(script.entry?.borrow.mayHoldSeat(at: Moment(host: now)) == false)
    }

    @Test func aCheckThatFailsLeavesTheDoubtAsItWas() {
        for failure in [Fixture.refusal(.floatingNotAvailable), Fixture.timeout] {
            var script = checking(doubtful)
            script.respond(failure)
            script.settle()
            #expect(script.state.book.first?.status() == .unknown(Fixture.timeout.problem))
            #expect(script.codes == [failure.problem.code])
        }
    }

    @Test func aCheckThatDoesNotSaySettlesNothing() {
        let end = now + 3600
        let silent = [
            License(id: Fixture.licenseID), License(id: Fixture.licenseID, isBorrowed: true),
            License(id: Fixture.licenseID, borrowedUntil: end, isBorrowed: false),
            License(id: Fixture.licenseID, maxBorrowHours: -5, isBorrowed: false),
            License(id: 5, isBorrowed: false),
        ]
        for license in silent {
            var script = checking(.inDoubt(grant: Fixture.grant()))
            script.respond(.license(Response(value: license, receipt: Fixture.receipt())))
            #expect(script.entry?.receipt == Fixture.receipt(), "it is kept as evidence")
            script.settle()
            #expect(script.state.book.first?.doubt == Fixture.timeout.problem, "\(license)")
            #expect(script.state.book.first?.grant == Fixture.grant())
            #expect(script.codes == [.responseMismatched])
        }
    }

    @Test func aCheckOfACertainBorrowWithoutAResponseBringsNoDoubt() {
        var script = checking(Fixture.borrow("b"))
        script.respond(Fixture.timeout)
        script.settle()
        #expect(script.state.book.first?.status() == .active(until: Fixture.grant().end))
        #expect(script.state.troubles.first?.problem.effect == ServerEffect.none, "there is nothing to settle")
        guard case .refused? = script.state.book.first?.operation.phase else {
            Issue.record("\(String(describing: script.state.book.first?.operation.phase))")
            return
        }
    }
}
