import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Problems and what they are about.
@Suite struct TroubleTests {
    let now = TestClock.start

    func refuse(_ script: inout ClientScript, _ code: ProblemCode = .signatureMismatch) {
        script.leave()
        script.respond(Fixture.refusal(code))
        script.settle()
    }

    /// What a retry of the newest problem begins.
    func retried(_ script: inout ClientScript) -> Client.Request? {
        guard let trouble = script.state.troubles.first else { return nil }
        script.play(.retryRequested(trouble.id, at: now))
        return script.state.underway[script.latest]?.request
    }

    static let requests: [Client.Request] = [
        .borrow(Fixture.request(), source: .prompt), .activate(Fixture.activation, source: .prompt),
        .release(OperationID(rawValue: "b")), .check(OperationID(rawValue: "b")),
    ]

    @Test(arguments: requests)
    func aRetryRepeatsItsOwnRequest(request: Client.Request) {
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.request(request)
        refuse(&script)
        #expect(script.state.troubles.first?.request == request)
        #expect(retried(&script) == request)
    }

    @Test(arguments: [true, false])
    func aRefusalKnowsTheDeviceThatTheLicenseWasGrantedTo(isGranted: Bool) {
        let other = HardwareID(rawValue: "another-device")
        var theirs = Fixture.borrow("b", hardwareID: other)
        if !isGranted { theirs.grant = nil }
        var script = ClientScript.holding(theirs)
        script.submit()
        refuse(&script, .deviceNotFound)
        #expect(script.state.troubles.first?.problem.facts.knownHardwareID == (isGranted ? other : nil))
    }

    @Test func aRefusalKnowsThatItsOwnDeviceWasGrantedIt() {
        let theirs = Fixture.borrow("a", hardwareID: HardwareID(rawValue: "another-device"))
        var script = ClientScript.holding(Fixture.borrow("b"), theirs)
        script.request(.release(OperationID(rawValue: "b")))
        refuse(&script, .deviceNotFound)
        #expect(script.state.troubles.first?.problem.facts.knownHardwareID == Fixture.host)
    }

    @Test func aRetryOfAQueryIsAQuery() {
        let query = Client.Query.licenses(product: "SIM-X", credentials: Fixture.userRequest().credentials)
        var script = ClientScript.holding()
        script.play(.requested(.query(query), at: now))
        script.play(.queried(query, .failure(Fixture.refusal(.authenticationFailure))))
        guard let trouble = script.state.troubles.first else {
            Issue.record("expected a problem")
            return
        }
        #expect(script.play(.retryRequested(trouble.id, at: now)) == [.query(query)])
        script.play(.queried(query, .success(.licenses(Response(value: [])))))
        #expect(script.state.troubles.isEmpty)
    }

    @Test func anOlderProblemIsRetriedByItself() {
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.request(.release(OperationID(rawValue: "b")))
        refuse(&script)
        script.submit(Fixture.request(product: "MESH"))
        refuse(&script, .floatingNotAvailable)
        #expect(script.codes == [.floatingNotAvailable, .signatureMismatch])
        guard let older = script.state.troubles.last else { return }
        script.play(.retryRequested(older.id, at: now))
        #expect(script.state.underway[script.latest]?.request == .release(OperationID(rawValue: "b")))
        script.play(.troubleDismissed(older.id))
        #expect(script.codes == [.floatingNotAvailable])
    }

    /// Its retry returned the seat of whoever had it by then.
    @Test func theProblemOfAReturnLeavesOnceOthersHaveReturnedIt() {
        let id = OperationID(rawValue: "b")
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.request(.release(id))
        refuse(&script)
        #expect(script.codes == [.signatureMismatch])
        var returned = Fixture.borrow("b")
        returned.releasedAt = now
        script.play(ClientScript.read([returned], line: 9))
        #expect(script.codes.isEmpty)
        // What was returned already as it was asked for has another row, which that does not settle.
        script.request(.release(id))
        refuse(&script)
        script.play(ClientScript.read([returned], line: 9))
        #expect(script.codes == [.signatureMismatch])
    }

    @Test func aRetryAsksAboutADoubtThatItIsNotAbout() {
        var script = ClientScript.holding()
        script.submit()
        refuse(&script, .floatingNotAvailable)
        // Another process borrowed it meanwhile, and heard nothing.
        var theirs = Borrow.inDoubt()
        theirs.operation.id = OperationID(rawValue: "t-1")
        script.play(ClientScript.read([theirs]))
        #expect(retried(&script) != nil)
        script.play(.identified(script.latest, ClientScript.identified, at: now))
        #expect(script.state.questions.map(\.borrow) == [theirs])
    }

    @Test func aRetryOfWhatLeftTheDoubtDoesNotAskAboutIt() {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        script.respond(Fixture.timeout)
        script.settle()
        #expect(retried(&script) != nil)
        script.play(.identified(script.latest, ClientScript.identified, at: now))
        #expect(script.state.questions.isEmpty)
        #expect(script.entry?.borrow.operation.id == script.latest)
    }

    @Test func theServersYesClosesTheProblemsThatItSettles() {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        script.respond(Fixture.timeout)
        script.settle()
        #expect(script.codes == [.transportTimeout])
        script.request(.release(OperationID(rawValue: "s-1")))
        script.leave()
        script.respond(.release(Response(value: "")))
        #expect(script.codes == [.transportTimeout], "not before the outcome is on disk")
        script.settle()
        #expect(script.state.troubles.isEmpty)
    }

    @Test func aKeysYesClosesWhatAMisspelledProductBrought() {
        var script = ClientScript.holding()
        script.submit(Fixture.request(product: "cad-pro"))
        refuse(&script, .unknownProduct)
        script.grant()
        script.settle()
        #expect(script.state.troubles.isEmpty)
    }

    @Test func theRightKeyClosesWhatTheWrongOneBrought() {
        let id = OperationID(rawValue: "b")
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.play(.requested(.release(id), key: Secret("WRONG"), at: now))
        script.play(.identified(script.latest, .failure(Problem(.inputInvalid, message: "", time: now)), at: now))
        #expect(script.codes == [.inputInvalid])
        script.request(.release(id))
        script.leave()
        script.respond(.release(Response(value: "")))
        script.settle()
        #expect(script.state.troubles.isEmpty)
    }

    @Test func aNamesakesYesClosesNothing() {
        let namesake = BorrowRequest(
            product: "CAD-PRO", hardwareID: Fixture.host, credentials: .licenseKey(Secret("ZZZZ-ZZZZ-ZZZZ-4444")),
            end: .maximum)
        var script = ClientScript.holding()
        script.submit(namesake)
        refuse(&script, .licenseNotFound)
        // The same last four characters, and another key.
        script.play(.requested(.borrow(Fixture.request(), source: .prompt), at: now))
        let reference = LicenseReference.key(lastFour: "4444", fingerprint: "f2")
        script.play(
            .identified(
                script.latest, .success(.init(reference: reference, identification: .licenseKey(Fixture.key))), at: now)
        )
        script.leave()
        script.respond(.borrow(Response(value: Fixture.grant())))
        script.settle()
        #expect(script.codes == [.licenseNotFound])
    }

    @Test func anActivationClosesTheWantOfIt() {
        var script = ClientScript.holding()
        script.submit()
        refuse(&script, .deviceNotFound)
        script.request(.activate(Fixture.activation, source: .prompt))
        script.leave()
        script.respond(.license(Response(value: License(id: 5))))
        script.settle()
        #expect(script.state.troubles.isEmpty)
    }

    @Test func aBorrowThatIsNotThereIsSaid() {
        var script = ClientScript.holding()
        script.play(.requested(.release(OperationID(rawValue: "x")), at: now))
        #expect(script.codes == [.borrowNotFound])
        #expect(script.state.underway.isEmpty)
    }
}
