import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// What somebody typed is neither lost nor taken for something else.
@Suite struct KeptDraftTests {
    @Test func anExtensionLeavesTheFormAsItWasTyped() {
        let borrow = Fixture.borrow("b", license: .user("ana@acme.example"))
        var desk = DeskScript(borrows: [borrow])
        desk.press(.character("b"))
        desk.type("MESH")
        desk.press(.escape, .character("e"), .tab)
        desk.type("harbour-1")
        desk.press(.enter)
        let id = OperationID(rawValue: "s-1")
        desk.client(
            .identified(id, .success(.init(reference: borrow.subject.license, identification: nil)), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .success(.borrow(Response(value: Fixture.grant()))), at: desk.now))
        desk.written(id, 1)
        #expect(desk.state.client.underway.isEmpty)
        #expect(desk.state.form[.product].text == "MESH")
    }

    /// Plays the response to a borrow that was sent, which grants it.
    private func grant(_ id: String, _ desk: inout DeskScript) {
        let id = OperationID(rawValue: id)
        desk.client(
            .identified(id, .success(.init(reference: Fixture.keyReference, identification: nil)), at: desk.now))
        desk.written(id, 2)
        desk.client(.responded(id, .success(.borrow(Response(value: Fixture.grant()))), at: desk.now))
        desk.written(id, 1)
        #expect(desk.state.client.underway.isEmpty, "\(desk.text)")
    }

    /// Whoever had gone to the list lost the text and the secret of the next borrow.
    @Test func whatWasTypedSinceABorrowWasSentStaysAsThatIsGranted() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.press(.enter, .backTab, .backTab, .backTab)
        desk.type("X")
        desk.press(.escape)
        grant("s-1", &desk)
        #expect(desk.state.form[.key].text == "AAAA-BBBB-CCCC-4444X")
        var same = DeskScript(product: "CAD-PRO")
        same.fillIn()
        same.press(.enter, .escape)
        grant("s-1", &same)
        #expect(same.state.form[.key].text.isEmpty, "what was sent is done with")
    }

    @Test func aCorrectionOfAnotherRequestStaysAsTheOneThatWasSentIsGranted() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.licenseNotFound, "no")))
        desk.press(.tab, .backTab, .backTab, .control("u"))
        while desk.state.form.focus != .product { desk.press(.backTab) }
        desk.press(.control("u"))
        desk.type("MESH")
        desk.press(.tab, .tab)
        #expect(desk.state.form.focus == .key, "\(desk.text)")
        desk.type("AAAA-BBBB-CCCC-5555")
        while desk.state.form.focus != .borrow { desk.press(.tab) }
        desk.press(.enter, .escape, .character("!"), .character("p"))
        if desk.state.form[.product].text != "CAD-PRO" { desk.press(.enter) }
        #expect(desk.state.form[.product].text == "CAD-PRO" && desk.state.client.underway.count == 1, "\(desk.text)")
        grant("s-2", &desk)
        #expect(desk.state.form[.product].text == "CAD-PRO")
        #expect(desk.state.form[.key].text == "AAAA-BBBB-CCCC-4444", "\(desk.text)")
    }

    /// Whatever leads into the form asks before it replaces what was typed there.
    @Test func whatWasTypedIsNotReplacedUnasked() {
        var over = Fixture.borrow("over", product: "SIM-X", license: .user("ana@acme.example"), hours: -5)
        over.releasedAt = TestClock.start
        let ways: [(name: String, keys: [Key])] = [
            ("a row that is over", [.character("a")]), ("the guide", [.function(2), .enter]),
        ]
        for way in ways {
            var desk = DeskScript(borrows: [over], isDemo: true, guide: SampleBorrows.guide)
            desk.press(.character("b"))
            desk.type("MESH")
            desk.press(.tab, .tab, .paste("AAAA-BBBB-CCCC-4444"), .escape)
            for key in way.keys { desk.press(key) }
            #expect(
                desk.box("Fill the form in").contains("which is lost then: Product, Key. Fill it in anew?"),
                "\(way.name): \(desk.text)")
            desk.press(.escape)
            #expect(desk.state.form[.product].text == "MESH" && desk.state.focus == .list, "\(way.name)")
            for key in way.keys { desk.press(key) }
            desk.press(.enter)
            #expect(desk.state.form[.product].text != "MESH" && desk.state.focus == .form, "\(way.name)")
            #expect(desk.state.overlays.isEmpty)
        }
    }

    @Test func aCorrectionAsksBeforeItReplacesWhatWasTypedSince() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.licenseNotFound, "no")))
        desk.rest()
        desk.press(.tab, .backTab, .backTab)
        desk.press(.home, .control("k"))
        desk.type("MESH")
        desk.press(.escape, .character("!"))
        #expect(desk.state.form[.product].text == "MESH", "\(desk.text)")
        desk.press(.character("k"))
        #expect(desk.box("Fill the form in").contains("lost then: Product."), "\(desk.text)")
        desk.press(.escape)
        #expect(desk.state.form[.product].text == "MESH" && desk.state.focus == .problem, "\(desk.text)")
        desk.press(.character("k"), .character("y"))
        #expect(desk.state.form[.product].text == "CAD-PRO" && desk.state.form.focus == .key, "\(desk.text)")
    }

    /// What was sent stands in the form as it was typed; it was written anew as a date.
    @Test func aCorrectionOfWhatWasSentLastLeavesItAsItWasTyped() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.press(.paste("AAAA-BBBB-CCCC-4444"), .enter)
        desk.type("fri 18:00")
        desk.press(.enter)
        desk.borrow(.failure(Fixture.refusal(.licenseNotFound, "no")))
        desk.rest()
        desk.press(.character("k"))
        #expect(desk.state.overlays.isEmpty && desk.state.form.focus == .key, "\(desk.text)")
        #expect(desk.state.form[.until].text == "fri 18:00")
    }

    @Test func whatWasFilledInAndNotTouchedIsReplacedUnasked() {
        var over = Fixture.borrow("over", product: "SIM-X", license: .user("ana@acme.example"), hours: -5)
        over.releasedAt = TestClock.start
        var desk = DeskScript(borrows: [over], isDemo: true, guide: SampleBorrows.guide)
        desk.press(.function(2), .enter, .escape, .character("a"))
        #expect(desk.state.overlays.isEmpty && desk.state.form[.product].text == "SIM-X", "\(desk.text)")
    }

    /// "xc1" + what was typed.
    @Test func theConfiguredProductGivesWayToWhatIsTyped() {
        var desk = DeskScript(product: "xc1")
        desk.press(.backTab, .backTab)
        #expect(desk.state.form.focus == .product)
        #expect(desk.words.contains("What you type takes its place."), "\(desk.text)")
        var kept = desk
        desk.type("MESH")
        #expect(desk.state.form[.product].text == "MESH" && !desk.words.contains("takes its place"), "\(desk.text)")
        kept.press(.end, .character("2"))
        #expect(kept.state.form[.product].text == "xc12")
        kept = DeskScript(product: "xc1")
        kept.press(.backTab, .backTab, .backspace)
        #expect(kept.state.form[.product].text == "xc")
    }

    /// A key that was pasted into Product could be read there.
    @Test func aLicenseKeyIsNotReadableInAnotherField() {
        let key = "AAAA-BBBB-CCCC-4444"
        var desk = DeskScript(columns: 120, rows: 40)
        desk.press(.paste(key))
        #expect(!desk.text.contains("AAAA") && desk.text.contains("•••"), "\(desk.text)")
        desk.press(.down)
        #expect(!desk.text.contains("AAAA"), "\(desk.text)")
        desk.press(.escape, .tab)
        #expect(desk.words.contains("This looks like a license key; type it into Key."), "\(desk.text)")
        desk = DeskScript(columns: 120, rows: 40, product: "CAD-PRO")
        desk.press(.tab, .tab, .tab, .character(" "))
        for id in [FormField.ID.license, .feature, .bundle, .device] {
            desk.press(.tab)
            #expect(desk.state.form.focus == id)
            desk.press(.paste(key))
            #expect(!desk.text.contains("AAAA"), "\(id): \(desk.text)")
        }
        desk.press(.tab)
        #expect(desk.state.form.errors[.device] == "This looks like a license key; type it into Key.")
        desk.press(.backTab, .control("u"), .paste("123e4567-e89b-12d3-a456-426614174000"), .tab)
        #expect(desk.state.form.errors[.device] == nil && desk.text.contains("123e4567"), "\(desk.text)")
        desk = DeskScript(columns: 120, rows: 40, borrows: [Fixture.borrow("b")], product: "CAD-PRO")
        desk.press(.character("b"), .tab, .tab, .paste(key))
        #expect(desk.state.form.focus == .until && !desk.text.contains("AAAA"), "\(desk.text)")
        desk.press(.tab)
        #expect(!desk.text.contains("AAAA"), "\(desk.text)")
        desk.press(.escape, .character("/"), .paste(key))
        #expect(!desk.text.contains("AAAA"), "\(desk.text)")
    }

    @Test func aReasonThatHoldsALicenseKeyIsNotWrittenDown() {
        let doubt = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [doubt])
        desk.press(.character("v"), .paste("it was AAAA-BBBB-CCCC-4444"))
        #expect(!desk.text.contains("AAAA"), "\(desk.text)")
        #expect(desk.press(.enter).isEmpty)
        #expect(desk.words.contains("which the history must not keep"), "\(desk.text)")
        #expect(desk.words.contains("If it is none, Enter once more keeps it."), "\(desk.text)")
        desk.press(.character("5"))
        #expect(desk.press(.enter).isEmpty, "another text is asked about anew")
        #expect(desk.press(.enter).isEmpty, "and what was pressed before that could be read is no answer")
        desk.script.play(.ticked(at: desk.now.addingTimeInterval(2)))
        desk.now += 2
        #expect(!desk.press(.enter).isEmpty, "whoever was told knows")
    }

    @Test(arguments: [
        "was CADP-7Q2M-K4XN-9F3T.", "cadp-7q2m-k4xn-9f3t", "(CADP-7Q2M-K4XN-9F3T)", "it is 7Q2M-K4XN-9F3T,",
    ])
    func aKeyInAReasonIsSeenWhateverStandsAroundIt(reason: String) {
        var desk = DeskScript(borrows: [Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))])
        desk.press(.character("v"), .paste(reason))
        #expect(!desk.text.lowercased().contains("9f3t"), "\(desk.text)")
        #expect(desk.press(.enter).isEmpty)
        #expect(desk.words.contains("which the history must not keep"), "\(desk.text)")
    }

    @Test(arguments: ["FAULT-SLOWCADP-7Q2M-K4XN-9F3T", "cadp-7q2m-k4xn-9f3t", "CADP-7Q2M-K4XN-9F3T"])
    func aKeyInProductIsNotSent(text: String) {
        var desk = DeskScript()
        desk.press(.function(1), .escape, .paste(text))
        #expect(!desk.text.lowercased().contains("9f3t"), "\(desk.text)")
        #expect(desk.press(.enter).isEmpty && desk.press(.enter).isEmpty && desk.press(.tab).isEmpty)
        #expect(desk.state.client.queries.isEmpty)
    }

    /// `render-node-0017`, a device of the demo's own guide, was taken for a license key.
    @Test(arguments: [
        "build-server-0003", "render-node-0017", "stolen-laptop-0001", "Build-Server-0003", "BUILD-SERVER-0003",
    ])
    func aNameOfADeviceIsNoLicenseKey(name: String) {
        var desk = DeskScript(columns: 120, rows: 40, product: "CAD-PRO")
        desk.press(.tab, .tab, .tab, .character(" "), .tab, .tab, .tab, .tab)
        #expect(desk.state.form.focus == .device)
        desk.type(name)
        #expect(desk.text.contains(name), "\(desk.text)")
        desk.press(.enter)
        #expect(desk.state.form.errors.isEmpty && desk.state.form.focus == .borrow, "\(desk.text)")
        let doubt = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        desk = DeskScript(borrows: [doubt])
        desk.press(.character("v"))
        desk.type("seen on \(name)")
        #expect(desk.text.contains(name) && !desk.press(.enter).isEmpty, "\(desk.text)")
    }

    /// There was no way to name it.
    @Test func aNameThatLooksLikeALicenseKeyIsKeptByASecondEnter() {
        var desk = DeskScript(columns: 120, rows: 40, product: "CAD-PRO")
        desk.press(.tab, .tab, .tab, .character(" "), .tab, .tab, .tab, .tab)
        desk.type("NODE-RACK-0017")
        #expect(!desk.text.contains("NODE"), "\(desk.text)")
        desk.press(.enter)
        #expect(desk.state.form.focus == .device, "it stays where it is asked")
        #expect(
            desk.words.contains("This looks like a license key; type it into Key. If it is none,"), "\(desk.text)")
        desk.press(.enter)
        #expect(desk.state.form.focus == .device, "it could not be read yet")
        desk.now += 2
        desk.press(.enter)
        #expect(desk.state.form.errors.isEmpty && desk.state.form.focus == .borrow, "\(desk.text)")
        #expect(desk.text.contains("NODE-RACK-0017"), "\(desk.text)")
    }

    @Test func aDeviceOfTheListAndOneOfTheGuideAreNames() {
        let name = "NODE-RACK-0017"
        let row = App.GuideRow(
            title: "works", text: "Try.", product: "CAD-PRO", licenseKey: "CADP-7Q2M-K4XN-9F3T", hardwareID: name)
        var desk = DeskScript(columns: 120, rows: 40, borrows: [], isDemo: true, guide: [row])
        desk.press(.function(2), .enter)
        #expect(desk.text.contains(name), "\(desk.text)")
        #expect(!desk.press(.enter).isEmpty && desk.state.client.underway.count == 1, "\(desk.text)")
        let other = Fixture.borrow("b", hardwareID: HardwareID(rawValue: name))
        desk = DeskScript(columns: 120, rows: 40, borrows: [other], product: "CAD-PRO")
        desk.press(.character("b"), .tab, .tab, .tab, .character(" "), .tab, .tab, .tab, .tab)
        desk.press(.down, .down, .enter)
        #expect(desk.state.form[.device].text == name, "\(desk.text)")
        #expect(desk.state.form.errors[.device] == nil && desk.text.contains(name), "\(desk.text)")
    }

    @Test func anEndThatIsTypedOverTheMaximumIsMeant() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"), hours: 160)])
        desk.press(.character("e"))
        #expect(desk.box("Extend").contains("[x] max borrow time"))
        desk.type("+1h")
        #expect(desk.box("Extend").contains("+1h"))
        #expect(!desk.box("Extend").contains("[x] max borrow time"))
    }

    /// A blank at the end that stood there wiped it.
    @Test func aBlankWipesNoEnd() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"), hours: 99)])
        desk.press(.character("e"), .character(" "))
        #expect(desk.box("Extend").contains("Until 2026-11-28 17:02"), "\(desk.text)")
        var form = DeskScript(product: "CAD-PRO")
        form.press(.tab, .tab)
        let before = form.state.form[.until].text
        form.press(.character(" "))
        #expect(!before.isEmpty && form.state.form[.until].text.hasPrefix(before), "\(form.text)")
    }

    @Test func comingBackFromTheMaximumGivesTheTypedEndBack() {
        for key in [Key.control("t"), .character(" ")] {
            var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"), hours: 99)])
            desk.press(.character("e"))
            desk.type("fri 9")
            desk.press(.control("t"))
            #expect(desk.box("Extend").contains("[x] max borrow time"))
            desk.press(key)
            #expect(desk.box("Extend").contains("Until fri 9"), "\(key.label)")
            desk.press(.control("t"), .character("s"))
            #expect(desk.box("Extend").contains("Until fri 9s"), "a letter brings it back as well")
        }
    }

    @Test func textOnAFieldThatTakesNoneIsToldAndNotSwallowed() {
        var desk = DeskScript()
        desk.press(.tab)
        desk.type("x")
        #expect(desk.text.contains("Nothing can be typed here"))
    }

    @Test func aNewBorrowNeverBeginsOnTheButton() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")], product: "CAD-PRO")
        desk.press(.character("b"))
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.escape, .character("b"))
        #expect(desk.state.form.focus == .product)
    }
}
