import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// What asks before a borrow in doubt, and what settles the doubt.
@Suite struct DoubtTests {
    typealias ClientScript = Script<Client>

    let now = TestClock.start
    let doubtful = Borrow.inDoubt()

    func license(until end: Date?, id: Int64 = 1_699_349_720_166_389) -> Answer<License> {
        Answer(value: License(id: id, maxBorrowHours: 168, borrowedUntil: end, deviceID: 7))
    }

    @Test func aBorrowInDoubtIsNotBorrowedAgainWithoutAQuestion() {
        var script = ClientScript.holding(doubtful)
        #expect(script.submit() == [], "nothing is written or sent while it asks")
        #expect(
            script.state.questions == [
                Client.Question(id: script.latest, borrow: doubtful, doubt: Fixture.timeout.problem)
            ])
        #expect(script.state.questions.first?.since == Fixture.timeout.problem.time)
        #expect(script.state.questions.first?.borrow.operation.performedBy.user == "ops")
    }

    @Test func aYesGoesOnWithTheBorrowInDoubt() {
        var script = ClientScript.holding(doubtful)
        script.submit()
        script.play(.questionConfirmed(script.latest, at: now))
        #expect(script.entry?.borrow.id == doubtful.id)
        #expect(script.entry?.borrow.operation.phase == .intended)
        #expect(script.state.questions.isEmpty)
        script.leave()
        script.play(.borrowFinished(script.latest, .success(Answer(value: Fixture.grant())), at: now))
        script.settle()
        #expect(script.state.borrows.map { $0.status() } == [.active(until: Fixture.grant().end)])
    }

    @Test(arguments: [
        Client.Event.questionDeclined(OperationID(rawValue: "s-1")), .cancelRequested(OperationID(rawValue: "s-1")),
    ])
    func aNoLeavesEverythingAsItWas(event: Client.Event) {
        var script = ClientScript.holding(doubtful)
        script.submit()
        #expect(script.play(event) == [])
        #expect(script.state.underway.isEmpty)
        #expect(script.state.borrows == [doubtful])
        #expect(script.state.problems.isEmpty)
        #expect(script.play(.questionConfirmed(script.latest, at: now)) == [], "it has been answered")
    }

    @Test func aYesFollowsWhatOthersHaveSettledMeanwhile() {
        var script = ClientScript.holding(doubtful)
        script.submit()
        var returned = Fixture.borrow("b")
        returned.returnedAt = now
        script.play(.ledgerLoaded(.success(.init(borrows: [returned])), at: now))
        script.play(.questionConfirmed(script.latest, at: now))
        #expect(script.entry?.borrow.id == script.latest, "the old one is over: this is a new borrow")
    }

    @Test func whereThereIsNoDoubtNothingIsAsked() {
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.submit()
        #expect(script.state.questions.isEmpty)
        #expect(script.entry?.borrow.id == OperationID(rawValue: "b"))
    }

    @Test func aLookThatFindsTheBorrowConfirmsIt() {
        var script = ClientScript.holding(doubtful)
        script.look(at: doubtful)
        let target = LicenseTarget(
            product: "CAD-PRO", hardwareID: Fixture.host, identification: .licenseKey(Fixture.key))
        #expect(script.leave() == [.check(script.latest, target)])
        let end = now.addingTimeInterval(3600)
        script.play(.checkFinished(script.latest, .success(license(until: end)), at: now))
        #expect(script.state.borrows.first?.status() == .pending, "the finding is not shown before it is on disk")
        script.settle()
        let settled = script.state.borrows.first
        #expect(settled?.status() == .active(until: end))
        #expect(settled?.doubt == nil)
        #expect(settled?.grant?.maxBorrowHours == 168)
        #expect(settled?.lookTookSeat == false)
        #expect(script.state.lastOutcome == settled.map { .looked($0, license(until: end).value) })
    }

    @Test(arguments: [nil, Fixture.grant()])
    func aLookThatFindsNoBorrowSaysThatItTookASeat(grant: BorrowGrant?) {
        let doubtful = Borrow.inDoubt(grant: grant)
        var script = ClientScript.holding(doubtful)
        script.look(at: doubtful)
        script.leave()
        script.play(.checkFinished(script.latest, .success(license(until: nil)), at: now))
        script.settle()
        #expect(script.state.borrows.first?.status() == .ended(at: now))
        #expect(script.state.borrows.first?.doubt == nil)
        #expect(script.state.borrows.first?.lookTookSeat == true)

        script.play(.returnRequested(doubtful.id, key: nil, at: now))
        script.play(.identified(script.latest, ClientScript.identified, at: now))
        guard case .release = script.leave().last else {
            Issue.record("the seat of the look can be given back")
            return
        }
        script.play(.releaseFinished(script.latest, .success(Answer(value: "")), at: now))
        script.settle()
        #expect(script.state.borrows.first?.status() == .returned(at: now))
        #expect(script.state.borrows.first?.lookTookSeat == false)
    }

    @Test func aLookThatFailsLeavesTheDoubtAsItWas() {
        let page = ServiceFailure(Fixture.refusal(.answerHTML).problem, effect: .unknown)
        for failure in [Fixture.refusal(.floatingNotAvailable), page] {
            var script = ClientScript.holding(doubtful)
            script.look(at: doubtful)
            script.leave()
            script.play(.checkFinished(script.latest, .failure(failure), at: now))
            script.settle()
            #expect(script.state.borrows.first?.status() == .unknown(Fixture.timeout.problem))
            #expect(script.state.problems.first?.code == failure.problem.code)
        }
    }

    @Test func aLookAtAnotherLicenseSettlesNothing() {
        let doubtful = Borrow.inDoubt(grant: Fixture.grant())
        var script = ClientScript.holding(doubtful)
        script.look(at: doubtful)
        script.leave()
        script.play(.checkFinished(script.latest, .success(license(until: nil, id: 5)), at: now))
        script.settle()
        #expect(script.state.borrows.first?.doubt == doubtful.doubt)
        #expect(script.state.problems.first?.code == .answerMismatched)
    }

    // MARK: Answers that are not to be trusted

    static let wanted: Int64 = 1_699_349_720_166_389
    static let replays: [(BorrowEnd, BorrowGrant)] = [
        (.maximum, Fixture.grant(licenseID: 5)),
        (.maximum, Fixture.grant(hours: -24)),
        (.maximum, Fixture.grant(hours: 169)),
        (.at(TestClock.start.addingTimeInterval(3600)), Fixture.grant(hours: 2)),
    ]

    @Test(arguments: replays)
    func anAnswerThatDoesNotFitTheRequestIsUnknown(end: BorrowEnd, grant: BorrowGrant) {
        var request = Fixture.request(end: end)
        request.licenseID = Self.wanted
        let receipt = Receipt(
            request: "{}", body: Data("{}".utf8), signature: "", keyFingerprint: "", receivedAt: now)
        var script = ClientScript.holding()
        script.submit(request)
        script.leave()
        script.play(.borrowFinished(script.latest, .success(Answer(value: grant, receipt: receipt)), at: now))
        #expect(script.entry?.receipt == receipt, "the answer is kept as evidence")
        script.settle()
        #expect(script.state.borrows.first?.grant == nil)
        guard case .unknown(let problem) = script.state.borrows.first?.status() else {
            Issue.record("expected unknown")
            return
        }
        #expect(problem.code == .answerMismatched)
    }

    @Test(arguments: [
        (BorrowEnd.maximum, 168.0), (.maximum, 1), (.at(TestClock.start.addingTimeInterval(7200)), 2),
        (.at(TestClock.start.addingTimeInterval(7200)), 1), (.at(TestClock.start.addingTimeInterval(1)), -0.01),
    ])
    func anAnswerThatFitsIsBelieved(end: BorrowEnd, hours: Double) {
        var script = ClientScript.holding()
        script.submit(Fixture.request(end: end))
        script.leave()
        script.play(.borrowFinished(script.latest, .success(Answer(value: Fixture.grant(hours: hours))), at: now))
        #expect(script.entry?.borrow.operation.phase == .confirmed)
    }

    @Test func anExtensionNamesTheLicenseThatIsHeld() {
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.submit()
        guard case .borrow(_, let request) = script.leave().last else {
            Issue.record("expected it to be sent")
            return
        }
        #expect(request.licenseID == Self.wanted)
        script.play(.borrowFinished(script.latest, .success(Answer(value: Fixture.grant(licenseID: 5))), at: now))
        #expect(script.entry?.borrow.doubt?.code == .answerMismatched, "a second seat must not replace the first")
        #expect(script.entry?.borrow.grant == Fixture.grant())
    }
}
