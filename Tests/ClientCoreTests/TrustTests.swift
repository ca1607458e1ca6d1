import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Which grants are believed: a signature covers neither the request nor the time.
@Suite struct TrustTests {
    static let now = TestClock.start
    static let wanted = Fixture.licenseID
    static func hours(_ hours: Double) -> BorrowEnd { .at(now + hours * 3600) }

    static let strange: [(BorrowEnd, BorrowGrant)] = [
        (.maximum, Fixture.grant(licenseID: 5)), (.maximum, Fixture.grant(hours: 169)),
        (.maximum, Fixture.grant(hours: -24)),
        // Two minutes ago: it is over before it begins.
        (.maximum, Fixture.grant(hours: -0.03)), (hours(2), Fixture.grant(hours: -0.03)),
        // Asked for what was nearly over, and over by the time of the response.
        (hours(-0.01), Fixture.grant(hours: -0.01)), (hours(0), Fixture.grant(hours: 0)),
        (hours(1), Fixture.grant(hours: 2)), (hours(36), Fixture.grant(hours: 1)),
        (hours(36), Fixture.grant(hours: 35.98)),
        (.maximum, BorrowGrant(end: now + 3600, maxBorrowHours: -5, deviceID: 1, licenseID: wanted)),
        (.maximum, BorrowGrant(end: now + 60, maxBorrowHours: 0, deviceID: 1, licenseID: wanted)),
        (.maximum, BorrowGrant(end: now + 3600, maxBorrowHours: .max, deviceID: 1, licenseID: wanted)),
    ]

    @Test(arguments: strange)
    func aGrantThatDoesNotFitTheRequestIsUnknown(end: BorrowEnd, grant: BorrowGrant) {
        var wish = Fixture.request(end: end)
        wish.licenseID = Self.wanted
        var script = ClientScript.holding()
        script.submit(wish)
        script.leave()
        script.respond(.borrow(Response(value: grant, receipt: Fixture.receipt())))
        #expect(script.entry?.receipt == Fixture.receipt(), "the response is kept as evidence")
        script.settle()
        #expect(script.state.book.first?.grant == nil)
        #expect(script.state.book.first?.doubt?.code == .responseMismatched)
        #expect(script.state.troubles.map(\.problem.effect) == [.possible])
    }

    @Test(arguments: [
        (BorrowEnd.maximum, 168.0), (.maximum, 168.2), (.maximum, 1), (.maximum, 0.001), (hours(2), 2),
        (hours(2), 2.016), (hours(2), 1.984),
    ])
    func aGrantThatFitsIsBelieved(end: BorrowEnd, hours: Double) {
        var script = ClientScript.holding()
        script.grant(Fixture.grant(hours: hours), wish: Fixture.request(end: end))
        #expect(script.entry?.borrow.operation.phase == .confirmed)
    }

    @Test func aNumberThatNoLicenseHasIsNotBelieved() {
        var script = ClientScript.holding()
        script.grant(Fixture.grant(licenseID: -1))
        #expect(script.entry?.borrow.doubt?.code == .responseMismatched)
    }

    @Test func whatIsOverIsToldByTheServersClock() {
        var script = ClientScript.holding()
        script.submit()
        script.leave()
        // This host is a day ahead: by its own clock the end has passed.
        let response = Response(value: Fixture.grant(hours: 1), clockOffset: -86_400)
        script.respond(.borrow(response), at: Self.now + 86_400)
        #expect(script.entry?.borrow.operation.phase == .confirmed)
    }

    @Test func anExtensionNamesTheLicenseThatIsHeld() {
        var script = ClientScript.holding(Fixture.borrow("b"))
        script.submit()
        guard case .send(_, .borrow(let request)) = script.leave().last else {
            Issue.record("expected it to be sent")
            return
        }
        #expect(request.licenseID == Self.wanted)
        script.respond(.borrow(Response(value: Fixture.grant(licenseID: 5))))
        #expect(script.entry?.borrow.doubt?.code == .responseMismatched, "a second seat must not replace the first")
        #expect(script.entry?.borrow.grant == Fixture.grant())
    }
}
