import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// What is over stays as it ended, whoever looks at it: what comes after it is a row of its own.
@Suite struct FinishedTests {
    private let now = TestClock.start

    private var returned: Borrow {
        var borrow = Fixture.borrow("b")
        // By this host's clock, which may be anywhere beside that of the server.
        borrow.releasedAt = now + 3600
        return borrow
    }

    private func license(until end: Date?) -> Client.CallResponse {
        let license = License(id: Fixture.licenseID, borrowedUntil: end, isBorrowed: end != nil)
        return .license(Response(value: license, receipt: Fixture.receipt()))
    }

    /// Every way in which what is over may be looked at again, with what the server may say to it.
    private var answers: [(Client.Request, Client.CallResponse)] {
        let id = OperationID(rawValue: "b")
        return [
            (.check(id), license(until: nil)), (.check(id), license(until: now + 7200)),
            (.checkLicense(Fixture.target, source: .prompt), license(until: nil)),
            (.checkLicense(Fixture.target, source: .prompt), license(until: now + 7200)),
            (.release(id), .release(Response(value: ""))),
            (.activate(Fixture.activation, source: .prompt), license(until: nil)),
            (.deactivate(id), .deactivation(Response(value: ""))),
            (.deactivateLicense(Fixture.target, source: .prompt), .deactivation(Response(value: ""))),
            (.borrow(Fixture.request(), source: .prompt), .borrow(Response(value: Fixture.grant()))),
        ]
    }

    @Test func whateverTheServerSaysLater() {
        for over in [returned, Fixture.borrow("b", hours: -1)] {
            for (request, answer) in answers {
                for failure in [nil, Fixture.timeout, Fixture.refusal(.floatingNotAvailable)] {
                    var script = ClientScript.holding(over)
                    script.request(request)
                    script.leave()
                    if let failure { script.respond(failure) } else { script.respond(answer) }
                    script.settle()
                    #expect(script.state.book[over.id] == over, "\(request), \(String(describing: failure))")
                    #expect(script.state.book.map(\.id) == [over.id, script.latest])
                }
            }
        }
    }

    @Test func aCheckTakesItsSeatOnARowOfItsOwnWhichIsReturnedAlone() {
        var script = ClientScript.holding(returned)
        script.request(.check(returned.id))
        script.leave()
        script.respond(license(until: nil))
        script.settle()
        let row = script.latest
        #expect(script.state.book[row]?.checkTookSeat == true)
        script.request(.release(row))
        script.leave()
        script.respond(.release(Response(value: "")))
        script.settle(6)
        #expect(script.state.book.map { $0.status() } == [.released(at: now + 3600), .released(at: now)])
    }

    @Test func whatBorrowsTheSeatThatACheckTookGoesOnWithItsRow() {
        var seated = Fixture.borrow("b")
        (seated.grant, seated.operation.kind, seated.seatTakenAt) = (nil, .check, now - 60)
        for number in [nil, Fixture.licenseID] as [Int64?] {
            for failure in [nil, Fixture.refusal(.floatingNotAvailable)] {
                var script = ClientScript.holding(seated)
                var wish = Fixture.request()
                wish.licenseID = number
                script.submit(wish)
                #expect(script.entry?.borrow.id == seated.id)
                script.leave()
                if let failure {
                    script.respond(failure)
                } else {
                    script.respond(.borrow(Response(value: Fixture.grant())))
                }
                script.settle()
                let status = script.state.book.map { $0.status() }
                #expect(status == [failure == nil ? .active(until: Fixture.grant().end) : .seated(since: now - 60)])
            }
        }
        // Another account's is left alone.
        seated.account = Account(authorization: "another", digest: "9")
        var session = ClientScript.session
        session.account = Account(authorization: "own", digest: "1")
        var script = ClientScript(Client.State(session: session))
        script.play(ClientScript.read([seated]))
        script.submit()
        #expect(script.entry?.borrow.id == script.latest)
    }

    @Test func whatIsReleasedInVainIsKnownToHoldItsSeat() {
        var seated = Fixture.borrow("b")
        (seated.grant, seated.operation.kind, seated.seatTakenAt) = (nil, .check, now - 60)
        var script = ClientScript.holding(seated)
        script.request(.release(seated.id))
        script.leave()
        script.respond(Fixture.refusal(.blacklisted))
        script.settle()
        #expect(script.state.book.map { $0.status() } == [.seated(since: now - 60)])
    }

    @Test func noNewsComesOfIt() {
        var lookout = Lookout()
        _ = lookout.look(at: Book([returned], at: Moment(host: now)))
        var script = ClientScript.holding(returned)
        script.request(.check(returned.id))
        script.leave()
        script.respond(license(until: nil))
        script.settle()
        let later = Book(Array(script.state.book), at: Moment(host: now + 60))
        #expect(lookout.look(at: later).isEmpty)
    }

    @Test func aLicenseOfAUserIsTheOneThatItWasOf() {
        var over = Fixture.borrow("b", license: .user("ana@acme.example"), licenseID: 12)
        over.releasedAt = now
        var script = ClientScript.holding(over)
        script.play(.requested(.check(over.id), at: now))
        let identified = Client.Identified(
            reference: over.subject.license, identification: .username("ana@acme.example"))
        script.play(.identified(script.latest, .success(identified), at: now))
        #expect(script.entry?.borrow.licenseNumber == 12)
        guard case .send(_, .check(let target))? = script.leave().last else {
            Issue.record("\(script.effects)")
            return
        }
        #expect(target.licenseID == 12)
    }

    @Test func aCheckOfAFeatureTakesItsSeatOnARowOfItsOwn() {
        var returned = Fixture.borrow("b", feature: "GPU")
        returned.releasedAt = now
        for over in [returned, Fixture.borrow("b", hours: -1, feature: "GPU")] {
            var script = ClientScript.holding(over)
            script.request(.check(over.id))
            script.leave()
            let feature = LicenseFeature(
                id: 1, code: "GPU", name: "", isFloatingCloud: true, licenseID: Fixture.licenseID)
            script.respond(.feature(Response(value: feature, receipt: Fixture.receipt())))
            script.settle()
            #expect(script.state.book[over.id] == over)
            #expect(script.state.book[script.latest]?.checkTookSeat == true)
            #expect(script.state.book[script.latest]?.mayHoldSeat(at: Moment(host: now)) == false)
        }
    }

    @Test func whatWasReturnedAndCameIntoDoubtAgainStaysReturnedWhereACheckFindsNothing() {
        var doubtful = returned
        doubtful.doubt = Fixture.timeout.problem
        var script = ClientScript.holding(doubtful)
        script.request(.check(doubtful.id))
        script.leave()
        script.respond(license(until: nil))
        script.settle()
        #expect(script.state.book.map { $0.status() } == [.released(at: now + 3600)])
    }
}
