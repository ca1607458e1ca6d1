import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// What ends earlier than it does now is asked about, whoever asks for it.
@Suite struct ShorteningTests {
    private let held = Fixture.borrow("b", hours: 168)
    private var earlier: Date { TestClock.start.addingTimeInterval(3600) }
    private var wish: BorrowRequest { Fixture.request(end: .at(earlier)) }
    private var end: Date { held.grant?.end ?? .distantPast }

    @Test func aBorrowOfWhatIsHeldDoesNotEndItEarlierUnasked() {
        var script = ClientScript.holding(held)
        #expect(script.submit(wish) == [], "nothing is written or sent while it asks")
        #expect(
            script.state.questions == [
                Client.Question(id: script.latest, borrow: held, reason: .shortening(from: end, to: earlier))
            ])
        script.play(.questionConfirmed(script.latest, at: TestClock.start))
        #expect(script.entry?.borrow.id == held.id)
        script.leave()
        script.respond(.borrow(Response(value: Fixture.grant(hours: 1))))
        script.settle()
        #expect(script.told.map(\.result.endChange) == [.shortened])
    }

    @Test(arguments: [true, false]) func whatAnotherSignInHoldsOfThatSeatIsAskedAboutToo(isSameLicense: Bool) {
        let shared = Fixture.borrow("b", license: .customerAccount("acme"), hours: 168)
        var script = ClientScript.holding(shared)
        var wish = wish
        wish.credentials = .user(name: "ana@acme.example", password: Secret("tulip-9-harbour"))
        wish.licenseID = isSameLicense ? Fixture.licenseID : 7
        let reference = LicenseReference.user("ana@acme.example")
        script.play(.requested(.borrow(wish, source: .prompt), at: TestClock.start))
        script.play(
            .identified(script.latest, .success(.init(reference: reference, identification: nil)), at: TestClock.start))
        #expect(script.state.questions.map(\.reason) == (isSameLicense ? [.shortening(from: end, to: earlier)] : []))
        if isSameLicense { script.play(.questionConfirmed(script.latest, at: TestClock.start)) }
        #expect(script.entry?.borrow.subject.license == reference, "it is a row of its own")
        let known: Set<OperationID> = isSameLicense ? [shared.operation.id] : []
        #expect(script.entry?.known == known)
    }

    @Test func aYesIsToTheEndThatWasNamedAndToNoLaterOne() {
        var script = ClientScript.holding(held)
        script.submit(wish)
        var extended = Fixture.borrow("b", hours: 300)
        extended.operation.id = OperationID(rawValue: "theirs")
        script.play(ClientScript.read([extended], line: 9))
        script.play(.questionConfirmed(script.latest, at: TestClock.start))
        let later = extended.grant?.end ?? .distantPast
        #expect(script.state.questions.map(\.reason) == [.shortening(from: later, to: earlier)])
        #expect(script.entry == nil, "nothing is written before that is answered")
        script.play(ClientScript.read([held], line: 10))
        script.play(.questionConfirmed(script.latest, at: TestClock.start))
        #expect(script.state.questions == [] && script.entry?.borrow.id == held.id, "less is lost than was said yes to")
    }

    @Test func aYesIsToTheDoubtThatWasNamed() {
        var script = ClientScript.holding(.inDoubt())
        script.submit()
        var again = Borrow.inDoubt()
        again.operation.id = OperationID(rawValue: "theirs")
        script.play(ClientScript.read([again], line: 9))
        script.play(.questionConfirmed(script.latest, at: TestClock.start))
        #expect(script.state.questions.map(\.borrow.operation.id) == [again.operation.id] && script.entry == nil)
    }

    @Test func aNoLeavesTheEndAsItIs() {
        var script = ClientScript.holding(held)
        script.submit(wish)
        #expect(script.play(.questionDeclined(script.latest)) == [])
        #expect(script.state.book.map(\.grant?.end) == [end] && script.state.underway.isEmpty)
    }

    @Test func anExtensionThatComesEarlierIsAskedAboutLikewise() {
        var script = ClientScript.holding(held)
        script.request(.extend(held.id, to: .at(earlier), with: nil))
        #expect(script.state.questions.map(\.reason) == [.shortening(from: end, to: earlier)])
    }

    @Test func whatIsMeantIsNotAskedAbout() {
        var script = ClientScript.holding(held)
        script.play(
            .requested(.borrow(wish, source: .prompt), key: Fixture.key, shortening: .shorten, at: TestClock.start))
        script.play(.identified(script.latest, ClientScript.identified, at: TestClock.start))
        #expect(script.state.questions == [] && script.entry?.borrow.id == held.id)
    }

    @Test func aDoubtIsAskedAboutFirstAndTheEndAfterIt() {
        var script = ClientScript.holding(.inDoubt(grant: Fixture.grant()))
        script.submit(wish)
        guard case .doubt = script.state.questions.first?.reason else {
            Issue.record("asked \(script.state.questions)")
            return
        }
        script.play(.questionConfirmed(script.latest, at: TestClock.start))
        #expect(script.state.questions.map(\.reason) == [.shortening(from: end, to: earlier)])
        script.play(.questionConfirmed(script.latest, at: TestClock.start))
        #expect(script.state.questions == [] && script.entry != nil)
    }

    @Test func whatTakesNothingAwayIsNotAskedAbout() {
        var over = Fixture.borrow("b", hours: 168)
        over.releasedAt = TestClock.start
        let fraction = Fixture.borrow("b", hours: 1 + 0.4 / 3600)
        for (row, end) in [
            (held, BorrowEnd.maximum), (held, .at(end)), (over, .at(earlier)), (fraction, .at(earlier)),
            (Fixture.borrow("b", hours: -1), .at(earlier)), (.other("b"), .at(earlier)),
        ] {
            var script = ClientScript.holding(row)
            script.submit(Fixture.request(end: end))
            #expect(script.state.questions == [] && script.entry != nil, "\(row.status()) \(end)")
        }
    }

    @Test(arguments: [(1.0, Client.Outcome.EndChange.shortened), (168, .unchanged), (170, .extended)])
    func whatBecameOfTheEndIsToldByWhatCame(hours: Double, change: Client.Outcome.EndChange) {
        var script = ClientScript.holding(Fixture.borrow("b", hours: 168))
        script.submit()
        script.leave()
        // What the license allows may have become less, or more, since.
        script.respond(
            .borrow(Response(value: BorrowGrant(end: Fixture.grant(hours: hours).end, maxBorrowHours: 170))))
        script.settle()
        #expect(script.told.map(\.result.endChange) == [change])
    }

    @Test func whatARequestWouldSetANewEndOfIsKnownBeforeItsLicenseIs() {
        let there = Fixture.borrow("there", hardwareID: HardwareID(rawValue: "render-17"))
        let feature = Fixture.borrow("feature", feature: "GPU")
        let user = Fixture.borrow("user", product: "SIM-X", license: .user("ana@acme.example"))
        let state = ClientScript.holding(held, there, feature, user).state
        func found(_ wish: BorrowRequest) -> OperationID? { state.held(by: wish, at: TestClock.start)?.id }
        #expect(found(wish) == held.id, "by the last four characters of its key")
        var other = wish
        other.credentials = .licenseKey(Secret("AAAA-BBBB-CCCC-5555"))
        #expect(found(other) == nil)
        other = wish
        other.feature = "GPU"
        #expect(found(other) == feature.id)
        other = wish
        other.hardwareID = there.subject.hardwareID
        #expect(found(other) == there.id)
        #expect(found(Fixture.userRequest()) == user.id)
        #expect(found(Fixture.userRequest(licenseID: 7)) == nil, "another license of the same user")
        // Two keys may end alike: which of them is meant is not known then.
        let twin = Fixture.borrow("twin", license: .key(lastFour: "4444", fingerprint: "f2"), licenseID: 7)
        let both = ClientScript.holding(held, feature, twin).state
        #expect(both.held(by: wish, at: TestClock.start) == nil)
    }

    @Test func whoIsCalledTheSameIsFound() {
        let one = Fixture.borrow("1", product: "SIM-X", license: .user("ana@acme.example"), licenseID: 1_001)
        let two = Fixture.borrow("2", product: "SIM-X", license: .user("ana@acme.example"), licenseID: 1_002)
        let key = Fixture.borrow("3", licenseID: 5)
        let likeIt = Fixture.borrow("4", license: .key(lastFour: "4444", fingerprint: "f2"), licenseID: 7)
        let book = ClientScript.holding(one, two, key, likeIt, .other("5")).state.book
        #expect(book.namesakes(of: one).map(\.id) == [two.id])
        #expect(book.namesakes(of: key).map(\.id) == [likeIt.id])
        #expect(book.namesakes(of: .other("5")).isEmpty)
    }

    @Test func whoHoldsASeatOfALicenseIsToldByItsNumberOrItsSignIn() {
        let there = HardwareID(rawValue: "render-17")
        let ana = Fixture.borrow(
            "ana", product: "SIM-X", license: .user("ana@acme.example"), licenseID: 1, hardwareID: there)
        let bo = Fixture.borrow(
            "bo", product: "SIM-X", license: .user("bo@acme.example"), licenseID: 1, hardwareID: there)
        let other = Fixture.borrow("other", product: "SIM-X", license: .user("ana@acme.example"), licenseID: 2)
        let book = ClientScript.holding(ana, bo, other, .other("mesh")).state.book
        var refused = Fixture.borrow("new", product: "SIM-X", license: .user("ana@acme.example"), licenseID: 1)
        #expect(Set(book.holders(of: refused).map(\.id)) == [ana.id, bo.id])
        // Where no number is known, any license of the user's may do.
        (refused.subject.licenseID, refused.grant) = (nil, nil)
        #expect(Set(book.holders(of: refused).map(\.id)) == [ana.id, other.id])
    }
}
