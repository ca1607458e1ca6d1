import Foundation
import Licensing
import TestKit
import Testing

@Suite("Which cause of several is likely")
struct DiagnosisTests {
    let host = HardwareID(rawValue: "3eb1bd439947eb762998e566ccc2e099")
    let other = HardwareID(rawValue: "624d162a484dcb3e5f12258759a1f43c")

    // MARK: Devices

    @Test("a device that this host never borrowed with was likely never activated")
    func neverActivated() {
        let explanation = explain(.deviceNotFound) { $0.hardwareID = host }
        #expect(
            explanation.whatFailed == "The server finds no device with this hardware id activated on the license.")
        #expect(explanation.likelyCauses.first == "this device was never activated on the license")
        #expect(explanation.actions == [.activateDevice, .editDevice])
        #expect(explanation.exitCode == .deviceRefused)
    }

    @Test("a host that borrowed under another hardware id has likely changed it")
    func changedHardwareID() {
        let explanation = explain(.deviceNotFound) { facts in
            facts.hardwareID = host
            facts.knownHardwareID = other
            facts.license = "…4444"
            facts.product = "CAD-PRO"
        }
        #expect(explanation.subject == "CAD-PRO …4444 on 3eb1bd43…")
        #expect(
            explanation.likelyCauses == ["the hardware id has changed: this host borrowed as 624d162a… before"])
        #expect(explanation.actions == [.editDevice, .activateDevice])
    }

    @Test("a device that borrowed before was likely deactivated since")
    func deactivated() {
        let explanation = explain(.deviceNotFound) { facts in
            facts.hardwareID = host
            facts.knownHardwareID = host
        }
        #expect(explanation.likelyCauses == ["its activation was taken back since it last borrowed"])
        #expect(explanation.actions.first == .activateDevice)
    }

    // MARK: Licenses

    @Test("a license is not found by key")
    func notFoundByKey() {
        let explanation = explain(.licenseNotFound) { facts in
            facts.signIn = .licenseKey
            facts.license = "…4444"
            facts.product = "CAD-PRO"
        }
        #expect(explanation.whatFailed == "The server found no license of CAD-PRO with the key …4444.")
        #expect(
            explanation.likelyCauses == [
                "the key is mistyped (the server says \"license user\" also when it means a key)",
                "the key belongs to another product", "the product code differs in upper and lower case",
            ])
        #expect(explanation.actions == [.editSignIn, .editProduct])
    }

    @Test("every problem names product, license and device at its head, as far as they are known")
    func subjects() {
        func subject(_ license: String?, _ product: String?, _ device: HardwareID? = nil) -> String? {
            explain(.licenseNotEnabled) { facts in
                facts.license = license
                facts.product = product
                facts.hardwareID = device
            }.subject
        }
        #expect(subject(nil, nil) == nil)
        #expect(subject("…4444", nil, host) == nil)
        #expect(subject(nil, "CAD-PRO") == "CAD-PRO")
        #expect(subject("…", "CAD-PRO") == "CAD-PRO")
        #expect(subject("…4444", "CAD-PRO") == "CAD-PRO …4444")
        #expect(subject("ana@acme.example", "CAD-PRO", host) == "CAD-PRO ana@acme.example on 3eb1bd43…")
        #expect(
            explain(.licenseNotEnabled, status: 400) { facts in
                facts.license = "…4444"
                facts.product = "CAD-PRO"
                facts.hardwareID = host
            }.whatHappened
                == "CAD-PRO …4444 on 3eb1bd43…: This license is switched off. Nothing was changed at the server.")
    }

    @Test("another license is picked by a user, and another key is entered for a key")
    func otherLicense() {
        #expect(explain(.licenseNotEnabled) { $0.signIn = .user }.actions == [.editLicense])
        let byKey = explain(.licenseNotEnabled) { $0.signIn = .licenseKey }
        #expect(byKey.actions == [.editSignIn])
        #expect(byKey.remedies.last?.text == "enter another key")
    }

    @Test(
        "a release of what a device held that is not activated any more says that it may be left",
        arguments: [ProblemCode.licenseNotActive, .deviceNotFound])
    func nothingToReturn(code: ProblemCode) {
        let release = explain(code) {
            $0.endpoint = "/api/v4/floating/release"
            $0.hardwareID = host
        }
        #expect(
            release.remedies.first?.text.hasPrefix("leave it: a device that is not activated holds no seat") == true)
        #expect(release.actions == [.activateDevice])
    }

    @Test("an activation that is refused is not answered by activating")
    func activationRefused() {
        let borrow = explain(.licenseNotActive) { $0.endpoint = "/api/v4/floating/borrow" }
        #expect(borrow.actions.contains(.activateDevice))
        let activation = explain(.licenseNotActive) { $0.endpoint = "/api/v4/activate_license" }
        #expect(!activation.actions.contains(.activateDevice))
        #expect(activation.whatFailed.hasPrefix("The activation was refused"))
    }

    @Test("a key too short to show any of it is not shown as three dots")
    func shortKey() {
        let explanation = explain(.licenseNotFound) { facts in
            facts.signIn = .licenseKey
            facts.license = "…"
        }
        #expect(explanation.whatFailed == "The server found no license of this product with this key.")
        let blocked = explain(.licenseNotEnabled) { $0.license = "…" }
        #expect(blocked.whatFailed == "This license is switched off.")
    }

    @Test("a license is not found by user, or in a customer account")
    func notFoundByUser() {
        let user = explain(.licenseNotFound) { facts in
            facts.signIn = .user
            facts.license = "ana@acme.example"
            facts.product = "CAD-PRO"
        }
        #expect(user.whatFailed == "The server found no license of CAD-PRO for ana@acme.example.")
        #expect(!user.lines.contains { $0.contains("key") })
        let account = explain(.licenseNotFound) { facts in
            facts.signIn = .singleSignOn
            facts.license = "acme"
        }
        #expect(account.whatFailed == "The server found no license of this product in customer account acme.")
    }

    @Test("a license that was picked is suspected first")
    func pickedLicense() {
        let explanation = explain(.licenseNotFound) { facts in
            facts.signIn = .user
            facts.licenseID = 42
        }
        #expect(explanation.likelyCauses.first == "license 42, which was picked, is not among them")
        #expect(explanation.actions.first == .editLicense)
    }

    @Test("what is missing is named, with the field to fill in")
    func missingParameters() {
        let explanation = explain(
            .missingParameters, message: "Some parameters are missing in the request: { password, hardware_id }.")
        #expect(explanation.whatFailed == "The request lacks what the server needs: password, hardware_id.")
        #expect(
            explanation.remedies.prefix(2) == [
                Remedy("fill in password", .editSignIn), Remedy("fill in hardware_id", .editDevice),
            ])
        let bare = explain(.missingParameters, message: "Some parameters are missing in the request: .")
        #expect(bare == ProblemCatalogue.explain(.missingParameters))
    }

    @Test("an expired license tells its end where that is known and past")
    func expired() {
        let past = explain(.licenseExpired) { $0.licenseValidUntil = utc("2026-11-20T00:00:00Z") }
        #expect(past.whatFailed == "This license has expired: it ended at 2026-11-20 00:00 UTC.")
        let ahead = explain(.licenseExpired) { $0.licenseValidUntil = utc("2026-12-20T00:00:00Z") }
        #expect(ahead.whatFailed == "This license has expired.")
    }

    @Test("a longest borrow of 0 h is named as the reason")
    func borrowNotAllowed() {
        let explanation = explain(.licenseBorrowNotAllowed) { $0.maxBorrowHours = 0 }
        #expect(explanation.likelyCauses == ["its longest borrow is set to 0 h"])
        #expect(explain(.licenseBorrowNotAllowed) { $0.maxBorrowHours = 8 }.likelyCauses.count == 2)
    }

    // MARK: Seats

    @Test("taken seats are counted, with the time of that look")
    func seats() {
        let explanation = explain(.floatingNotAvailable) { facts in
            facts.seats = Seats(total: 5, inUse: 5)
            facts.seatsSeenAt = utc("2026-11-23T13:01:00Z")
        }
        #expect(explanation.whatFailed == "Every seat of this license is taken (5 of 5, as of 13:01 UTC).")
        #expect(explanation.actions == [.retry, .editLicense, .releaseBorrow])
        #expect(explanation.retry == .later)
        #expect(explanation.exitCode == .noSeat)
    }

    @Test("a count from yesterday has its date, and one that contradicts the refusal is left out")
    func oldSeats() {
        let explanation = explain(.floatingNotAvailable) { facts in
            facts.seats = Seats(total: 5, inUse: 4)
            facts.seatsSeenAt = utc("2026-11-22T13:01:00Z")
        }
        #expect(
            explanation.whatFailed
                == "Every seat of this license is taken (5 in all, as of 2026-11-22 13:01 UTC).")
    }

    @Test("a release that finds no seat is nothing to worry about")
    func noSeatToReturn() {
        let explanation = explain(.floatingNotAvailable) { $0.endpoint = "/api/v4/floating/release" }
        #expect(explanation.whatFailed == "The server finds no seat of this device to release.")
        #expect(explanation.retry == .no)
        #expect(explanation.actions == [])
    }

    // MARK: Signing in

    @Test("a wrong password names the user")
    func password() {
        let explanation = explain(.authenticationFailure) { facts in
            facts.signIn = .user
            facts.license = "ana@acme.example"
        }
        #expect(explanation.whatFailed == "The server did not accept ana@acme.example with this password.")
        #expect(explanation.likelyCauses.first == "the password is mistyped, or was changed")
        #expect(explanation.actions == [.editSignIn])
    }

    @Test("a refused sign-in code is likely spent")
    func signInCode() {
        let explanation = explain(.authenticationFailure) { $0.signIn = .singleSignOn }
        #expect(explanation.likelyCauses.first == "a code works only once, and only for a short time")
        #expect(
            explain(.authenticationFailure) { $0.signIn = .licenseKey }.likelyCauses.first
                == "the product wants a user and a password")
    }

    @Test("the wrong way to sign in names the other way")
    func wrongSignIn() {
        let byKey = explain(.invalidProductAuthMethod) { facts in
            facts.signIn = .licenseKey
            facts.product = "CAD-PRO"
        }
        #expect(byKey.likelyCauses == ["product CAD-PRO wants a user, and a license key was sent"])
        #expect(byKey.remedies.first == Remedy("sign in with a user and a password", .editSignIn))
        let byUser = explain(.invalidProductAuthMethod) { $0.signIn = .user }
        #expect(byUser.remedies.first == Remedy("sign in with a license key", .editSignIn))
    }

    @Test("No cause is named for an input whose words say what is wrong: it may be missing, or one of several")
    func inputs() {
        for message in [
            "2 borrows of \"CAD-PRO\" are held; name one by its id: a, b.",
            "Say when it ends: either --until or --max.",
            "To shorten it, add --shorten.",
        ] {
            let explanation = explain(.inputInvalid, message: message) { $0.name = "borrow" }
            #expect(explanation.whatFailed == message && explanation.likelyCauses == [])
        }
        #expect(!explain(.inputInvalid) { $0.name = "product" }.likelyCauses.isEmpty)
    }

    @Test("What was not sent because somebody said no is not put down to a crash")
    func declined() {
        let explanation = explain(.operationNotSent, message: "The end was left as it is.")
        #expect(explanation.whatFailed == "The end was left as it is." && explanation.likelyCauses == [])
        let late = explain(.operationNotSent, message: "The time was over before it had.") {
            $0.name = "api_key_command"
        }
        #expect(late.likelyCauses == ["what api_key_command says is slow, or waits for somebody"])
    }

    @Test("What was to wait for a request without response says for what, until when, and which time would do")
    func waited() {
        let end = TestClock.start + 41.5
        let what = ": until \(UTC.format(end)) it was to wait for the request before it, which brought no response"
        let cancelled = explain(.operationNotSent, message: "It was cancelled before it was sent.") {
            $0.waitedUntil = end
        }
        #expect(cancelled.whatFailed.hasPrefix("It was cancelled before it was sent" + what), "\(cancelled)")
        #expect(cancelled.likelyCauses == [] && cancelled.remedies.count == 1 && cancelled.retry == .later)
        let late = explain(.operationNotSent, message: "It was cancelled before it was sent.") {
            ($0.waitedUntil, $0.name) = (end, ProblemFacts.timeLimit)
        }
        #expect(late.whatFailed.hasPrefix("The command's time was over before it was sent" + what), "\(late)")
        #expect(
            late.likelyCauses == ["the time that --timeout gives is shorter than that wait, of which 42 s were left"])
        #expect(late.remedies.map(\.command) == [nil, "--timeout 80s"], "\(late)")
    }

    @Test("A secret's command that cannot start, has ended or does not end has causes of its own")
    func secretCommands() {
        let missing = explain(.secretCommandFailed, message: "It cannot be started.") { $0.path = "pass" }
        #expect(missing.likelyCauses == ["it is not installed, or this user may not run it"])
        #expect(!missing.remedies.contains { $0.text.contains("unlock") })
        let late = explain(.secretCommandFailed, message: "It did not end.") {
            $0.timeout = .init(phase: .response, seconds: 30)
        }
        #expect(late.likelyCauses == ["it waits for something: a password, a store that is locked, a network"])
        #expect(explain(.secretCommandFailed, message: "It ended with status 3.").likelyCauses == [])
    }

    @Test("A host without an id of its own is told as that, and not as one that was never set up")
    func noMachineID() {
        let explanation = explain(.configMissing, message: "This host has no machine id.") { $0.name = "hardware_id" }
        #expect(explanation.likelyCauses == ["it is a container, or an image that was never started"])
    }
}
