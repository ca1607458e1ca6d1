import ClientCore
import Demo
import Foundation
import Licensing
import Sandbox
import Screens
import TerminalUI
import TestKit
import Testing

/// What lies over the desk: help in each, lists that filter, a calendar that loses nothing.
@Suite struct OverlayTests {
    /// Everything that can lie over the desk, and whether letters are text there.
    private static let places: [(screen: GoldenScreen, isTyping: Bool)] = [
        (.calendar, false), (.choice, true), (.guide, true), (.commands, true), (.returnElsewhere, true),
        (.extend, true), (.repeatUnknown, true), (.returnMany, true), (.quit, false), (.find, true),
    ]

    /// M14: no help in calendar, lists, guide and dialogs.
    @Test(arguments: places) func helpIsEverywhere(place: (screen: GoldenScreen, isTyping: Bool)) {
        for key in place.isTyping ? [Key.function(1)] : [.function(1), .character("?")] {
            var desk = place.screen.desk(80, 24)
            let before = desk.state.overlays.count
            desk.press(key)
            #expect(desk.text.contains("Help · "), "\(key.label) in \(place.screen)")
            desk.press(.escape)
            #expect(desk.state.overlays.count == before, "and back")
        }
    }

    @Test(arguments: places) func aDialogShowsItsOwnKeys(place: (screen: GoldenScreen, isTyping: Bool)) {
        guard [.returnElsewhere, .extend, .repeatUnknown, .returnMany, .quit].contains(place.screen) else { return }
        let desk = place.screen.desk(200, 60)
        let inside = desk.frame.lines.dropLast().joined(separator: "\n")
        #expect(inside.contains("Esc cancel"), "\(place.screen)")
        #expect(inside.contains("Enter "), "\(place.screen)")
    }

    @Test func aChoiceFiltersAsOneTypes() {
        var desk = DeskScript()
        desk.press(.down)
        desk.type("sim")
        #expect(desk.text.contains("SIM-X") && !desk.text.contains("CAD-PRO"))
        desk.press(.enter)
        #expect(desk.state.form[.product].text == "SIM-X")
    }

    @Test func theGuideFiltersAndComesBackToItsRow() {
        var desk = DeskScript(isDemo: true, guide: SampleBorrows.guide)
        desk.press(.function(2))
        desk.type("not_found")
        desk.press(.enter)
        #expect(desk.state.form[.device].text == "render-node-17")
        #expect(desk.state.form.focus == .borrow)
        #expect(desk.text.contains("Filled in from the guide"))
        desk.press(.function(2))
        #expect(desk.frame.lines.first { $0.contains("│▸") }?.contains("device_not_found") == true)
    }

    @Test(arguments: ["6342", "gpu", "cadp-7q2m", "four hours", "floating_not_available ben", "render-node-17"])
    func theGuideIsSearchedForAllThatItsRowsStandFor(text: String) {
        let guide = Inventory.guide.map(App.GuideRow.init) + SampleBorrows.guide
        var desk = DeskScript(isDemo: true, guide: guide)
        desk.press(.function(2))
        desk.type(text)
        #expect(desk.frame.lines.contains { $0.contains("│▸") }, "\(desk.text)")
        #expect(!desk.text.contains("Nothing matches"))
    }

    /// Rows of the guide were cut where they differ.
    @Test(arguments: [40, 80, 120]) func theGuideTellsItsRowsApart(columns: Int) {
        let guide = Inventory.guide.map(App.GuideRow.init)
        var desk = DeskScript(columns: columns, rows: 60, isDemo: true, guide: guide)
        desk.press(.function(2))
        let lines = desk.frame.lines
        var seen: Set<String> = []
        for row in guide {
            let who = row.userName.isEmpty ? "…" + row.licenseKey.suffix(4) : String(row.userName.prefix { $0 != "@" })
            let name = row.license.isEmpty ? who : "\(who) …\(row.license.suffix(4))"
            // The longest names of exceptions are cut in their middle where the screen is narrow.
            let start = String(row.title.prefix(6))
            let end = String(row.title.suffix(5)) + " "
            let line = lines.first { line in
                [" " + start, "▸" + start].contains { line.contains($0) } && line.contains(end) && line.contains(name)
                    && line.contains(row.feature.isEmpty ? row.product : "\(row.product) · \(row.feature)")
            }
            #expect(line != nil, "\(row.title) \(name)\n\(desk.text)")
            if let line { seen.insert(line) }
        }
        #expect(seen.count == guide.count, "no two rows look alike")
    }

    /// Times were in UTC alone.
    @Test func detailsTellTimesByLocalClocksToo() {
        var returned = Fixture.borrow("b", license: .user("ana@acme.example"))
        returned.releasedAt = TestClock.start
        var desk = DeskScript(borrows: [returned])
        desk.press(.enter)
        #expect(desk.words.contains("Begun Mon 23 Nov 14:02:00 UTC+1 = 2026-11-23T13:02:00Z"), "\(desk.text)")
        #expect(desk.words.contains("Returned Mon 23 Nov 14:02:00 UTC+1 = 2026-11-23T13:02:00Z"))
        desk = DeskScript(borrows: [returned], zone: "GMT")
        desk.press(.enter)
        #expect(desk.words.contains("Begun 2026-11-23T13:02:00Z"))
    }

    /// What is over went on as if it held, and an extension counted as its beginning.
    @Test func detailsTellWhenABorrowBeganAndHowItEnded() {
        func details(_ borrow: Borrow) -> String {
            var desk = DeskScript(borrows: [borrow], zone: "GMT")
            desk.press(.character("d"))
            return desk.words
        }
        var extended = Fixture.borrow("b")
        extended.begunAt = TestClock.start.addingTimeInterval(-86_400)
        extended.operation = Fixture.operation("c")
        extended.operation.phase = .confirmed
        var words = details(extended)
        #expect(
            words.contains("Begun 2026-11-22T13:02:00Z") && words.contains("Last borrow 2026-11-23T13:02:00Z"),
            "\(words)")
        #expect(words.contains("Status borrowed") && words.contains("Ends 2026-11-30T13:02:00Z"), "\(words)")
        var returned = extended
        returned.operation = Fixture.operation("d", kind: .release)
        returned.operation.phase = .confirmed
        returned.releasedAt = TestClock.start
        words = details(returned)
        #expect(words.contains("Status over: returned Returned 2026-11-23T13:02:00Z by ops"), "\(words)")
        #expect(words.contains("End was 2026-11-30T13:02:00Z") && !words.contains("Ends "), "\(words)")
        words = details(Fixture.borrow("b", hours: -2))
        #expect(words.contains("Status over: its end has come Ended 2026-11-23T11:02:00Z"), "\(words)")
    }

    @Test func theDetailsOfAProblemHoldTheResponseAndACommand() {
        var desk = GoldenScreen.problemDetails.desk(120, 60)
        #expect(desk.words.contains("Response 400, application/json, 131 bytes"), "\(desk.text)")
        #expect(desk.text.contains(#"{"status":400,"code":"floating_not_available""#))
        #expect(desk.text.contains("  --header 'Accept: application/json' \\"), "blanks are kept")
        #expect(desk.press(.character("c")) == [.copy(SampleBorrows.exchange.command)])
        guard case .copy(let text)? = desk.press(.character("y")).first else {
            Issue.record("nothing was copied")
            return
        }
        #expect(text.contains(SampleBorrows.exchange.command))
        #expect(text.contains("Code         floating_not_available"))
    }

    /// What a server says is hostile until it is sanitised, on the screen and on the clipboard.
    @Test func aHostileResponseActsOnNothing() {
        var failure = Fixture.refusal(.blacklisted)
        failure.exchange = Exchange(
            requestID: "1x9k",
            command: "curl",
            reply: .init(
                status: 400, contentType: "text/html\u{1B}]52;c;aGk=\u{7}", body: "a\u{1B}]0;x\u{7}b\u{202E}c\u{9B}2J",
                size: 9))
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(failure))
        desk.press(.character("d"), .end)
        #expect(
            !desk.frame.rows.joined().contains {
                $0.text.unicodeScalars.contains { "\u{1B}\u{7}\u{202E}\u{9B}".unicodeScalars.contains($0) }
            })
        guard case .copy(let text)? = desk.press(.character("y")).first else {
            Issue.record("nothing was copied")
            return
        }
        #expect(!text.unicodeScalars.contains { "\u{1B}\u{7}\u{202E}\u{9B}".unicodeScalars.contains($0) })
    }

    @Test func detailsWithoutARequestOfferNoCommand() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")])
        desk.press(.enter)
        #expect(!desk.footer.contains("curl"))
        #expect(desk.press(.character("c")) == [])
    }

    @Test func outsideOfTheDemoThereIsNoGuide() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")])
        desk.press(.character("g"), .function(2))
        #expect(desk.state.overlays.isEmpty)
        desk.press(.character("?"))
        #expect(!desk.words.contains("demo"), "advice that leads nowhere")
    }

    @Test func aCommandIsFoundByItsNameAndDone() {
        let borrow = Fixture.borrow("b", license: .user("ana@acme.example"))
        var desk = DeskScript(borrows: [borrow])
        desk.press(.character(":"))
        desk.type("ask server")
        desk.press(.enter)
        #expect(desk.words.contains("Ask the server about CAD-PRO ana@acme.example on this host?"))
        desk.press(.escape, .character("b"), .alt("x"))
        desk.type("turn on")
        #expect(desk.text.contains("Commands"), "from the form, too")
    }

    @Test func aCommandThatIsBarredSaysWhyAndStays() {
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"))])
        desk.press(.character(":"))
        desk.type("settle")
        #expect(desk.box("Commands").contains("not now: Nothing to settle"))
        desk.press(.enter)
        #expect(desk.state.overlays.count == 1)
        #expect(
            desk.frame.lines.contains { $0.contains("Nothing to settle") && !$0.contains("not now") }, "\(desk.text)")
    }

    @Test func aCopySaysThatItWasSent() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")])
        desk.press(.enter)
        guard case .copy(let text)? = desk.press(.character("y")).first else {
            Issue.record("nothing was copied")
            return
        }
        #expect(text.contains("CAD-PRO"))
        #expect(desk.text.contains("Sent to the terminal's clipboard."), "\(desk.text)")
    }

    @Test func detailsAreSavedToAFile() {
        var desk = DeskScript(borrows: [Fixture.borrow("b")])
        desk.press(.enter)
        #expect(desk.footer.contains("w save"))
    }

    @Test(arguments: [Key.escape, .enter, .character("q")]) func detailsAreLeft(key: Key) {
        var desk = DeskScript(borrows: [Fixture.borrow("b")])
        desk.press(.enter)
        #expect(desk.press(key) == [])
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.state.focus == .list)
    }

    /// M7: a past time was taken.
    @Test func theCalendarNeverTakesAPastTime() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.press(.tab, .tab, .down, .character("t"))
        for digit in "0800" { desk.press(.character(digit)) }
        #expect(desk.box("Until").contains("! 08:00 is past"))
        desk.press(.enter)
        #expect(desk.state.overlays.count == 1, "Enter does not take it")
        #expect(desk.state.form[.until].text == "2026-11-24 18:00")
    }

    /// M7: half a time was lost without a word.
    @Test func theCalendarNeverLosesHalfATime() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.press(.tab, .tab, .down, .right, .character("2"))
        #expect(desk.text.contains("Time 2_:__"))
        desk.press(.enter)
        #expect(desk.state.overlays.count == 1 || desk.state.form[.until].text.hasSuffix("02:00"), "\(desk.text)")
        desk = DeskScript(product: "CAD-PRO")
        desk.press(.tab, .tab, .down, .right, .character("9"), .right)
        #expect(desk.text.contains("9"), "moving on keeps what was typed")
    }

    /// Walk 21: a question about a return stayed after another desk had returned it.
    @Test func aQuestionAboutWhatAnotherDeskHasReturnedCloses() {
        let borrow = Fixture.borrow("b", license: .user("ana@acme.example"))
        var returned = borrow
        returned.releasedAt = TestClock.start
        for key in [Key.character("r"), .character("e")] {
            var desk = DeskScript(borrows: [borrow])
            desk.press(key)
            #expect(desk.state.overlays.count == 1)
            desk.reads([], line: 7)
            #expect(desk.press(.enter) == [] && desk.state.overlays.isEmpty, "\(key.label): it is gone")
        }
        var desk = DeskScript(borrows: [borrow])
        desk.press(.character("r"))
        desk.reads([returned], line: 7)
        #expect(desk.state.overlays.isEmpty)
    }

    @Test func aQuestionAboutADoubtThatIsSettledCloses() {
        let doubtful = Fixture.borrow("b", license: .user("ana@acme.example"), phase: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [doubtful])
        desk.press(.character("v"))
        desk.reads([Fixture.borrow("b", license: .user("ana@acme.example"))], line: 7)
        #expect(desk.words.contains("Too late: the outcome"), "there is nothing to settle any more")
        #expect(desk.press(.enter) == [] && desk.state.overlays.isEmpty)
    }

    /// S5: the seat of another machine was taken by one Enter.
    @Test func anotherDevicesBorrowWantsATypedWord() {
        let device = HardwareID(rawValue: "render-node-17")
        var desk = DeskScript(borrows: [Fixture.borrow("b", license: .user("ana@acme.example"), hardwareID: device)])
        desk.press(.character("r"))
        #expect(desk.press(.enter) == [])
        #expect(desk.press(.character("y")) == [])
        #expect(desk.state.overlays.count == 1)
        desk.press(.control("u"))
        desk.type("return")
        #expect(!desk.press(.enter).isEmpty)
    }

    @Test func anotherDevicesBorrowByKeyWantsAWordOrItsKeyAndNamesTheDevice() {
        let device = HardwareID(rawValue: "render-node-17")
        var desk = DeskScript(borrows: [Fixture.borrow("b", hardwareID: device)])
        desk.press(.character("r"))
        #expect(desk.box("Return").contains("render-node-17"))
        #expect(desk.press(.enter) == [])
    }

    /// `R` on a borrow that was returned said to extend it, and `e` there to borrow it again.
    @Test func whatIsOverIsNotToldToBeExtended() {
        var returned = Fixture.borrow("b")
        returned.releasedAt = TestClock.start
        var desk = DeskScript(borrows: [returned])
        desk.press(.character("R"))
        #expect(desk.words.contains("Its outcome is known, and it is over: borrow it again."), "\(desk.text)")
    }

    @Test func whatIsOneThingToAPersonIsOneLineOfTheHelp() {
        var desk = DeskScript(columns: 120, rows: 40, product: "CAD-PRO")
        desk.press(.backTab, .backTab, .backTab, .tab, .tab, .tab)
        for _ in 0..<12 where desk.state.form.focus != .borrow { desk.press(.tab) }
        desk.press(.function(1))
        #expect(desk.frame.lines.count { $0.contains("Show the keys of this place.") } == 1, "\(desk.text)")
        #expect(desk.row("Show the keys of this place.")?.contains("? F1") == true, "\(desk.text)")
    }

    @Test func inASCIIArrowsAreWordsInEveryFooter() {
        for (columns, rows) in [(40, 12), (80, 24)] {
            var desk = DeskScript(columns: columns, rows: rows, borrows: [Fixture.borrow("b")], product: "CAD-PRO")
            var settings = desk.state.settings
            settings.look.usesASCII = true
            let news = App.Reconfiguration(settings: settings, changed: [], later: [], profiles: nil)
            desk.script.play(.configurationChanged(.success(news), at: desk.now))
            for keys in [
                [Key.character("t")], [.escape, .character("w")], [.escape, .character("/")],
                [.escape, .character("b")], [.tab],
            ] {
                for key in keys { desk.press(key) }
                #expect(!desk.footer.contains { "↑↓←→".contains($0) }, "\(desk.footer)")
                #expect(desk.footer.contains("Esc") && !desk.footer.contains("…"), "\(desk.footer)")
            }
        }
    }
}
