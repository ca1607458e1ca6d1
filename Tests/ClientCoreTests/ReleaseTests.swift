import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Scripts of a release, of an activation, and of what a person notes or forgets.
@Suite struct ReleaseTests {
    let now = TestClock.start

    /// A release that has left.
    func sent(_ borrow: Borrow = Fixture.borrow("b")) -> ClientScript {
        var script = ClientScript.holding(borrow)
        script.request(.release(borrow.id))
        script.leave()
        return script
    }

    @Test func aReleaseNamesTheLicenseThatWasGranted() {
        let script = sent()
        let target = LicenseTarget(
            product: "CAD-PRO", hardwareID: Fixture.host, identification: .licenseKey(Fixture.key),
            licenseID: Fixture.licenseID)
        #expect(script.effects.last == .send(script.latest, .release(target)))
    }

    @Test func releasedIsSaidOnlyAfterTheServersYesIsOnDisk() {
        var script = sent()
        let later = now + 1
        script.respond(.release(Response(value: "")), at: later)
        guard case .pending = script.state.book.first?.status() else {
            Issue.record("not before it is on disk")
            return
        }
        script.settle(at: later)
        #expect(script.state.book.first?.status() == .released(at: later))
        #expect(script.told.map(\.result) == script.state.book.map { .released($0) })
        #expect(script.state.keys.isEmpty, "the key is needed no longer")
    }

    @Test func aReleaseWithoutAResponseIsUnknown() {
        var script = sent()
        script.respond(Fixture.timeout)
        script.settle()
        #expect(script.state.book.first?.doubt?.code == .transportTimeout)
        #expect(script.codes == [.transportTimeout])
    }

    @Test func releasingWhatTheServerNoLongerHoldsIsNoProblem() {
        var script = sent()
        script.respond(Fixture.refusal(.floatingNotAvailable))
        script.settle()
        #expect(script.state.book.first?.status() == .released(at: now))
        #expect(script.state.troubles.isEmpty)
    }

    @Test func onlyARefusalThatHadNoEffectSaysThatNothingIsHeld() {
        var problem = Fixture.refusal(.floatingNotAvailable).problem
        (problem.status, problem.effect) = (500, .possible)
        var script = sent()
        script.respond(ServiceFailure(problem))
        script.settle()
        #expect(script.state.book.first?.releasedAt == nil)
        #expect(script.state.book.first?.doubt?.code == .floatingNotAvailable)
    }

    @Test func aRefusedReleaseLeavesTheBorrowAsItWas() {
        var script = sent()
        script.respond(Fixture.refusal(.signatureMismatch))
        script.settle()
        #expect(script.state.book.first?.status() == .active(until: Fixture.grant().end))
        #expect(script.codes == [.signatureMismatch])
    }

    @Test func aReleaseAsksForAKeyThatIsNotAtHand() {
        let typed = Fixture.borrow("b")
        var fromFile = Fixture.borrow("c")
        fromFile.secretSource = .file("/etc/berth/key")
        let ofUser = Fixture.borrow("d", license: .user("ana@acme.example"))
        let state = ClientScript.holding(typed).state
        #expect(state.needsKey(typed))
        #expect(!state.needsKey(fromFile))
        #expect(!state.needsKey(ofUser))
        #expect(!sent(typed).state.needsKey(typed), "typed once in this process is enough")
    }

    @Test(arguments: [
        (ProblemCode.configMissing, true), (.inputInvalid, true), (.ledgerUnreadable, false),
        (.operationNotSent, false),
    ])
    func aKeyThatIsNotWhereItCameFromIsAskedFor(code: ProblemCode, asks: Bool) {
        var borrow = Fixture.borrow("b")
        borrow.secretSource = .environment("BERTH_LICENSE_KEY")
        for request in [Client.Request.release(borrow.id), .extend(borrow.id, to: .maximum, with: nil)] {
            var script = ClientScript.holding(borrow)
            script.play(.requested(request, at: now))
            #expect(!script.state.needsKey(borrow))
            script.play(.identified(script.latest, .failure(Problem(code, message: "no", time: now)), at: now))
            #expect(!script.state.needsKey(borrow), "what was away may have come back")
            #expect(script.state.troubles.map(script.state.wantsKey) == [asks])
            script.request(request)
            script.leave()
            #expect(!script.state.needsKey(borrow), "typed once in this process is enough")
        }
    }

    @Test func aReleaseIsAboutTheBorrowAsItStandsByThen() {
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.play(.requested(.release(OperationID(rawValue: "b")), key: Fixture.key, at: now))
        let extended = Fixture.borrow("b", hours: 100)
        script.play(ClientScript.read([extended]))
        script.play(.identified(script.latest, ClientScript.identified, at: now))
        #expect(script.entry?.borrow.grant == extended.grant)
    }

    // MARK: Where a borrow was made

    static let elsewhere: [(server: String, authorization: String?)] = [
        ("https://other.example.test", "API key …c0de"), (Fixture.server, "API key …beef"),
    ]

    @Test(arguments: elsewhere)
    func whatWasMadeElsewhereIsRefusedBeforeAnythingIsSent(server: String, authorization: String?) {
        var borrow = Fixture.borrow("b")
        borrow.subject.server = server
        borrow.account = Account(profile: "lab", authorization: authorization)
        for request in [Client.Request.release(borrow.id), .check(borrow.id)] {
            var script = ClientScript.holding(borrow)
            script.play(.requested(request, key: Fixture.key, at: now))
            #expect(script.codes == [.otherAccount])
            #expect(script.state.troubles.first?.problem.effect == ServerEffect.none)
            #expect(script.state.troubles.first?.problem.message.contains(server) == true)
            #expect(script.state.troubles.first?.problem.message.contains("profile \"lab\"") == true)
            #expect(script.state.underway.isEmpty)
            #expect(script.effects.count == 1, "nothing but to tell it")
        }
    }

    @Test(
        arguments: [
            (["lab", "twin", "far"], "lab", "It was made with"), (["twin", "far"], "twin", "It was made with"),
            (["one", "twin"], nil, "It may be one of the profiles \"one\", \"twin\"."),
            (["far"], nil, "It was made with"),
        ] as [([String], String?, String)])
    func theRefusalNamesTheProfileForIt(names: [String], remedy: String?, words: String) throws {
        var borrow = Fixture.borrow("b")
        borrow.account = Account(profile: "lab", authorization: "API key …beef")
        var session = ClientScript.session
        session.account.profile = "here"
        session.profiles = (names + ["here"]).map { name in
            Client.Profile(name: name, server: name == "far" ? "https://other.example.test" : Fixture.server)
        }
        var script = ClientScript(Client.State(session: session))
        script.play(ClientScript.read([borrow]))
        script.play(.requested(.release(borrow.id), key: Fixture.key, at: now))
        let problem = try #require(script.state.troubles.first?.problem)
        #expect(problem.code == .otherAccount && problem.facts.name == remedy)
        #expect(problem.message.contains(words), "\(problem.message)")
        let explanation = ProblemCatalogue.explain(problem)
        let commands = explanation.remedies.compactMap(\.command)
        #expect(commands == (remedy.map { ["--profile \($0)", "berth --profile \($0)"] } ?? []))
    }

    @Test(arguments: ["API key …c0de", "API key"])
    func anAccountThatLooksTheSameIsAnotherOneByItsDigest(label: String) {
        var borrow = Fixture.borrow("b")
        borrow.account = Account(profile: "lab", authorization: label, digest: "1")
        var session = ClientScript.session
        session.account = Account(profile: "work", authorization: label, digest: "2")
        var script = ClientScript(Client.State(session: session))
        script.play(ClientScript.read([borrow]))
        script.play(.requested(.release(borrow.id), key: Fixture.key, at: now))
        #expect(script.codes == [.otherAccount])
        let message = script.state.troubles.first?.problem.message
        #expect(message?.hasSuffix("profile \"lab\"; this program works with another \(label) of it.") == true)
        // The same account under other names goes on.
        session.account = Account(profile: "renamed", authorization: "API key of old", digest: "1")
        script = ClientScript(Client.State(session: session))
        script.play(ClientScript.read([borrow]))
        script.play(.requested(.release(borrow.id), key: Fixture.key, at: now))
        #expect(script.codes == [] && script.state.underway.count == 1)
    }

    @Test func whatAnAccountThatLooksTheSameDoesNotHoldIsNotReleasedByThat() {
        var borrow = Fixture.borrow("b")
        borrow.account = Account(authorization: "API key …c0de", digest: "1")
        var session = ClientScript.session
        session.account.digest = "2"
        session.takesAnyAccount = true
        var script = ClientScript(Client.State(session: session))
        script.play(ClientScript.read([borrow]))
        script.request(.release(borrow.id))
        script.leave()
        script.respond(Fixture.refusal(.floatingNotAvailable))
        script.settle()
        #expect(script.state.book.first?.releasedAt == nil)
        #expect(script.codes == [.floatingNotAvailable])
    }

    @Test func aNewEndOfWhatAnotherAccountHoldsIsRefused() {
        var borrow = Fixture.borrow("b")
        borrow.account = Account(authorization: "API key …beef")
        var script = ClientScript.holding(borrow)
        script.submit()
        #expect(script.codes == [.otherAccount])
        #expect(script.entry == nil)
    }

    @Test func aBorrowOfAnotherServerIsNoHindrance() {
        var borrow = Fixture.borrow("b")
        borrow.subject.server = "https://other.example.test"
        var script = ClientScript.holding(borrow)
        script.submit()
        #expect(script.entry?.borrow.id == script.latest)
        #expect(script.entry?.borrow.subject.server == Fixture.server)
    }

    @Test func aReplacedKeyCanBeSaidToBeTheSameAccount() {
        var borrow = Fixture.borrow("b")
        borrow.account = Account(authorization: "API key …beef")
        var session = ClientScript.session
        session.takesAnyAccount = true
        var script = ClientScript(Client.State(session: session))
        script.play(ClientScript.read([borrow]))
        script.request(.release(borrow.id))
        script.leave()
        script.respond(Fixture.refusal(.floatingNotAvailable))
        script.settle()
        #expect(
            script.state.book.first?.releasedAt == nil, "what another account does not hold is not released by that")
        #expect(script.codes == [.floatingNotAvailable])
    }

    // MARK: Activations

    @Test func anActivationLeavesItsLinesAndItsReceipt() {
        let request = Client.Request.activate(Fixture.activation, source: .prompt)
        var script = ClientScript.holding()
        script.request(request)
        #expect(script.entry?.borrow.operation.kind == .activate)
        #expect(script.entry?.borrow.operation.phase == .intended)
        #expect(script.leave() == [.send(script.latest, .activate(Fixture.activation))])
        let license = License(id: 5)
        script.respond(.license(Response(value: license, receipt: Fixture.receipt())))
        #expect(script.entry?.receipt == Fixture.receipt())
        script.settle()
        #expect(script.state.book.map { $0.status() } == [.activated(at: now)])
        #expect(script.told.map(\.result) == script.state.book.map { .activated($0, license) })
        #expect(script.told.first?.request == request)
    }

    @Test func aFailedActivationIsToldAsThat() {
        let request = Client.Request.activate(Fixture.activation, source: .prompt)
        var script = ClientScript.holding()
        script.request(request)
        script.leave()
        script.respond(Fixture.refusal(.licenseNotActive))
        script.settle()
        #expect(script.state.troubles.map(\.request) == [request])
        guard case .refused = script.state.book.first?.status() else {
            Issue.record("expected refused")
            return
        }
    }

    @Test func anActivationOfAnotherLicenseIsNotBelieved() {
        var wish = Fixture.activation
        wish.licenseID = 5
        var script = ClientScript.holding()
        script.request(.activate(wish, source: .prompt))
        script.leave()
        script.respond(.license(Response(value: License(id: 6))))
        script.settle()
        #expect(script.codes == [.responseMismatched])
    }

    @Test func anActivationOfWhatIsHeldLeavesTheBorrowAsItWas() {
        let held = Fixture.borrow("b")
        var script = ClientScript.holding(held)
        script.request(.activate(Fixture.activation, source: .prompt))
        script.leave()
        script.respond(Fixture.timeout)
        script.settle()
        #expect(script.state.book.map(\.id) == [held.id])
        #expect(script.state.book.first?.status() == .active(until: Fixture.grant().end))
    }

    // MARK: Notes and the list

    @Test func anUnknownOutcomeIsSettledByANote() {
        let borrow = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        let request = Client.Request.note(borrow.id, reason: "asked the vendor")
        var noted = borrow
        noted.move(to: .noted(reason: "asked the vendor"))
        let id = OperationID(rawValue: "s-1")
        let entry = Fixture.entry(noted, after: 60)
        var script = ClientScript.holding(borrow)
        script.send(.requested(request, at: now + 60), effects: [.record(id, entry)]) { state in
            state.operationsBegun = 1
            state.underway[id] = Client.Underway(
                request: request, startedAt: now + 60,
                step: .recordingOutcome(.init(entry: entry, ending: .kept(.noted(noted)))))
        }
        script.send(
            .recorded(id, ClientScript.written(), at: now),
            effects: [
                .tell(Client.Outcome(operation: id, request: request, result: .noted(noted))), .readChanges(after: 0),
            ]
        ) { state in
            state.underway = [:]
            state.book = [noted]
            state.written = [borrow.id: 1]
            state.reading = .changes
        }
        #expect(script.state.book.first?.status() == .active(until: Fixture.grant().end))
    }

    @Test func aNoteBearsTheNameOfWhoeverWroteIt() {
        var session = ClientScript.session
        session.performer = Performer(user: "bo", process: 1)
        var script = ClientScript(Client.State(session: session))
        script.play(ClientScript.read([.inDoubt()]))
        script.play(.requested(.note(OperationID(rawValue: "b"), reason: "asked"), at: now))
        #expect(script.entry?.performer.user == "bo")
        #expect(script.entry?.borrow.operation.startedBy.user == "ops")
    }

    @Test func whatHasLapsedCanBeSettledByANote() {
        var script = ClientScript.holding(Fixture.borrow("b", phase: .sent))
        let request = Client.Request.note(OperationID(rawValue: "b"), reason: "asked")
        script.play(.requested(request, at: now + 60))
        #expect(script.codes == [.operationInProgress])
        script.play(.requested(request, at: now + 121))
        #expect(script.entry?.borrow.operation.phase == .noted(reason: "asked"))
    }

    @Test func aNoteThatCannotBeWrittenIsToldAndNotTriedAgain() {
        let full = Problem(.ledgerUnwritable, message: "full", time: now)
        for problem in [full, Problem(.ledgerStepRefused, message: "settled", time: now)] {
            var script = ClientScript.holding(.inDoubt())
            script.play(.requested(.note(OperationID(rawValue: "b"), reason: "asked"), at: now))
            script.play(.recorded(script.latest, .failure(problem), at: now))
            #expect(script.state.troubles.map(\.problem) == [problem])
            #expect(script.state.underway.isEmpty)
        }
    }

    @Test func onlyWhatIsInDoubtCanBeNoted() {
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.play(.requested(.note(OperationID(rawValue: "b"), reason: "asked"), at: now))
        #expect(script.codes == [.borrowNotFound])
        #expect(script.entry == nil)
    }

    @Test func onlyWhatHoldsNoSeatCanBeForgotten() {
        let active = Fixture.borrow("a")
        let ended = Fixture.borrow("b", hours: -1)
        var script = ClientScript.holding(active, ended)
        script.play(.requested(.forget(active.id), at: now))
        #expect(script.codes == [.inputInvalid])
        #expect(script.entry == nil)
        var forgotten = ended
        forgotten.forgottenAt = now
        script.play(.requested(.forget(ended.id), at: now))
        #expect(script.entry == Fixture.entry(forgotten))
        script.play(.recorded(script.latest, ClientScript.written(), at: now))
        #expect(script.state.book == [active])
        #expect(script.told.last?.result == .forgotten(forgotten))
        script.play(ClientScript.read([active, ended], line: 0))
        #expect(script.state.book == [active], "a reading that is older does not bring it back")
    }
}
