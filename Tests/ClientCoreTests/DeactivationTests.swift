import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Devices that are taken off a license, and licenses that are checked by name.
@Suite struct DeactivationTests {
    private let now = TestClock.start
    private static let byName = Client.Request.deactivateLicense(Fixture.target, source: .prompt)

    /// What the server says to it, done.
    private static let done = Client.CallResponse.deactivation(Response(value: "License deactivated"))

    private static var lost: ServiceFailure {
        var failure = Fixture.timeout
        failure.problem.facts.endpoint = Licensing.Operation.Kind.deactivate.endpoint()
        return failure
    }

    private var returned: Borrow {
        var borrow = Fixture.borrow("b")
        borrow.releasedAt = now
        return borrow
    }

    // MARK: Deactivations

    @Test func itsIntentAndItsLeavingAreOnDiskBeforeItLeaves() {
        var script = ClientScript.holding()
        script.request(Self.byName)
        #expect(script.entry?.borrow.operation.kind == .deactivate)
        #expect(script.entry?.borrow.operation.phase == .intended)
        #expect(script.leave() == [.send(script.latest, .deactivate(Fixture.target))])
        #expect(script.state.book.first?.operation.phase == .sent)
        script.respond(Self.done)
        script.settle()
        #expect(script.state.book.map { $0.status() } == [.deactivated(at: now)])
        #expect(script.told.map(\.result) == script.state.book.map { .deactivated($0) })
    }

    @Test func aBorrowInTheLedgerNamesLicenseAndDevice() {
        var script = ClientScript.holding(returned)
        script.request(.deactivate(returned.id))
        var target = Fixture.target
        target.licenseID = Fixture.licenseID
        #expect(script.leave() == [.send(script.latest, .deactivate(target))])
        script.respond(Self.done)
        script.settle()
        #expect(script.state.book.map(\.id) == [returned.id, script.latest])
        #expect(script.state.book.map { $0.status() } == [.released(at: now), .deactivated(at: now)])
    }

    @Test func aFeatureThatWasBorrowedNamesTheLicenseItself() {
        var feature = Fixture.borrow("f", feature: "GPU")
        feature.releasedAt = now
        var script = ClientScript.holding(feature)
        script.request(.deactivate(feature.id))
        #expect(script.entry?.borrow.subject.feature == nil)
        #expect(script.entry?.borrow.id == script.latest)
    }

    @Test(arguments: [nil, "GPU"])
    func whatIsHeldIsReturnedFirst(feature: String?) {
        let held = Fixture.borrow("b", feature: feature)
        for request in [Self.byName, .deactivate(held.id)] {
            var script = ClientScript.holding(held)
            script.request(request)
            #expect(script.codes == [.deviceHoldsSeat])
            #expect(script.entry == nil)
            #expect(script.state.underway.isEmpty)
            #expect(script.state.troubles.first?.operation == nil, "nothing was begun")
            #expect(script.state.troubles.first?.borrow == held, "and what is in the way stands as it did")
        }
    }

    @Test func whatTheLedgerKnowsToBeInTheWayIsToldAsItStands() {
        var script = ClientScript.holding(returned)
        script.request(Self.byName)
        let theirs = Fixture.borrow("t", feature: "GPU")
        script.play(ClientScript.read([returned, theirs]))
        var facts = ProblemFacts(theirs)
        facts.obstacles = [.init(theirs)]
        let problem = Problem(.deviceHoldsSeat, message: "", time: now, facts: facts)
        script.play(.recorded(script.latest, .failure(problem), at: now))
        #expect(script.state.troubles.first?.operation == nil && script.state.troubles.first?.borrow == theirs)
    }

    @Test func allThatIsInTheWayIsNamed() {
        let held = [Fixture.borrow("a"), Fixture.borrow("b", hours: 200, feature: "GPU")]
        var script = ClientScript.holding(held[0], held[1])
        script.request(Self.byName)
        let problem = script.state.troubles.first?.problem
        let explanation = problem.map { ProblemCatalogue.explain($0) }
        #expect(explanation?.commands == ["berth release a", "berth release b"])
        #expect(explanation?.whatFailed.hasPrefix("This device holds 2 borrows of the license") == true)
        #expect(problem?.message.hasPrefix("Borrows a (CAD-PRO), b (CAD-PRO · GPU) are held: return them") == true)
    }

    @Test func whatIsInTheWayOfAnotherAccountIsNamedWithItsProfile() {
        var held = Fixture.borrow("b")
        held.account = Account(profile: "keys", authorization: "API key …0001", digest: "1")
        for (names, command) in [
            (["keys", "oauth"], "berth release b --profile keys"), (["one", "two"], "berth release b"),
            (["oauth"], "berth release b"),
        ] {
            var session = ClientScript.session
            session.account = Account(profile: "oauth", authorization: "OAuth client …any", digest: "2")
            session.profiles = names.map { Client.Profile(name: $0, server: Fixture.server) }
            var script = ClientScript(Client.State(session: session))
            script.play(ClientScript.read([held]))
            script.request(Self.byName)
            let problem = script.state.troubles.first?.problem
            #expect(problem.map { ProblemCatalogue.explain($0) }?.commands == [command])
        }
    }

    @Test func aBorrowThatIsRefusedSinceTheDeviceWasTakenOffIsTheDevicesFault() {
        var off = Fixture.borrow("d")
        (off.grant, off.operation.kind) = (nil, .deactivate)
        for (row, exit) in [(off, ExitCode.deviceRefused), (Fixture.borrow("d", hours: -1), .licenseRefused)] {
            var script = ClientScript.holding(row)
            script.submit()
            script.leave()
            script.respond(Fixture.refusal(.licenseNotActive))
            script.settle()
            #expect(script.state.troubles.first.map { ProblemCatalogue.explain($0.problem).exitCode } == exit)
        }
    }

    @Test func whatMayBeHeldIsReturnedFirst() {
        for borrow in [Borrow.inDoubt(), Fixture.borrow("b", hours: -1, phase: .sent)] {
            var script = ClientScript.holding(borrow)
            script.request(Self.byName, at: now + 130)
            #expect(script.codes == [.deviceHoldsSeat])
            #expect(script.entry == nil)
        }
    }

    @Test func whileABorrowOfAFeatureIsUnderWayNoDeactivationBeginsNorTheOtherWayRound() {
        var wish = Fixture.request()
        wish.feature = "GPU"
        for requests in [
            [Client.Request.borrow(wish, source: .prompt), Self.byName],
            [Self.byName, .borrow(wish, source: .prompt)],
        ] {
            var script = ClientScript.holding()
            script.request(requests[0])
            script.leave()
            script.request(requests[1])
            #expect(script.codes == [.operationInProgress])
            #expect(script.state.underway.count == 1)
        }
    }

    @Test(arguments: [ProblemCode.deviceNotFound, .licenseNotActive])
    func aLostResponseLeavesItInDoubtUntilItIsRepeated(code: ProblemCode) {
        var script = ClientScript.holding(returned)
        script.request(.deactivate(returned.id))
        script.leave()
        script.respond(Self.lost)
        script.settle()
        let row = script.latest
        guard case .unknown(let doubt)? = script.state.book[row]?.status() else {
            Issue.record("it is not in doubt")
            return
        }
        #expect(doubt.facts.isOfDeactivation)
        #expect(ProblemCatalogue.explain(doubt).consequence == "The device may be deactivated already.")
        // That the license does not know the device any more is what was wanted.
        script.request(.deactivate(returned.id))
        script.leave()
        script.respond(Fixture.refusal(code))
        script.settle()
        #expect(script.state.book[row]?.doubt == nil)
        #expect(script.told.last?.result == script.state.book[row].map { .deactivated($0) })
        #expect(script.state.book.map(\.id) == [returned.id, row])
    }

    @Test func aDeviceThatTheLicenseNeverKnewIsARefusal() {
        var script = ClientScript.holding()
        script.request(Self.byName)
        script.leave()
        script.respond(Fixture.refusal(.deviceNotFound))
        script.settle()
        #expect(script.codes == [.deviceNotFound])
        guard case .refused? = script.state.book.first?.status() else {
            Issue.record("it is not refused")
            return
        }
    }

    @Test func aBorrowAfterADeactivationInDoubtIsAskedForByNobody() {
        var script = ClientScript.holding(returned)
        script.request(.deactivate(returned.id))
        script.leave()
        script.respond(Self.lost)
        script.settle()
        script.grant()
        script.settle()
        #expect(script.state.questions.isEmpty)
        #expect(script.state.book.map { $0.status() } == [.released(at: now), .active(until: Fixture.grant().end)])
    }

    @Test func whatRespondsToSomethingElseIsNotBelieved() {
        var script = ClientScript.holding()
        script.request(Self.byName)
        script.leave()
        script.respond(.release(Response(value: "")))
        script.settle()
        #expect(script.codes == [.responseMismatched])
        #expect(script.state.book.first?.doubt?.facts.isOfDeactivation == true)
    }

    @Test func aBorrowOfAnotherAccountIsLeftAlone() {
        var elsewhere = returned
        elsewhere.account.authorization = "API key …beef"
        var script = ClientScript.holding(elsewhere)
        script.request(.deactivate(elsewhere.id))
        #expect(script.codes == [.otherAccount])
        script.request(Self.byName)
        #expect(script.entry?.borrow.id == script.latest, "what is named is on a row of its own")
    }

    // MARK: Checks by name

    @Test func aLicenseThatTheLedgerNeverSawIsCheckedByName() {
        let request = Client.Request.checkLicense(Fixture.target, source: .environment("KEY"))
        var script = ClientScript.holding()
        script.request(request)
        #expect(script.leave() == [.send(script.latest, .check(Fixture.target))])
        let license = License(id: Fixture.licenseID, isBorrowed: false)
        script.respond(.license(Response(value: license, receipt: Fixture.receipt())))
        script.settle()
        let row = script.state.book.first
        #expect(row?.checkTookSeat == true && row?.secretSource == .environment("KEY"))
        #expect(script.told.last?.result == row.map { .checked($0, license) })
        // The key is at hand for the release.
        #expect(row.flatMap { script.state.key(of: $0) } == Fixture.key)
    }

    @Test func aCheckByNameIsOfTheBorrowThatIsHeld() {
        var held = Fixture.borrow("b")
        held.subject.bundleCode = "SUITE"
        var script = ClientScript.holding(held)
        script.request(.checkLicense(Fixture.target, source: .prompt))
        #expect(script.entry?.borrow.id == held.id)
        var target = Fixture.target
        (target.licenseID, target.bundleCode) = (Fixture.licenseID, "SUITE")
        #expect(script.leave() == [.send(script.latest, .check(target))])
    }

    @Test func aCheckOfAFeatureByNameIsOfTheFeature() {
        var target = Fixture.target
        target.feature = "GPU"
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.request(.checkLicense(target, source: .prompt))
        #expect(script.entry?.borrow.subject.feature == "GPU" && script.entry?.borrow.id == script.latest)
        script.leave()
        let feature = LicenseFeature(
            id: 1, code: "GPU", name: "", isFloatingCloud: true, licenseID: Fixture.licenseID)
        script.respond(.feature(Response(value: feature, receipt: Fixture.receipt())))
        script.settle()
        #expect(script.state.book.last?.checkTookSeat == true)
    }

    @Test func aCheckThatIsLostBesideABorrowLeavesNoDoubtAndOneThatMayHaveTakenASeatDoes() {
        for (borrow, isInDoubt) in [(Fixture.borrow("b"), false), (returned, true)] {
            var failure = Fixture.timeout
            failure.problem.facts.endpoint = Licensing.Operation.Kind.check.endpoint()
            var script = ClientScript.holding(borrow)
            script.request(.check(borrow.id))
            script.leave()
            script.respond(failure)
            script.settle()
            #expect((script.state.book.last?.doubt != nil) == isInDoubt)
            // A borrow is in nobody's way: it settles what there is.
            script.submit()
            #expect(script.state.questions.isEmpty)
        }
    }
}
