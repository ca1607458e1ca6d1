import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Scripts of a borrow.
@Suite struct BorrowTests {
    let now = TestClock.start
    let id = OperationID(rawValue: "s-1")
    let wish = Fixture.request()
    var request: Client.Request { .borrow(wish, source: .prompt) }

    /// The borrow with its operation in a phase, before any grant.
    func attempt(_ phase: OperationPhase, lease: Lease = Fixture.lease) -> Borrow {
        var borrow = Borrow(
            id: id,
            subject: BorrowSubject(
                server: Fixture.server, product: wish.product, license: Fixture.keyReference, licenseID: nil,
                hardwareID: Fixture.host),
            account: Fixture.account, begunAt: now, secretSource: .prompt,
            operation: Fixture.operation("s-1", lease: lease))
        borrow.operation.phase = phase
        return borrow
    }

    @Test func aSecretInAFieldThatIsWrittenDownIsRefusedAndNotRepeated() {
        let key = Fixture.key.exposed
        for field in ["product", "feature", "hardware id", "bundle"] {
            var wish = wish
            switch field {
            case "product": wish.product = key
            case "feature": wish.feature = "GPU \(key)"
            case "bundle": wish.bundleCode = key
            default: wish.hardwareID = HardwareID(rawValue: key)
            }
            var state = Client.State(session: ClientScript.session)
            _ = Client.reduce(&state, .requested(.borrow(wish, source: .prompt), at: now))
            let effects = Client.reduce(&state, .identified(id, ClientScript.identified, at: now))
            #expect(!effects.contains { if case .record = $0 { true } else { false } }, "\(field)")
            let problem = state.troubles.first?.problem
            #expect(problem?.code == .inputInvalid && problem?.facts.name == field, "\(String(describing: problem))")
            #expect(problem.map { !"\($0)".contains(key) } == true)
        }
    }

    @Test func aPasswordThatIsAWordOfANameIsNoObstacle() {
        var wish = wish
        wish.credentials = .user(name: "ana@harbour.example", password: Secret("harbour"))
        let identified = Client.Identified(
            reference: .user("ana@harbour.example"), identification: .username("ana@harbour.example"))
        var state = Client.State(session: ClientScript.session)
        _ = Client.reduce(&state, .requested(.borrow(wish, source: .prompt), at: now))
        let effects = Client.reduce(&state, .identified(id, .success(identified), at: now))
        #expect(effects.contains { if case .record = $0 { true } else { false } }, "\(effects)")
    }

    @Test func aBorrowIsOnDiskBeforeItIsSentAndBeforeItIsShown() {
        var script = ClientScript.holding()
        script.send(
            .requested(request, at: now), effects: [.identify(id, .credentials(wish.credentials))]
        ) { state in
            state.operationsBegun = 1
            state.underway[id] = Client.Underway(
                request: request, startedAt: now, step: .identifying(.borrow(wish, .prompt, .ask)))
        }
        let intended = attempt(.intended)
        script.send(
            .identified(id, ClientScript.identified, at: now),
            effects: [.record(id, Fixture.entry(intended, known: []))]
        ) { state in
            state.underway[id]?.step = .recordingIntent(intended, .borrow(wish))
        }

        let soon = now + 1
        let sent = attempt(.sent, lease: Lease(from: soon, until: soon + 120))
        script.send(
            .recorded(id, ClientScript.written(1), at: soon), effects: [.record(id, Fixture.entry(sent, after: 1))]
        ) { state in
            state.underway[id]?.step = .recordingSending(intended: intended, sent: sent, .borrow(wish))
            state.book = [intended]
            (state.written, state.made) = ([id: 1], [id: 1])
            state.keys = [id: Fixture.key]
        }
        script.send(.recorded(id, ClientScript.written(2), at: soon), effects: [.send(id, .borrow(wish))]) { state in
            state.underway[id]?.step = .awaitingResponse(sent)
            state.underway[id]?.sentAt = soon
            state.book = [sent]
            state.written = [id: 2]
        }

        let later = now + 2
        let response = Response(value: Fixture.grant(), receipt: Fixture.receipt(), clockOffset: 2)
        var granted = sent
        granted.operation.phase = .confirmed
        granted.grant = Fixture.grant()
        granted.clockOffset = 2
        let entry = Fixture.entry(granted, receipt: Fixture.receipt(), after: 2)
        let outcome = Client.Outcome.Result.borrowed(granted, previousEnd: nil)
        script.send(
            .responded(id, .success(.borrow(response)), at: later), effects: [.record(id, entry)]
        ) { state in
            state.underway[id]?.step = .recordingOutcome(.init(entry: entry, ending: .succeeded(outcome)))
            state.clockOffset = 2
        }
        script.send(
            .recorded(id, ClientScript.written(3), at: later),
            effects: [
                .tell(Client.Outcome(operation: id, request: request, result: outcome)), .readChanges(after: 0),
            ]
        ) { state in
            state.underway = [:]
            state.book = [granted]
            state.written = [id: 3]
            state.reading = .changes
        }
        script.send(ClientScript.read([granted], line: 3, isWhole: false)) { state in
            state.reading = .no
            state.line = 3
            (state.written, state.made) = ([:], [:])
        }
    }

    @Test func aBorrowWhoseIntentCannotBeWrittenIsNotSent() {
        let full = Problem(.ledgerUnwritable, message: "disk full", time: now)
        var script = ClientScript.holding()
        script.submit()
        let trouble = Client.Trouble(id: 1, problem: full, request: request)
        script.send(
            .recorded(id, .failure(full), at: now),
            effects: [
                .tell(Client.Outcome(operation: id, request: request, result: .failed(trouble))),
                .readChanges(after: 0),
            ]
        ) { state in
            state.underway = [:]
            state.reading = .changes
            state.troubles = [trouble]
            state.troublesMet = 1
        }
    }

    @Test func aRefusalIsWrittenThenToldThenShown() {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        script.respond(Fixture.refusal(.floatingNotAvailable, "No available slots for floating license"))
        guard case .refused(let problem) = script.entry?.borrow.operation.phase else {
            Issue.record("expected the refusal to be recorded")
            return
        }
        #expect(problem.code == .floatingNotAvailable)
        #expect(script.told.isEmpty && script.state.troubles.isEmpty)
        script.settle()
        #expect(script.state.troubles.map(\.problem) == [problem])
        #expect(script.state.troubles.first?.request == request)
        #expect(script.state.book.first?.status() == .refused(problem))
    }

    @Test func aTimeOutLeavesTheOutcomeUnknownAndARefusalDoesNotSettleIt() {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        script.respond(Fixture.timeout)
        script.settle()
        #expect(script.state.book.first?.doubt?.code == .transportTimeout)

        script.submit(ifInDoubt: .repeat)
        script.leave()
        script.respond(Fixture.refusal(.dateHeaderDiff))
        script.settle()
        #expect(script.state.book.count == 1, "the repeat is about the same borrow")
        #expect(script.state.book.first?.doubt?.code == .transportTimeout)
        #expect(script.codes == [.dateHeaderDiff], "the newer problem takes the place of the older")
    }

    @Test func aRepeatThatIsGrantedSettlesTheUnknown() {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        script.respond(Fixture.timeout)
        script.settle()
        script.submit(ifInDoubt: .repeat)
        script.leave()
        script.respond(.borrow(Response(value: Fixture.grant())))
        script.settle()
        #expect(script.state.book.map { $0.status() } == [.active(until: Fixture.grant().end)])
        #expect(script.state.book.first?.id == id)
        #expect(script.state.troubles.isEmpty)
    }

    @Test func aNewEndIsToldWithTheOldOne() {
        let held = Fixture.borrow("b", hours: 0.5)
        var script = ClientScript.holding(held)
        script.grant(Fixture.grant(hours: 1), wish: Fixture.request(end: .at(now + 3600)))
        script.settle()
        guard case .borrowed(let borrow, let previousEnd) = script.told.last?.result else {
            Issue.record("expected a borrow")
            return
        }
        #expect(borrow.id == held.id)
        #expect(previousEnd == held.grant?.end)
        #expect(borrow.grant?.end == now + 3600)
    }

    @Test func whatWasReleasedHasNoOldEnd() {
        var released = Borrow.inDoubt(grant: Fixture.grant(hours: 72))
        released.releasedAt = now
        var script = ClientScript.holding(released)
        script.submit(ifInDoubt: .repeat)
        script.leave()
        script.respond(.borrow(Response(value: Fixture.grant())))
        script.settle()
        guard case .borrowed(_, previousEnd: nil) = script.told.last?.result else {
            Issue.record("expected a borrow without an end before: \(script.told)")
            return
        }
    }

    @Test func aRefusedExtensionLeavesTheOldEnd() {
        var script = ClientScript.holding(Fixture.borrow("b", hours: 5))
        script.submit()
        script.leave()
        script.respond(Fixture.refusal(.borrowUntilNotValid))
        script.settle()
        #expect(script.state.book.map { $0.status() } == [.active(until: Fixture.grant(hours: 5).end)])
    }

    @Test func theSameLicenseAndDeviceAreNotBorrowedTwiceAtOnce() {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        let before = script.state.underway
        script.submit()
        #expect(script.codes == [.operationInProgress])
        #expect(script.state.underway == before)
    }

    @Test func theServersClockIsKeptWithItsSign() {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        script.respond(.borrow(Response(value: Fixture.grant(), clockOffset: -90)))
        #expect(script.state.moment(at: now).server() == now - 90)
        #expect(script.entry?.borrow.clockOffset == -90)
        script.settle()
        script.submit()
        script.leave()
        script.respond(ServiceFailure(Fixture.timeout.problem, clockOffset: 30))
        #expect(script.state.clockOffset == 30)
        #expect(script.entry?.borrow.clockOffset == 30)
    }

    @Test func aReleaseGoesByTheKeyThatWasGoodLast() {
        var held = Fixture.borrow("b")
        held.secretSource = .file("/old/key")
        var script = ClientScript.holding(held)
        script.request(.borrow(Fixture.request(), source: .environment("BERTH_LICENSE_KEY")))
        script.leave()
        script.respond(.borrow(Response(value: Fixture.grant())))
        #expect(script.entry?.borrow.secretSource == .environment("BERTH_LICENSE_KEY"))
        #expect(script.entry?.borrow.account == Fixture.account)
    }

    @Test func theLimitIsKnownFromAnEarlierGrantOfTheSameKey() {
        var script = ClientScript.holding()
        let credentials = Credentials.licenseKey(Fixture.key)
        #expect(script.state.knownLimit(product: "CAD-PRO", credentials: credentials, licenseID: nil) == nil)
        script.grant()
        script.settle()
        #expect(script.state.knownLimit(product: "CAD-PRO", credentials: credentials, licenseID: nil) == 168)
        let namesake = Credentials.licenseKey(Secret("ZZZZ-ZZZZ-ZZZZ-4444"))
        #expect(script.state.knownLimit(product: "CAD-PRO", credentials: namesake, licenseID: nil) == nil)
        #expect(script.state.knownLimit(product: "MESH", credentials: credentials, licenseID: nil) == nil)
    }
}
