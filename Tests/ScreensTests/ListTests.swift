import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// Finding, ordering and choosing rows of the list.
@Suite struct ListTests {
    @Test func findShowsOnlyTheRowsInWhichAllWordsStand() {
        var desk = DeskScript(borrows: SampleBorrows.sixty)
        desk.press(.character("/"))
        desk.type("MESH render-1")
        #expect(!desk.text.contains("SIM-X") && !desk.text.contains("CAD-PRO"))
        let chosen = desk.chosen.flatMap { desk.state.client.book[$0] }
        #expect(chosen?.subject.product == "MESH")
        #expect(chosen?.subject.hardwareID.rawValue.hasPrefix("render-1") == true)
    }

    @Test func whatHasBeenReadShowsAtOnceAndNothingIsCalledAbsentBeforeAllIs() {
        var desk = DeskScript(borrows: nil)
        #expect(desk.words.contains("Reading the ledger…"))
        desk.readsPart(SampleBorrows.typical, 1000, of: 100_000)
        #expect(desk.text.contains("Borrowed, reading 1,000 of 100,000"), "\(desk.text)")
        #expect(desk.row("SIM-X") != nil && desk.state.focus == .list)
        desk.readsPart([], 12_000, of: 100_000)
        #expect(desk.text.contains("Borrowed, reading 12,000 of 100,000"))
        desk.press(.character("/"))
        desk.type("FEA-77")
        #expect(desk.words.contains("No row read so far matches \"FEA-77\"."), "\(desk.text)")
        desk.reads(SampleBorrows.typical)
        let listed = desk.state.client.book.listed.count
        #expect(desk.words.contains("Searched for \"FEA-77\": none of the \(listed)"))
        #expect(!desk.text.contains("reading"))
    }

    @Test func itSaysOfWhenItIsWhileTheLedgerIsAway() {
        var desk = DeskScript(borrows: SampleBorrows.typical)
        #expect(!desk.text.contains("as of"))
        desk.client(.ledgerRead(.failure(Problem(.ledgerUnreachable, message: "", time: desk.now)), at: desk.now))
        #expect(desk.text.contains("as of \(desk.state.settings.local.clock(desk.now))"), "\(desk.text)")
        desk.reads(SampleBorrows.typical)
        #expect(!desk.text.contains("as of"))
        desk.client(.ledgerRead(.failure(Problem(.ledgerUnreachable, message: "", time: desk.now)), at: desk.now))
        for key: Character in ["t", "w"] {
            desk.press(.character(key))
            #expect(desk.text.contains("as of"), "\(desk.text)")
            desk.press(.escape)
        }
        // The copy that a desk starts with is of another day.
        var late = DeskScript(borrows: nil)
        late.readsPart(SampleBorrows.typical, 1, of: 1, asOf: late.now.addingTimeInterval(-86_400))
        late.client(.ledgerRead(.failure(Problem(.ledgerUnreachable, message: "", time: late.now)), at: late.now))
        let day = late.state.settings.local.typed(late.now.addingTimeInterval(-86_400))
        #expect(late.text.contains("as of \(day)") && late.row("SIM-X") != nil, "\(late.text)")
    }

    @Test func lettersAreTextWhileFindingAndCommandsAfterEnter() {
        var desk = DeskScript(borrows: SampleBorrows.typical)
        desk.press(.character("/"))
        desk.type("sim-x q")
        #expect(desk.finding == "sim-x q")
        #expect(desk.state.overlays.isEmpty)
        desk.press(.backspace, .backspace, .enter)
        #expect(desk.press(.character("r")) == [])
        #expect(desk.text.contains("Return SIM-X ana@acme.example on this host now?"))
    }

    /// A row without a grant left the list with what came of it.
    @Test func whatWasUnknownStaysWithItsResult() {
        var doubtful = Fixture.borrow("b", license: .user("ana@acme.example"))
        doubtful.grant = nil
        doubtful.move(to: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [doubtful])
        desk.press(.character("r"), .enter)
        desk.respondToRelease("s-1", of: doubtful, .success(.release(Response(value: ""))))
        #expect(desk.row("ana@acm")?.contains("returned") == true, "\(desk.text)")
        desk = DeskScript(borrows: [doubtful])
        desk.press(.character("v"))
        desk.type("not in the portal")
        desk.press(.enter)
        desk.written(OperationID(rawValue: "s-1"), 1)
        #expect(desk.row("ana@acm")?.contains("settled") == true, "\(desk.text)")
        desk.press(.character("x"))
        desk.written(OperationID(rawValue: "s-2"), 1)
        #expect(desk.state.client.book.listed.isEmpty, "until it is forgotten")
    }

    @Test func aLongerSearchFindsAmongWhatItsBeginningHasFound() {
        var typed = DeskScript(borrows: SampleBorrows.sixty)
        typed.press(.character("/"))
        typed.type("mesh render-1")
        var pasted = DeskScript(borrows: SampleBorrows.sixty)
        pasted.press(.character("/"), .paste("mesh render-1"))
        #expect(typed.frame.lines == pasted.frame.lines)
        typed.press(.backspace, .backspace, .backspace, .backspace)
        pasted.press(.control("u"), .paste("mesh rend"))
        #expect(typed.frame.lines == pasted.frame.lines, "and a shorter one looks at all again")
    }

    @Test func arrowsMoveTheChoiceWhileFinding() {
        var desk = DeskScript(borrows: SampleBorrows.sixty)
        desk.press(.character("/"))
        desk.type("mesh")
        let first = desk.chosen
        desk.press(.down)
        #expect(desk.chosen != first && desk.chosen != nil)
        #expect(desk.finding == "mesh")
        desk.press(.up)
        #expect(desk.chosen == first)
    }

    @Test func movingInTheSearchLineKeepsTheChoice() {
        var desk = DeskScript(borrows: SampleBorrows.sixty)
        desk.press(.character("/"))
        desk.type("mesh")
        desk.press(.down, .down)
        let chosen = desk.chosen
        desk.press(.left, .home, .end)
        #expect(desk.chosen == chosen)
    }

    @Test func escapeDropsTheSearchAndTheChoiceStays() {
        var desk = DeskScript(borrows: SampleBorrows.sixty)
        desk.press(.character("/"))
        desk.type("render")
        desk.press(.down)
        let chosen = desk.chosen
        desk.press(.escape)
        #expect(desk.state.list.find == .off)
        #expect(desk.text.contains("of 60"))
        #expect(desk.chosen == chosen)
        #expect(desk.state.focus == .list)
    }

    @Test func escapeInTheListEndsTheSearchAndThenDoesNothing() {
        var desk = DeskScript(borrows: SampleBorrows.sixty)
        desk.press(.character("/"))
        desk.type("mesh")
        desk.press(.enter, .character(" "))
        #expect(desk.state.list.marked.count == 1)
        desk.press(.escape)
        #expect(desk.state.list.find == .off)
        let before = desk.frame
        desk.press(.escape, .escape)
        #expect(desk.frame == before)
        #expect(desk.state.list.marked.count == 1)
        desk.press(.character("-"))
        #expect(desk.state.list.marked.isEmpty)
    }

    @Test func aSearchWithoutARowSaysSoAndHowToGoOn() {
        var desk = DeskScript(borrows: SampleBorrows.typical)
        desk.press(.character("/"))
        desk.type("nothing like it")
        let told = "Searched for \"nothing like it\": none of the 6 borrows matches. Esc ends the search."
        #expect(desk.box("Borrowed").contains(told), "\(desk.text)")
        #expect(desk.chosen == nil)
        desk.press(.enter, .character("r"))
        #expect(desk.state.overlays.isEmpty)
        for key in "redsax" {
            desk.press(.character(key))
            #expect(desk.state.notice?.text == told, "\(key)")
        }
    }

    @Test func theOrderTurnsAndSaysWhichItIs() {
        var desk = DeskScript(columns: 120, rows: 40, borrows: SampleBorrows.sixty)
        desk.press(.end)
        let chosen = desk.chosen
        for (order, first) in [("product", "CAD-PRO"), ("device", "this"), ("license", "user0@")] {
            desk.press(.character("o"))
            #expect(desk.text.contains("by \(order)"))
            #expect(desk.chosen == chosen, "the choice stays on its borrow")
            let row = desk.frame.lines.first { $0.contains("│▸") }
            #expect(row != nil, "and on the screen, by \(order)")
            desk.press(.home)
            #expect(desk.frame.lines.first { $0.contains("│▸") }?.contains(first) == true, "by \(order)")
            desk.choose(chosen?.rawValue ?? "")
        }
        desk.press(.character("o"))
        #expect(desk.words.contains("Ordered by end."))
        #expect(desk.frame.lines.dropFirst().first?.contains("by ") == false)
    }

    @Test func theChoiceIsKeptByWhatItIsWhenRowsMove() {
        let one = Fixture.borrow("one", hours: 100)
        let other = Fixture.borrow("other", product: "MESH", hours: 50)
        var desk = DeskScript(borrows: [one, other])
        desk.choose("other")
        // Another desk extends the first one past it, and borrows more.
        let new = (0..<5).map { Fixture.borrow("new\($0)", product: "NEW\($0)", hours: 1) }
        desk.reads([Fixture.borrow("one", hours: 20)] + new + [other], line: 9)
        #expect(desk.chosen == other.id)
        #expect(desk.frame.lines.first { $0.contains("│▸") }?.contains("MESH") == true)
        #expect(desk.press(.character("r")) == [])
        #expect(desk.text.contains("Return MESH"))
    }

    @Test func whereTheChosenRowHasGoneTheChoiceStaysAtItsPlace() {
        let borrows = (0..<4).map { Fixture.borrow("b\($0)", product: "P\($0)", hours: Double(10 + $0)) }
        var desk = DeskScript(borrows: borrows)
        desk.choose("b2")
        desk.reads([borrows[0], borrows[1], borrows[3]], line: 9)
        #expect(desk.chosen == borrows[3].id)
        desk.reads([borrows[0]], line: 10)
        #expect(desk.chosen == borrows[0].id)
        desk.reads([], line: 11)
        #expect(desk.chosen == nil)
    }

    @Test func aRowThatIsMarkedGoesOnToTheNextAndIsCounted() {
        var desk = DeskScript(borrows: SampleBorrows.sixty)
        let first = desk.chosen
        desk.press(.character(" "))
        #expect(desk.chosen != first)
        desk.press(.character(" "))
        #expect(desk.text.contains("2 marked"))
        #expect(desk.footer.contains("r return all marked"))
        desk.press(.up, .character(" "))
        #expect(desk.text.contains("1 marked"), "a second time takes the mark away")
        desk.press(.character("-"))
        #expect(!desk.text.contains("marked"))
    }

    @Test func markAllMarksWhatTheSearchShows() {
        var desk = DeskScript(borrows: SampleBorrows.sixty)
        desk.press(.character("/"))
        desk.type("mesh")
        desk.press(.enter, .character("*"))
        #expect(desk.state.list.marked.count == 15)
    }

    @Test func onlyWhatCanBeReturnedIsMarked() {
        let borrows =
            SampleBorrows.typical + [Fixture.borrow("sso", product: "SSO", license: .customerAccount("acme"))]
        var desk = DeskScript(borrows: borrows)
        for id in ["ended", "returned", "sso"] {
            desk.choose(id)
            desk.press(.character(" "))
            #expect(desk.state.list.marked.isEmpty, "\(id)")
            #expect(desk.state.notice != nil, "\(id) says why not")
        }
        desk.press(.character("*"))
        #expect(desk.state.list.marked == Set(["mine", "key", "there", "unknown"].map(OperationID.init(rawValue:))))
    }

    @Test(arguments: [40, 60, 80, 120, 200]) func theFooterFollowsTheRowAndKeepsHelpAndQuit(columns: Int) {
        var desk = DeskScript(columns: columns, rows: 24, borrows: SampleBorrows.typical)
        func expect(_ id: String, _ shown: [String], _ hidden: [String]) {
            desk.choose(id)
            #expect(desk.footer.hasSuffix("? help  q quit ") || desk.footer.contains("? help  q quit"), "\(id)")
            for key in shown { #expect(desk.footer.contains(key), "\(id): \(key) in \(desk.footer)") }
            for key in hidden { #expect(!desk.footer.contains(key), "\(id): \(key) in \(desk.footer)") }
        }
        expect("mine", ["r return", "e extend"], ["R repeat", "v settle", "x forget"])
        expect("ended", ["a borrow again"], ["r return", "v settle", "R repeat"])
        expect("returned", ["a borrow again"], ["r return"])
        expect("unknown", columns < 60 ? ["R repeat"] : ["R repeat", "s ask", "v settle"], ["x forget"])
    }

    @Test func anEmptyListOffersOnlyANewBorrow() {
        var desk = DeskScript()
        desk.press(.escape)
        #expect(desk.footer.contains("b new"))
        for key in ["r return", "e extend", "Enter details", "/ find"] { #expect(!desk.footer.contains(key)) }
    }

    /// An unknown row says what it surely has, and what to do (M11).
    @Test func anUnknownOneStillCountsDownWhatItSurelyHas() {
        var desk = DeskScript(borrows: SampleBorrows.typical)
        let row = desk.row("unknown ?") ?? ""
        #expect(row.contains("1d 02h ?"))
        desk.choose("unknown")
        desk.press(.enter)
        #expect(desk.words.contains("repeat it, which is safe (R); ask the server (s)"))
    }

    /// Two rows of two devices must never look the same (S5).
    @Test(arguments: [40, 60, 80, 100, 200]) func theDeviceStandsInTheRowAsSoonAsThereAreTwo(columns: Int) {
        let here = Fixture.borrow("here", product: "RENDER", license: .user("ana@acme.example"))
        let there = Fixture.borrow(
            "there", product: "RENDER", license: .user("ana@acme.example"),
            hardwareID: HardwareID(rawValue: "render-node-17"))
        // The widest end there is takes the most room.
        let doubtful = Fixture.borrow("doubt", product: "MESH", phase: .unknown(Fixture.timeout.problem))
        let alone = DeskScript(columns: columns, rows: 24, borrows: [here])
        #expect(!alone.text.contains("Device"))
        let desk = DeskScript(columns: columns, rows: 24, borrows: [here, there, doubtful])
        if columns > 40 { #expect(desk.row("this") != nil, "\(desk.text)") }
        for end in ["16", "18"] where columns > 40 {
            let other = Fixture.borrow(
                "other", product: "RENDER", license: .user("ana@acme.example"),
                hardwareID: HardwareID(rawValue: "render-node-" + end))
            let both = DeskScript(columns: columns, rows: 24, borrows: [there, other])
            let rows = both.rows("7d 00h")
            #expect(Set(rows).count == 2, "node-17 and node-\(end): \(both.text)")
        }
        let rows = desk.rows("RENDER").filter { $0.contains("7d 00h") }
        #expect(rows.count == 2 && Set(rows).count == 2)
    }

    /// Names are cut only where there is no room (M16).
    @Test func productsAreAsWideAsThePaneAllows() {
        let codes = ["FAULT-LOST", "FAULT-SLOW", "FAULT-SIGNED", "Cadence-Pro"]
        let desk = DeskScript(borrows: codes.map { Fixture.borrow($0, product: $0) })
        for code in codes { #expect(desk.row(code) != nil, "\(code)") }
    }

    /// A wide screen gives columns, not blanks (M13).
    @Test func aWideScreenShowsWholeNamesAndMoreColumns() {
        let device = HardwareID(rawValue: "render-node-17.acme")
        let product = "SolidWorks-Premium-Simulation-Suite-2026"
        let desk = DeskScript(
            columns: 200, rows: 60,
            borrows: [Fixture.borrow("a", product: product, license: .user("ana@acme.example"), hardwareID: device)])
        #expect(desk.text.contains(product))
        #expect(desk.text.contains(device.rawValue))
        #expect(desk.text.contains("ana@acme.example"))
        for title in ["By", "License id", "Sign-in", "Ends (UTC)"] { #expect(desk.text.contains(title), "\(title)") }
        #expect(desk.text.contains("1699349720166389"))
    }

    /// The mark of the last hour is never cut (M12).
    @Test(arguments: [40, 80]) func theMarkOfTheLastHourIsWhole(columns: Int) {
        let desk = DeskScript(columns: columns, rows: 12, borrows: [Fixture.borrow("b", hours: 0.5)])
        #expect(desk.text.contains("30m 00s !!"))
    }

    /// What does not show need not be watched (S6).
    @Test func rowsOutOfSightDoNotTick() {
        var desk = DeskScript(borrows: SampleBorrows.sixty)
        let second = TestClock.start.addingTimeInterval(1)
        #expect(desk.script.effects.last == .tick(at: second), "the first row is in its last hour")
        #expect(desk.script.play(.key(.end, at: desk.now)) == [.tick(at: TestClock.start.addingTimeInterval(60))])
    }

    @Test func whatHasMoreBelowSaysSo() {
        let desk = DeskScript(borrows: SampleBorrows.sixty)
        #expect(desk.text.contains("1–18 of 60"), "\(desk.text)")
        let form = DeskScript(columns: 40, rows: 12, product: "CAD-PRO")
        #expect(form.text.contains("of 11"), "\(form.text)")
    }

    /// One number, not two (the small ones).
    @Test func tabsAndTitleAgree() {
        let desk = DeskScript(columns: 60, rows: 16, borrows: SampleBorrows.typical)
        let counts = desk.text.matches(of: #/Borrowed (\d+)/#).map(\.1)
        #expect(counts == ["4", "4"])
    }

    @Test func forgettingSaysWhatItDid() {
        var desk = DeskScript(borrows: SampleBorrows.typical)
        desk.choose("ended")
        let effects = desk.press(.character("x"))
        guard case .client(.record(let id, _)) = effects.first else {
            Issue.record("expected it to be written, got \(effects)")
            return
        }
        desk.written(id, 1)
        #expect(desk.words.contains("Taken off the list: MESH …R9PA"))
        #expect(desk.state.client.book[OperationID(rawValue: "ended")] == nil)
        #expect(!desk.box("Borrowed").contains("…R9PA"))
    }

    /// With an order of the list's own the borrow that was just made was not the chosen one.
    @Test func theBorrowThatWasJustMadeIsChosenInEveryOrder() {
        for presses in 0..<4 {
            let other = Fixture.borrow("o", product: "AAA", license: .user("ana@acme.example"), hours: 20)
            var desk = DeskScript(borrows: [other], product: "CAD-PRO")
            for _ in 0..<presses { desk.press(.character("o")) }
            desk.fillIn()
            desk.borrow(.success(Response(value: Fixture.grant())))
            #expect(desk.chosen == OperationID(rawValue: "s-1"), "\(desk.text)")
        }
    }

    /// What nobody knows to be held was said to be extended.
    @Test func whatIsRepeatedInDoubtIsNotCalledAnExtension() {
        var doubt = Fixture.borrow(
            "b", license: .user("ana@acme.example"), phase: .unknown(Fixture.timeout.problem))
        doubt.grant = nil
        for (borrow, word) in [
            (doubt, "repeating…"), (Fixture.borrow("b", license: .user("ana@acme.example")), "extending…"),
        ] {
            var desk = DeskScript(borrows: [borrow])
            desk.press(.character(word == "repeating…" ? "R" : "e"))
            if word == "extending…" { desk.press(.tab) }
            desk.press(.paste("tulip"), .enter)
            let id = OperationID(rawValue: "s-1")
            desk.client(
                .identified(id, .success(.init(reference: borrow.subject.license, identification: nil)), at: desk.now))
            #expect(desk.row("CAD-PRO")?.contains(word) == true, "\(desk.text)")
        }
    }
}
