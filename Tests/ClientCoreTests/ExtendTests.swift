import FoundationEssentials
import Ledger
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Extending names a row and a new end; all else is the row's.
@Suite struct ExtendTests {
    private let id = OperationID(rawValue: "b")
    private let later = BorrowEnd.at(TestClock.start + 7200)

    /// A row in which everything is there that a new end needs to be sent with.
    private func row(hours: Double = 1, license: LicenseReference = Fixture.keyReference) -> Borrow {
        var row = Fixture.borrow("b", license: license, hours: hours, feature: "GPU")
        row.subject.bundleCode = "SUITE"
        row.account = Fixture.account
        row.secretSource = .file("/keys/cad")
        return row
    }

    /// What was sent last.
    private func sent(_ script: ClientScript) -> BorrowRequest? {
        script.effects.lazy.compactMap { if case .send(_, .borrow(let request)) = $0 { request } else { nil } }.last
    }

    @Test func theRequestIsMadeOfTheRow() {
        var script = ClientScript.holding(row())
        script.request(.extend(id, to: later, with: nil))
        script.leave()
        #expect(
            sent(script)
                == BorrowRequest(
                    product: "CAD-PRO", hardwareID: Fixture.host, credentials: .licenseKey(Fixture.key),
                    licenseID: Fixture.licenseID, bundleCode: "SUITE", feature: "GPU", end: later))
    }

    @Test func theOldEndAndTheNewOneAreTold() {
        let row = row()
        var script = ClientScript.holding(row)
        script.request(.extend(id, to: later, with: nil))
        script.leave()
        let grant = BorrowGrant(end: TestClock.start + 7200)
        script.respond(.borrow(Response(value: grant)))
        script.settle()
        var extended = row
        extended.grant = BorrowGrant(
            end: grant.end, maxBorrowHours: 168, deviceID: row.grant?.deviceID, licenseID: Fixture.licenseID)
        extended.operation = script.state.book[id]?.operation ?? row.operation
        #expect(script.told.map(\.result) == [.borrowed(extended, previousEnd: row.grant?.end)])
        #expect(extended.operation.kind == .borrow(later) && extended.operation.phase == .confirmed)
        #expect(script.state.book.count == 1, "it is the same row")
    }

    @Test func aResponseWithAnotherEndIsNotBelieved() {
        var script = ClientScript.holding(row())
        script.request(.extend(id, to: later, with: nil))
        script.leave()
        script.respond(.borrow(Response(value: BorrowGrant(end: TestClock.start + 600))))
        script.settle()
        #expect(script.codes == [.responseMismatched])
        #expect(script.state.book[id]?.grant == row().grant)
        #expect(script.state.book[id]?.doubt?.code == .responseMismatched)
    }

    @Test func anotherKeyIsRefusedBeforeAnythingIsWritten() {
        var script = ClientScript.holding(row())
        script.play(.requested(.extend(id, to: later, with: nil), key: Fixture.key, at: ClientScript.now))
        // The same last four characters, another fingerprint.
        let other = Client.Identified(
            reference: .key(lastFour: "4444", fingerprint: "f2"), identification: .licenseKey(Fixture.key))
        let effects = script.play(.identified(script.latest, .success(other), at: ClientScript.now))
        #expect(script.codes == [.inputInvalid])
        #expect(effects.allSatisfy { if case .tell = $0 { true } else { false } }, "\(effects)")
        #expect(script.state.underway.isEmpty)
    }

    @Test func aUserSignsInWithThePasswordThatCameAlong() {
        let user = LicenseReference.user("ana@acme.example")
        let credentials = Credentials.user(name: "ana@acme.example", password: Secret("tulip-9-harbour"))
        var script = ClientScript.holding(row(license: user))
        let effects = script.play(
            .requested(.extend(id, to: later, with: credentials), at: ClientScript.now))
        #expect(effects == [.identify(script.latest, .credentials(credentials))])
        let named = Client.Identified(reference: user, identification: .username("ana@acme.example"))
        script.play(.identified(script.latest, .success(named), at: ClientScript.now))
        script.leave()
        #expect(sent(script)?.credentials == credentials)
    }

    @Test(arguments: [LicenseReference.user("ana@acme.example"), .customerAccount("acme")])
    func whatSignsInIsMissing(license: LicenseReference) {
        var script = ClientScript.holding(row(license: license))
        script.play(.requested(.extend(id, to: later, with: nil), at: ClientScript.now))
        #expect(script.codes == [.inputInvalid])
        #expect(script.state.operationsBegun == 0)
    }

    @Test func anotherUserIsRefused() {
        let credentials = Credentials.user(name: "bo@acme.example", password: Secret("tulip-9-harbour"))
        var script = ClientScript.holding(row(license: .user("ana@acme.example")))
        script.play(.requested(.extend(id, to: later, with: credentials), at: ClientScript.now))
        let named = Client.Identified(
            reference: .user("bo@acme.example"), identification: .username("bo@acme.example"))
        script.play(.identified(script.latest, .success(named), at: ClientScript.now))
        #expect(script.codes == [.inputInvalid])
        #expect(script.entry == nil)
    }

    @Test func whatIsOverIsNotExtended() {
        var returned = row()
        returned.releasedAt = TestClock.start
        for over in [row(hours: -1), returned] {
            var script = ClientScript.holding(over)
            script.play(.requested(.extend(id, to: later, with: nil), key: Fixture.key, at: ClientScript.now))
            #expect(script.codes == [.borrowNotFound])
            #expect(script.state.operationsBegun == 0)
        }
    }

    @Test func whatEndsMeanwhileIsNotExtended() {
        var script = ClientScript.holding(row())
        script.play(.requested(.extend(id, to: later, with: nil), key: Fixture.key, at: ClientScript.now))
        let past = ClientScript.now + 3601
        script.play(.identified(script.latest, ClientScript.identified, at: past))
        #expect(script.codes == [.borrowNotFound])
        #expect(script.entry == nil)
    }

    @Test func anotherAccountsBorrowIsNotExtended() {
        var row = row()
        row.account = Account(authorization: "API key …ffff")
        var script = ClientScript.holding(row)
        script.play(.requested(.extend(id, to: later, with: nil), key: Fixture.key, at: ClientScript.now))
        #expect(script.codes == [.otherAccount])
        #expect(script.state.operationsBegun == 0)
    }

    @Test func aDoubtIsAskedAboutFirst() {
        var script = ClientScript.holding(.inDoubt(grant: Fixture.grant(hours: 1)))
        script.request(.extend(id, to: later, with: nil))
        #expect(script.state.questions.map(\.borrow.id) == [id])
        #expect(script.entry == nil)
        script.play(.questionConfirmed(script.latest, at: ClientScript.now))
        script.leave()
        #expect(sent(script)?.end == later)
    }

    @Test func whoeverRepeatsItHasReadOfItsDoubt() {
        let doubtful = Borrow.inDoubt()
        var script = ClientScript.holding(doubtful)
        script.request(.extend(id, to: .maximum, with: nil), ifInDoubt: .repeatOf(doubtful.operation.id))
        #expect(script.state.questions == [])
        script.leave()
        #expect(sent(script)?.end == .maximum)
    }

    @Test func aRetrySendsTheSame() {
        var script = ClientScript.holding(row())
        script.request(.extend(id, to: later, with: nil))
        script.leave()
        script.respond(Fixture.refusal(.floatingNotAvailable))
        script.settle()
        let trouble = script.state.troubles.first?.id ?? 0
        let effects = script.play(.retryRequested(trouble, at: ClientScript.now))
        // The key is in memory by now.
        let stored = script.state.book[id] ?? row()
        #expect(effects == [.identify(script.latest, .borrow(stored, key: Fixture.key))])
    }
}
