import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// The form: Enter goes on, Down opens, nothing that was typed is replaced unasked.
@Suite struct FormTests {
    @Test func enterGoesOnToWhatIsWantedAndThenSends() {
        var desk = DeskScript()
        desk.type("CAD-PRO")
        desk.press(.enter)
        #expect(desk.state.form.focus == .key)
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.enter)
        #expect(desk.state.form.focus == .until)
        desk.press(.enter)
        #expect(desk.state.form.focus == .borrow)
        #expect(desk.footer.contains("Enter borrow"))
        #expect(!desk.press(.enter).isEmpty)
    }

    /// S4: a second Enter threw away what was typed.
    @Test func enterNeverReplacesWhatIsTyped() {
        var desk = DeskScript()
        desk.type("NEWPROD")
        desk.press(.enter, .backTab, .backTab)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.state.form[.product].text == "NEWPROD")
        desk = DeskScript(product: "CAD-PRO")
        desk.press(.backTab, .backTab, .backTab, .backTab, .character(" "), .tab, .tab, .tab, .tab)
        #expect(desk.state.form.focus == .device)
        desk.type("render-node-18")
        desk.press(.enter)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.state.form[.device].text == "render-node-18")
        #expect(desk.state.form.focus == .borrow)
    }

    @Test func downOpensTheListFilteredByWhatIsTyped() {
        var desk = DeskScript()
        desk.type("SIM")
        desk.press(.down)
        guard case .choice = desk.state.overlays.last else {
            Issue.record("expected a list, got \(desk.state.overlays)")
            return
        }
        #expect(desk.text.contains("SIM-X") && !desk.text.contains("CAD-PRO"))
        desk.press(.escape)
        #expect(desk.state.form[.product].text == "SIM", "left is as it was")
        desk.press(.down, .enter)
        #expect(desk.state.form[.product].text == "SIM-X")
    }

    @Test func anEmptyFieldsEnterOpensItsList() {
        var desk = DeskScript()
        desk.press(.enter)
        guard case .choice = desk.state.overlays.last else {
            Issue.record("expected a list, got \(desk.state.overlays)")
            return
        }
    }

    @Test func whatIsTypedTakesThePlaceOfADefault() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.press(.tab, .tab)
        #expect(desk.state.form[.until].text == "2026-11-24 18:00")
        desk.type("fri 18:00")
        #expect(desk.state.form[.until].text == "fri 18:00")
        #expect(desk.text.contains("Fri 27 Nov 18:00"))
    }

    /// S3: Escape swapped between a place of commands and a place of text.
    @Test func escapeEscapeAndAReturnIsAReturnFromAnywhere() {
        let borrow = Fixture.borrow("b", license: .user("ana@acme.example"))
        let ways: [[Key]] = [
            [], [.character("b")], [.character("b"), .character("x")], [.character("b"), .tab, .down],
            [.character("r")], [.character("e")], [.character("?")], [.character(":")], [.enter],
            [.character("/"), .character("c")],
        ]
        for way in ways {
            var desk = DeskScript(borrows: [borrow])
            for key in way { desk.press(key) }
            desk.press(.escape, .escape, .character("r"))
            #expect(
                desk.text.contains("Return CAD-PRO ana@acme.example on this host now?"), "after \(way.map(\.label))")
        }
    }

    /// And where a problem has the keys, wherever it came from.
    @Test func aProblemIsClosedOnTheWayToTheList() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"))], product: "MESH")
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.licenseNotFound)))
        #expect(desk.state.focus == .problem)
        desk.press(.escape)
        #expect(desk.state.focus == .form, "back to where it came up")
        desk.press(.escape)
        #expect(desk.state.focus == .list)
        desk.choose("b")
        desk.press(.character("r"))
        #expect(desk.text.contains("Return CAD-PRO ana@acme.example on this host now?"))
    }

    @Test func theFormBeginsAtTheFirstFieldThatWantsSomething() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")])
        #expect(desk.state.focus == .list, "the list is home where there are rows")
        desk.press(.character("b"))
        #expect(desk.state.form.focus == .product)
        desk.type("MESH")
        desk.press(.tab, .tab, .tab, .escape, .character("b"))
        #expect(desk.state.form.focus == .key)
        #expect(DeskScript().state.focus == .form, "on an empty ledger the form has the keys")
    }

    /// It began at the key although the product was known to be wrong.
    @Test func theFormBeginsAtWhatIsKnownToBeWrong() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")])
        desk.press(.character("b"))
        desk.type("xc1")
        desk.press(.tab)
        desk.client(.queried(.product("xc1"), .failure(Fixture.refusal(.unknownProduct))))
        desk.press(.escape, .character("b"))
        #expect(desk.state.form.focus == .product)
        desk = DeskScript(borrows: [Fixture.borrow("b")], product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.unknownProduct)))
        desk.rest()
        desk.press(.escape, .escape, .character("b"))
        #expect(desk.state.form.focus == .product, "\(desk.text)")
    }

    @Test func licenseAndDeviceAreFoldedUntilTheyAreWanted() {
        var desk = DeskScript(product: "CAD-PRO")
        #expect(desk.text.contains("any, this host"))
        #expect(!desk.state.form.fields.contains(.device))
        desk.press(.tab, .tab, .tab, .character(" "))
        #expect(desk.state.form.fields.contains(.device) && desk.state.form.fields.contains(.license))
        desk.press(.character(" "))
        #expect(!desk.state.form.fields.contains(.device))
    }

    /// Walk 5: the desk turned the sign-in by itself and said nothing about it.
    @Test func theSignInFollowsTheProductAndSaysSo() {
        var desk = DeskScript()
        desk.type("SIM-X")
        desk.press(.tab)
        let product = Product(code: "SIM-X", name: "Simulator", signIn: .user)
        desk.client(.queried(.product("SIM-X"), .success(.product(Response(value: product)))))
        #expect(desk.state.form.signIn == .user)
        #expect(desk.words.contains("Licenses of SIM-X are used by user and password"))
    }

    /// A profile with a user name signed in by user to a product of license keys, and nothing said so.
    @Test func aProductThatIsOpenedInAnotherWayIsTold() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.press(.backTab, .character(" "), .tab)
        desk.type("ana@acme.example")
        let query = Client.Query.product("CAD-PRO")
        desk.press(.enter)
        #expect(desk.state.client.queries == [query], "who signs in learns how")
        desk.type("tulip")
        let product = Product(code: "CAD-PRO", name: "", signIn: .licenseKey)
        desk.client(.queried(query, .success(.product(Response(value: product)))))
        #expect(desk.state.form.signIn == .user, "what was typed stays")
        #expect(
            desk.box("New").contains("! Licenses of CAD-PRO are used by license key: choose that here."), "\(desk.text)"
        )
    }

    /// M14: `?` helps where no text is typed.
    @Test func theQuestionMarkHelpsOnRadiosTogglesAndButtons() {
        for backTabs in [1, 3, 2] {
            var desk = DeskScript(product: "CAD-PRO")
            for _ in 0..<backTabs { desk.press(backTabs == 1 ? .backTab : .tab) }
            if backTabs == 2 { desk.press(.tab, .tab) }
            #expect(![.key, .until, .product].contains(desk.state.form.focus))
            desk.press(.character("?"))
            #expect(desk.text.contains("Help · New borrow"), "\(desk.state.form.focus)")
        }
        var desk = DeskScript()
        desk.press(.character("?"))
        #expect(desk.state.form[.product].text == "?", "in a text field it is text")
        desk.press(.function(1))
        #expect(desk.text.contains("Help · New borrow"))
        #expect(desk.words.contains("Delete all before the cursor"), "the editing keys stand there, too")
    }

    @Test func theLimitIsSaidToBeUnknownUntilTheFirstResponse() {
        var desk = DeskScript(product: "CAD-PRO")
        #expect(desk.box("New").contains("longest borrow: told once it is borrowed"))
        desk.press(.tab, .character(" "))
        #expect(desk.box("New").contains("as long as the license allows"))
    }

    /// What matters was cut off at the edge of the form.
    @Test(arguments: [40, 80, 120]) func whatTheEndComesToIsNeverCut(columns: Int) {
        var desk = DeskScript(
            columns: columns, rows: 24,
            borrows: [Fixture.borrow("b", product: "SIM-X")],
            product: "SIM-X")
        desk.press(.character("b"))
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab, .tab)
        #expect(desk.state.form.focus == .until)
        desk.type("+200h")
        #expect(desk.box("New").contains("8 d 8 h: longest 7 d, until Mon 30 Nov 14:02"), "\(desk.text)")
        desk.press(.control("u"))
        desk.type("2026-11-20 09:00")
        #expect(desk.box("New").contains("past: 3 d 5 h ago"), "\(desk.text)")
    }

    @Test func aDurationIsShownAsItWasTyped() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.press(.tab, .tab)
        desk.type("+36h")
        desk.script.play(.resumed(at: desk.now.addingTimeInterval(0.4)))
        #expect(desk.box("New").contains("1 d 12 h"), "\(desk.text)")
    }

    @Test func onAHostInUTCOneTimeIsEnough() {
        let desk = DeskScript(product: "CAD-PRO", zone: "UTC")
        #expect(desk.box("New").contains("Tue 24 Nov 18:00 UTC"))
        #expect(!desk.box("New").contains("= "))
    }

    @Test func aRefusedCodeIsNotOfferedAgain() {
        var desk = DeskScript()
        desk.type("mesh")
        desk.press(.tab)
        desk.client(.queried(.product("mesh"), .failure(Fixture.refusal(.unknownProduct))))
        #expect(desk.box("New").contains("No product of that code"))
        desk.press(.backTab, .control("u"), .down)
        #expect(!desk.text.contains("mesh"))
    }

    /// A refused key cannot be seen, so what is pasted next must not be added to it.
    @Test func aKeyThatIsCorrectedGivesWayToWhatIsPasted() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.licenseNotFound, "no")))
        desk.rest()
        desk.press(.character("k"))
        #expect(desk.state.form.focus == .key && desk.words.contains("What you type takes its place."), "\(desk.text)")
        desk.press(.paste("DDDD-EEEE-FFFF-5555"))
        #expect(desk.state.form[.key].text == "DDDD-EEEE-FFFF-5555")
        #expect(!desk.words.contains("takes its place"))
    }

    @Test func aReturnForgetsAKeyThatWillNotDo() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")])
        desk.press(.character("r"), .paste("two words"), .enter)
        #expect(desk.box("Return").contains("What was typed is forgotten; type or paste it anew."), "\(desk.text)")
        #expect(!desk.press(.paste("AAAA-BBBB-CCCC-4444"), .enter).isEmpty)
        desk = DeskScript(borrows: [Fixture.borrow("b")])
        desk.press(.character("r"), .enter)
        #expect(!desk.words.contains("forgotten"), "nothing was typed")
    }

    /// A message of a thousand characters took the whole form.
    @Test func aLongMessageAboutTheProductIsCutAndToldWholeInTheHelp() {
        var desk = DeskScript(columns: 80, rows: 50)
        desk.press(.function(1), .escape)
        desk.type("MESH")
        desk.press(.tab)
        let message = (1...120).map { "word\($0)" }.joined(separator: " ")
        let problem = Problem(.internalError, status: 500, message: message, time: desk.now, effect: .none)
        desk.client(.queried(.product("MESH"), .failure(ServiceFailure(problem))))
        #expect(desk.words.contains("Not looked up: word1") && !desk.text.contains("word40"), "\(desk.text)")
        desk.press(.function(1), .end)
        #expect(desk.text.contains("word120"), "\(desk.text)")
    }

    /// "render-farm-node-…" stood there for each device of a farm.
    @Test func aLongDeviceIsToldByBothItsEnds() {
        let row = App.GuideRow(
            title: "works", text: "A device of a farm.", product: "CAD-PRO", licenseKey: "CADP-7Q2M-K4XN-9F3T",
            hardwareID: "render-farm-node-0012")
        var desk = DeskScript(isDemo: true, guide: [row])
        desk.press(.function(2), .enter)
        #expect(desk.row("Device")?.contains(/render.*….*0012/) == true, "\(desk.text)")
        for _ in 0..<5 { desk.press(.backTab) }
        desk.press(.character(" "))
        #expect(desk.row("More")?.contains("0012") == true, "\(desk.text)")
    }
}
