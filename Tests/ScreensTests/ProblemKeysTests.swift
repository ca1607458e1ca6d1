import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// Advice stands only where it leads somewhere, and each key acts on the problem that is shown.
@Suite struct ProblemKeysTests {
    private func failed(_ code: ProblemCode, _ borrows: [Borrow] = [], end: BorrowEnd = .maximum) -> DeskScript {
        var desk = DeskScript(columns: 120, rows: 40, borrows: borrows, product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(code, request: Fixture.request(end: end))))
        return desk
    }

    /// Letters that the panel does not offer were taken for the list's below it.
    @Test(arguments: [ProblemCode.floatingNotAvailable, .deviceNotFound, .borrowUntilNotValid, .blacklisted])
    func whatThePanelDoesNotOfferDoesNothing(code: ProblemCode) {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/*-_+.,;0123456789 "
        let start = failed(code, SampleBorrows.typical)
        let offered = Set(letters.filter { start.box("Problem").contains("(\($0))") } + "RXdnogq")
        for letter in letters where !offered.contains(letter) {
            var desk = start
            #expect(desk.press(.character(letter)) == [], "\(letter)")
            #expect(desk.state.focus == .problem && desk.state.overlays.isEmpty, "\(letter)")
            #expect(desk.chosen == start.chosen && desk.finding == nil && desk.state.list.marked.isEmpty, "\(letter)")
        }
    }

    /// S2: what was stopped is borrowed again, whatever else was tried meanwhile.
    @Test func aRetryAfterAStopIsNoReturn() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", product: "MESH")], product: "CAD-PRO")
        desk.fillIn()
        desk.press(.enter)
        let id = OperationID(rawValue: "s-1")
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        desk.written(id, 2)
        desk.press(.escape)
        desk.choose("s-1")
        desk.press(.character("r"))
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("An operation on it is under way."))
        #expect(desk.press(.control("x")) == [.client(.cancel(id))])
        var stopped = Fixture.timeout
        stopped.problem.code = .transportCancelled
        desk.client(.responded(id, .failure(stopped), at: desk.now))
        desk.written(id, 1)
        if desk.state.focus != .problem { desk.press(.character("!")) }
        desk.press(.character("R"))
        guard case .borrow(let request, _) = desk.state.client.underway.values.first?.request else {
            Issue.record("expected the borrow, got \(desk.state.client.underway) \(desk.state.overlays)")
            return
        }
        #expect(request.product == "CAD-PRO")
    }

    /// S2 c: p k l h u m went to whatever the form held.
    @Test(arguments: [
        (Key.character("p"), ProblemCode.licenseNotFound, FormField.ID.product, "Key" as String?),
        (.character("k"), .licenseNotFound, .key, "Key"),
        // The end is a maximum, where nothing can be typed.
        (.character("h"), .blacklisted, .device, "Device"), (.character("u"), .borrowUntilNotValid, .until, nil),
    ])
    func correctingGoesToTheFieldOfTheRequest(key: Key, code: ProblemCode, field: FormField.ID, lost: String?) {
        var desk = failed(code)
        desk.press(.tab, .control("u"))
        desk.type("OTHER")
        desk.press(.escape, .character("!"), key)
        if let lost {
            #expect(desk.box("Fill the form in").contains("which is lost then: \(lost)."), "\(desk.text)")
            desk.press(.enter)
        }
        #expect(desk.state.focus == .form)
        #expect(desk.state.form.focus == field)
        #expect(desk.state.form[.product].text == "CAD-PRO")
        #expect(desk.state.form[.key].text == "AAAA-BBBB-CCCC-4444")
    }

    /// A form whose sign-in was refused, by a user and a password, or single sign-on.
    private func refused(_ signIn: BorrowForm.SignIn) -> DeskScript {
        var desk = DeskScript(columns: 120, rows: 40, product: "CAD-PRO")
        desk.press(.backTab)
        for _ in 0..<signIn.rawValue { desk.press(.right) }
        switch signIn {
        case .licenseKey:
            desk.press(.tab)
            desk.type("AAAA-BBBB-CCCC-4444")
        case .user:
            desk.press(.tab)
            desk.type("ana@acme.example")
            desk.press(.tab)
            desk.type("tulip-9-harbour")
        case .singleSignOn:
            desk.press(.tab, .tab)
            desk.type("code-1")
            desk.press(.tab)
            desk.type("acme")
        }
        desk.press(.tab, .character(" "), .enter)
        let signedIn = desk.press(.enter)
        guard case .client(.identify(let id, .credentials(let credentials))) = signedIn.first else {
            Issue.record("nothing was sent: \(desk.text)")
            return desk
        }
        var request = Fixture.request()
        request.credentials = credentials
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .failure(Fixture.refusal(.authenticationFailure, request: request)), at: desk.now))
        desk.written(id, 1)
        return desk
    }

    @Test func correctingARefusedPasswordGoesToThePassword() {
        var desk = refused(.user)
        desk.press(.character("k"))
        #expect(desk.state.focus == .form && desk.state.form.focus == .password, "\(desk.text)")
        #expect(desk.state.form[.userName].text == "ana@acme.example")
    }

    /// What is pasted into the form after a refused sign-in is the secret, which is not to stand where it shows.
    @Test(arguments: BorrowForm.SignIn.allCases) func theFormBeginsAtTheSecretThatWasRefused(signIn: BorrowForm.SignIn)
    {
        let secret: FormField.ID = [.key, .password, .proof][signIn.rawValue]
        var closed = refused(signIn)
        closed.press(.escape)
        #expect(closed.state.focus == .form && closed.state.form.focus == secret, "\(closed.text)")
        var left = refused(signIn)
        left.press(.tab, .escape, .character("b"))
        #expect(left.state.form.focus == secret, "\(left.text)")
        left.press(.paste("new-secret"))
        #expect(left.state.form[secret].text == "new-secret", "it takes the place of what was refused")
        #expect(left.state.form[.product].text == "CAD-PRO")
        left.press(.escape, .character("b"))
        #expect(left.state.form.focus == .product, "what was typed since was refused by nobody")
    }

    /// What is safe and usual stands first in the footer.
    @Test func theFooterOffersFirstWhatHelps() {
        #expect(failed(.licenseNotFound).footer.contains("k sign-in  p product"), "\(failed(.licenseNotFound).footer)")
        #expect(!failed(.licenseNotFound).footer.contains("R retry"))
        #expect(failed(.deviceNotFound).footer.hasPrefix(" a activate"), "\(failed(.deviceNotFound).footer)")
        #expect(failed(.floatingNotAvailable).footer.hasPrefix(" R retry"), "\(failed(.floatingNotAvailable).footer)")
    }

    @Test func theMaximumFromAPanelIsReadyToSend() {
        var desk = failed(.borrowUntilNotValid, end: .at(TestClock.start.addingTimeInterval(400 * 86_400)))
        desk.press(.character("m"))
        #expect(desk.state.form.isMaximum)
        #expect(desk.state.form.focus == .borrow)
        #expect(desk.state.focus == .form)
        #expect(!desk.press(.enter).isEmpty)
    }

    /// M5: a license key names one license, so that no other can be picked.
    @Test(arguments: [
        ProblemCode.floatingNotAvailable, .licenseNotEnabled, .licenseBorrowNotAllowed, .licenseNotActive,
        .licenseExpired,
    ])
    func aBorrowByKeyIsNotSentToTheLicensesList(code: ProblemCode) {
        var desk = failed(code)
        #expect(!desk.text.contains("(l)"), "\(desk.text)")
        #expect(
            !desk.words.contains("pick another license") && !desk.words.contains("another license of"), "\(desk.text)")
        desk.press(.character("l"))
        #expect(desk.state.focus == .problem)
        #expect(desk.words.contains("A license key names one license"))
    }

    @Test func anotherKeyIsOfferedWhereEverySeatOfOneIsTaken() {
        #expect(failed(.floatingNotAvailable).text.contains("(k)"))
    }

    @Test func aReturnOfOnesOwnIsOfferedOnlyWhereThereIsOne() {
        #expect(!failed(.floatingNotAvailable).text.contains("(o)"))
        let there = HardwareID(rawValue: "render-17")
        #expect(failed(.floatingNotAvailable, [Fixture.borrow("b", hardwareID: there)]).text.contains("(o)"))
        let other = Fixture.borrow("b", license: .user("ana@acme.example"), hardwareID: there)
        #expect(!failed(.floatingNotAvailable, [other]).text.contains("(o)"), "that is another license")
    }

    /// S2 c: nothing is done that the panel does not offer.
    @Test func anActivationIsOnlyForARefusalThatWantsOne() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(Fixture.timeout))
        desk.press(.character("a"))
        #expect(desk.state.overlays.isEmpty)
        desk = failed(.deviceNotFound)
        desk.press(.character("a"))
        #expect(desk.state.overlays.count == 1)
    }

    /// A letter that the panel does not show does nothing, and says why.
    @Test(arguments: [
        (Key.character("u"), ProblemCode.licenseNotFound), (.character("m"), .floatingNotAvailable),
        (.character("h"), .floatingNotAvailable), (.character("p"), .floatingNotAvailable),
    ])
    func whatIsNotOfferedIsNotDone(key: Key, code: ProblemCode) {
        var desk = failed(code)
        #expect(!desk.box("Problem").contains("(\(key.label))"))
        desk.press(key)
        #expect(desk.state.focus == .problem && desk.state.overlays.isEmpty)
        #expect(desk.words.contains("That would not help with this problem."))
    }

    /// Each key that stands in the panel works while the panel has the keys, and none stands there while it has not.
    @Test func thePanelNamesItsKeysOnlyWhileItHasThem() {
        var desk = failed(.floatingNotAvailable)
        #expect(desk.box("Problem").contains("(R)"))
        desk.press(.tab)
        #expect(desk.state.focus == .form)
        #expect(!desk.box("Problem").contains("(R)"))
        #expect(desk.words.contains("Esc ! goes to this problem"))
        desk.press(.escape)
        #expect(desk.state.focus == .list)
        #expect(!desk.box("Problem").contains("(R)"))
        #expect(desk.words.contains("! goes to this problem") && !desk.words.contains("Esc ! goes"))
        desk.press(.character("!"))
        #expect(desk.box("Problem").contains("(R)"))
    }

    /// The panel follows the row that is chosen.
    @Test func theChosenRowsProblemIsShown() {
        let borrows = [
            Fixture.borrow("a", product: "SIM-X", license: .user("ana@acme.example"), hours: 3),
            Fixture.borrow("b", product: "MESH", license: .user("bo@acme.example"), hours: 5),
        ]
        var desk = DeskScript(columns: 120, rows: 40, borrows: borrows)
        for (number, borrow) in borrows.enumerated() {
            desk.choose(borrow.id.rawValue)
            desk.press(.character("r"), .enter)
            let refusal = Fixture.refusal(
                .blacklisted, request: Fixture.request(product: borrow.subject.product))
            desk.respondToRelease("s-\(number + 1)", of: borrow, .failure(refusal))
            desk.press(.tab, .escape)
        }
        desk.choose("a")
        #expect(desk.box("Problem").contains("1 of 2") || desk.box("Problem").contains("2 of 2"))
        #expect(desk.box("Problem").contains("SIM-X"), "\(desk.text)")
        desk.press(.down)
        #expect(desk.box("Problem").contains("MESH"), "\(desk.text)")
        desk.press(.up)
        #expect(desk.box("Problem").contains("SIM-X"), "\(desk.text)")
    }

    /// M15: which one is it about?
    @Test func aProblemNamesItsBorrow() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(Fixture.timeout))
        let panel = desk.frame.lines.drop { !$0.contains("Problem") }
        #expect(panel.contains { $0.contains("CAD-PRO") }, "\(desk.text)")
        #expect(panel.contains { $0.contains("…4444") }, "\(desk.text)")
    }

    @Test func allProblemsAreClosedByOneKey() {
        var desk = failed(.blacklisted)
        desk.ledgerFails(.ledgerUnreadable)
        #expect(desk.state.client.troubles.count == 2)
        desk.press(.character("X"))
        #expect(desk.state.client.troubles.isEmpty)
        #expect(desk.state.focus == .form, "back to where the first one came up")
    }

    /// M5: nothing said that it was the activation that had failed.
    @Test func aRefusedActivationSaysThatItWasOne() {
        var desk = failed(.deviceNotFound)
        desk.press(.character("a"), .enter)
        let id = OperationID(rawValue: "s-2")
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        desk.written(id, 2)
        var refusal = Fixture.refusal(.licenseNotActive)
        refusal.problem.facts.endpoint = "/api/v4/activate_license"
        desk.client(.responded(id, .failure(refusal), at: desk.now))
        desk.written(id, 1)
        #expect(desk.words.contains("The activation was refused"), "\(desk.text)")
        #expect(!desk.words.contains("activate this device"), "what was just refused is no advice")
    }

    /// Wording: a retry that only helps after a change.
    @Test func aRetryThatNeedsAChangeSaysSo() {
        #expect(failed(.licenseNotFound).words.contains("Retry not before something is changed"))
    }

    /// A problem about somebody else's row leaves the keys with who is choosing.
    @Test func helpInTheProblemListsWhatIsNotPossibleNow() {
        var desk = failed(.blacklisted)
        desk.press(.character("?"))
        #expect(desk.text.contains("Help · Problem"))
        #expect(desk.words.contains("Not now: A license key names one license"))
        #expect(desk.words.contains("Not now: There is no other problem."))
    }

    /// `R` while its own repetition was queued put "operation in progress" in the place of the problem.
    @Test func whatIsUnderWayIsNotRetried() {
        var desk = DeskScript(columns: 120, rows: 40, product: "CAD-PRO", settleAfterSeconds: 30)
        desk.fillIn()
        desk.borrow(.failure(Fixture.timeout))
        #expect(desk.footer.contains("R retry"), "\(desk.text)")
        desk.press(.character("R"))
        let named = Client.Identified(reference: Fixture.keyReference, identification: .licenseKey(Fixture.key))
        desk.client(.identified(OperationID(rawValue: "s-2"), .success(named), at: desk.now))
        #expect(desk.state.client.underway.values.contains { $0.waitsUntil != nil }, "\(desk.text)")
        #expect(!desk.footer.contains("R retry"), "\(desk.text)")
        #expect(desk.press(.character("R")) == [])
        #expect(desk.state.client.underway.count == 1)
        #expect(desk.state.client.troubles.map(\.problem.code) == [.transportTimeout], "\(desk.text)")
        #expect(desk.words.contains("An operation on it is under way."), "\(desk.text)")
    }

    /// A refused activation stood beside the older problem, which still said "activate this device".
    @Test func whatWasRefusedIsNoRemedyAnyMore() {
        var desk = failed(.deviceNotFound)
        #expect(desk.box("Problem").contains("activate this device"), "\(desk.text)")
        desk.press(.character("a"))
        guard case .client(.identify(let id, _)) = desk.press(.enter).first else {
            Issue.record("nothing was sent: \(desk.text)")
            return
        }
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .failure(Fixture.refusal(.authenticationFailure)), at: desk.now))
        desk.written(id, 1)
        desk.rest()
        desk.press(.character("n"))
        #expect(desk.text.contains("device_not_found"), "\(desk.text)")
        #expect(!desk.box("Problem").contains("activate this device"), "\(desk.text)")
        desk.press(.character("a"))
        #expect(desk.words.contains("The activation has a problem of its own"), "\(desk.text)")
    }

    /// The panel left out what does not help as things stand, its details told that still.
    @Test(arguments: [ProblemCode.floatingNotAvailable, .deviceNotFound, .transportTimeout])
    func thePanelAndItsDetailsTellTheSame(code: ProblemCode) {
        var desk = DeskScript(columns: 200, rows: 60, product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(code == .transportTimeout ? Fixture.timeout : Fixture.refusal(code)))
        if desk.state.focus != .problem { desk.press(.character("!")) }
        func told(_ title: String, until next: String) -> String {
            let words = desk.box(title).replacing(#/ \(.\)/#, with: "")
            return words.firstMatch(of: /You can (.*?) Likely/).map { String($0.1) } ?? words
        }
        let panel = told("Problem", until: "Likely")
        desk.press(.character("d"))
        #expect(told("Details", until: "Likely") == panel, "\(desk.text)")
    }

    /// The form began anew at the product, which the next letter replaced.
    @Test func closingAProblemLeadsBackToTheButtonItCameFrom() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        #expect(desk.state.form.focus == .borrow)
        desk.borrow(.failure(Fixture.refusal(.internalError)))
        #expect(desk.state.focus == .problem, "\(desk.text)")
        desk.press(.escape)
        #expect(desk.state.focus == .form && desk.state.form.focus == .borrow, "\(desk.text)")
        #expect(!desk.words.contains("What you type takes its place."), "\(desk.text)")
    }
}
