import FoundationEssentials
import Ledger
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// A feature and its license are two seats, and of a feature the server says less.
@Suite struct FeatureTests {
    private var wish: BorrowRequest {
        var wish = Fixture.request()
        wish.feature = "GPU"
        return wish
    }

    private func feature(
        _ code: String = "GPU", floats: Bool = true, licenseID: Int64? = Fixture.licenseID
    ) -> Client.CallResponse {
        let feature = LicenseFeature(
            id: 1, code: code, name: "GPU rendering", isFloatingCloud: floats, seatsInUse: 1, licenseID: licenseID)
        return .feature(Response(value: feature, receipt: Fixture.receipt()))
    }

    /// A borrow of the feature on which an operation is under way at the server.
    private func checking(_ row: Borrow) -> ClientScript {
        var script = ClientScript.holding(row)
        script.request(.check(row.id))
        script.leave()
        return script
    }

    @Test func itIsBorrowedBesideItsLicense() {
        let license = Fixture.borrow("a")
        var script = ClientScript.holding(license)
        script.submit(wish)
        script.leave()
        script.respond(.borrow(Response(value: BorrowGrant(end: Fixture.grant().end))))
        script.settle()
        #expect(script.state.book.map(\.subject.feature) == [nil, "GPU"])
        #expect(script.state.book[OperationID(rawValue: "a")] == license)
        #expect(script.told.count == 1)
        let row = script.state.book.first { $0.subject.feature == "GPU" }
        #expect(row?.grant == BorrowGrant(end: Fixture.grant().end), "nothing is made up")
        #expect(row?.operation.phase == .confirmed)
    }

    @Test func aDoubtAboutTheLicenseIsNoneAboutTheFeature() {
        var script = ClientScript.holding(.inDoubt())
        script.submit(wish)
        #expect(script.state.questions == [])
        #expect(script.entry?.borrow.subject.feature == "GPU")
    }

    @Test func itIsReturnedByItsCode() {
        var row = Fixture.borrow("f", feature: "GPU")
        row.subject.bundleCode = "SUITE"
        var script = ClientScript.holding(row)
        script.request(.release(OperationID(rawValue: "f")))
        script.leave()
        let target = LicenseTarget(
            product: "CAD-PRO", hardwareID: Fixture.host, identification: .licenseKey(Fixture.key),
            licenseID: Fixture.licenseID, bundleCode: "SUITE", feature: "GPU")
        #expect(script.effects.contains(.send(script.latest, .release(target))))
    }

    @Test func aReturnOfWhatIsNotHeldIsDone() {
        var script = ClientScript.holding(Fixture.borrow("f", feature: "GPU"))
        script.request(.release(OperationID(rawValue: "f")))
        script.leave()
        script.respond(Fixture.refusal(.floatingFeatureDeviceNotInUse))
        script.settle()
        #expect(script.state.book[OperationID(rawValue: "f")]?.releasedAt == ClientScript.now)
        #expect(script.codes == [])
    }

    @Test func aCheckLeavesWhatItDoesNotTell() {
        var doubtful = Borrow.inDoubt()
        doubtful.subject.feature = "GPU"
        for row in [doubtful, Fixture.borrow("b", feature: "GPU")] {
            var script = checking(row)
            script.respond(feature())
            script.settle()
            let checked = script.state.book[OperationID(rawValue: "b")]
            #expect(checked?.doubt == row.doubt)
            #expect(checked?.grant == row.grant)
            #expect(checked?.operation.phase == .confirmed)
            #expect(checked?.checkTookSeat == false)
        }
    }

    @Test func aCheckThatIsAboutAnotherOneIsNotBelieved() {
        for response in [feature("CPU"), feature(licenseID: 7), .license(Response(value: License(id: 1)))] {
            var script = checking(Fixture.borrow("b", feature: "GPU"))
            script.respond(response)
            script.settle()
            #expect(script.codes == [.responseMismatched])
        }
    }

    @Test func aFeatureThatDoesNotFloatHasNoSeat() {
        var script = checking(Fixture.borrow("b", feature: "GPU", phase: .refused(Fixture.timeout.problem)))
        script.respond(feature(floats: false))
        script.settle()
        #expect(script.codes == [.featureNotFloating])
        #expect(script.state.book[OperationID(rawValue: "b")]?.checkTookSeat == false)
    }

    @Test func itsLimitIsItsOwn() {
        var short = Fixture.borrow("f", feature: "GPU")
        short.grant?.maxBorrowHours = 24
        var script = ClientScript.holding(Fixture.borrow("a"), short)
        script.request(.check(OperationID(rawValue: "a")))
        script.leave()
        let key = Credentials.licenseKey(Fixture.key)
        func limit(_ feature: String?) -> Int? {
            script.state.knownLimit(product: "CAD-PRO", credentials: key, licenseID: nil, feature: feature)
        }
        #expect(limit(nil) == 168)
        #expect(limit("GPU") == 24)
        #expect(limit("CPU") == nil)
    }

    @Test func aCodeThatIsPutRightSolvesItsProblem() {
        var wrong = wish
        wrong.feature = "GPX"
        var script = ClientScript.holding()
        script.submit(wrong)
        script.leave()
        script.respond(Fixture.refusal(.invalidLicenseFeatureCode))
        script.settle()
        #expect(script.codes == [.invalidLicenseFeatureCode])
        script.grant(BorrowGrant(end: Fixture.grant().end), wish: wish)
        script.settle(6)
        #expect(script.codes == [])
    }
}
