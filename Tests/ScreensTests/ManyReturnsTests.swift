import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

/// Several borrows that are returned at once.
@Suite struct ManyReturnsTests {
    private static let borrows = (0..<6).map {
        Fixture.borrow("b\($0)", product: "P\($0)", license: .user("u\($0)@acme.example"), hours: Double(10 + $0))
    }

    /// The borrows whose license is asked for, in order.
    private func asked(_ effects: [App.Effect]) -> [OperationID] {
        effects.compactMap {
            if case .client(.identify(_, .borrow(let borrow, _))) = $0 { borrow.id } else { nil }
        }
    }

    private func marked(_ borrows: [Borrow] = borrows) -> DeskScript {
        var desk = DeskScript(columns: 120, rows: 40, borrows: borrows)
        desk.press(.character("*"), .character("r"))
        return desk
    }

    @Test func itIsAskedOnceWithTheNumber() {
        var desk = marked()
        #expect(desk.box("Return").contains("Return 6 borrows now? Their seats are free for others at once."))
        desk.press(.escape)
        #expect(desk.state.client.underway.isEmpty)
        #expect(desk.state.list.marked.count == 6, "no is no, and the marks stay")
    }

    @Test func devicesOfOthersAreCountedInTheQuestion() {
        let other = Fixture.borrow(
            "x", license: .user("ana@acme.example"), hardwareID: HardwareID(rawValue: "render-node-17"))
        let desk = marked(Self.borrows + [other])
        #expect(desk.box("Return").contains("other device"))
    }

    @Test func fourAreSentAtATimeAndTheTitleSaysHowFarItIs() {
        var desk = marked()
        let effects = desk.press(.enter)
        #expect(asked(effects).count == 4)
        #expect(desk.state.client.underway.count == 4)
        #expect(desk.text.contains("Returning 1 of 6"))
        #expect(desk.state.list.marked.isEmpty)
        let first = Self.borrows[0]
        desk.respondToRelease("s-1", of: first, .success(.release(Response(value: "ok"))))
        #expect(desk.state.client.underway.count == 4, "the next one is on its way")
        #expect(desk.text.contains("Returning 2 of 6"))
        #expect(desk.state.client.book[first.id]?.releasedAt != nil)
    }

    @Test func eachRowSaysWhatCameOfIt() {
        var desk = marked()
        desk.press(.enter)
        let name = LicenseIdentification.username("u0@acme.example")
        desk.client(
            .identified(
                OperationID(rawValue: "s-1"),
                .success(.init(reference: Self.borrows[0].subject.license, identification: name)), at: desk.now))
        #expect(desk.row("P0")?.contains("returning…") == true)
        #expect(desk.row("P5")?.contains("waiting") == true)
        desk.respondToRelease("s-1", of: Self.borrows[0], .success(.release(Response(value: "ok"))))
        #expect(desk.row("P0")?.contains("returned") == true)
        desk.respondToRelease("s-2", of: Self.borrows[1], .failure(Fixture.refusal(.authenticationFailure)))
        #expect(desk.row("P1")?.contains("! not") == true)
    }

    @Test func whatFailsDoesNotTakeTheKeysAndTheSumIsTold() {
        var desk = marked()
        desk.press(.enter)
        for number in 0..<6 {
            let result: Result<Client.CallResponse, ServiceFailure> =
                number == 3
                ? .failure(Fixture.refusal(.authenticationFailure)) : .success(.release(Response(value: "ok")))
            desk.respondToRelease("s-\(number + 1)", of: Self.borrows[number], result)
        }
        #expect(desk.state.client.underway.isEmpty)
        #expect(desk.state.focus == .list)
        #expect(desk.words.contains("5 returned, 1 not."))
        #expect(desk.state.client.troubles.count == 1)
        desk.press(.down)
        #expect(desk.row("P3")?.contains("! not") == true, "looking at the rows does not wipe what came of them")
    }

    @Test func whatNeedsItsKeyIsLeftOutAndSaysSo() {
        let byKey = Fixture.borrow("k", product: "KEYED", hours: 5)
        var desk = marked([byKey, Self.borrows[0]])
        let effects = desk.press(.enter)
        #expect(asked(effects) == [Self.borrows[0].id])
        #expect(desk.row("KEYED")?.contains("! key") == true)
        desk.respondToRelease("s-1", of: Self.borrows[0], .success(.release(Response(value: "ok"))))
        #expect(desk.words.contains("1 returned, 1 need") || desk.words.contains("1 returned, 1 needs"))
    }

    /// The question named the rows that are left out among those that are returned, and asked for "0 borrows".
    @Test func theQuestionListsWhatIsReturnedAndCountsTheOthers() {
        let byKey = Fixture.borrow("k", product: "KEYED", hours: 5)
        var desk = DeskScript(columns: 120, rows: 40, borrows: [byKey, Self.borrows[0]])
        desk.press(.character("*"), .character("r"))
        let question = desk.box("Return")
        #expect(
            question.contains(
                "Return 1 borrow now? Its seat is free for others at once. P0 u0@acme.example Not included"),
            "\(desk.text)")
        #expect(!question.contains("at once. KEYED"), "\(desk.text)")
        #expect(
            question.contains("as their license key is not at hand: KEYED …4444. Return those one by one."),
            "\(desk.text)")
        #expect(asked(desk.press(.enter)) == [Self.borrows[0].id])
        #expect(desk.text.contains("Returning 1 of 1"), "\(desk.text)")
    }

    @Test func whereNothingCanBeReturnedASentenceSaysWhyAndNothingIsAsked() {
        var desk = marked([Fixture.borrow("k", product: "KEYED", hours: 5), Fixture.borrow("e", hours: -1)])
        #expect(desk.box("Return").contains("Return KEYED"), "the chosen one is asked about by itself: \(desk.text)")
        desk.press(.escape, .down, .character("r"))
        #expect(desk.state.overlays.isEmpty, "\(desk.text)")
        #expect(
            desk.words.contains(
                "Nothing of what is marked can be returned at once. Not included, as their license key is not at hand: 1."
            ),
            "\(desk.text)")
        #expect(desk.words.contains("- takes the marks away."), "\(desk.text)")
        desk.press(.character("-"), .up, .character("r"))
        #expect(desk.box("Return").contains("Return KEYED"), "\(desk.text)")
    }

    @Test func theQuestionClosesWhereAllHaveBeenReturnedMeanwhile() {
        var desk = marked([Self.borrows[0]])
        #expect(desk.state.overlays.count == 1)
        var returned = Self.borrows[0]
        returned.releasedAt = desk.now
        desk.reads([returned], line: 9)
        #expect(desk.state.overlays.isEmpty && desk.words.contains("returned or have ended: 1"), "\(desk.text)")
    }

    /// "! key" stayed on a row that others had returned.
    @Test func aRowThatIsOverSaysSoWhateverWasWantedOfIt() {
        let byKey = Fixture.borrow("k", product: "KEYED", hours: 5)
        var desk = marked([byKey, Self.borrows[0]])
        desk.press(.enter)
        #expect(desk.row("KEYED")?.contains("! key") == true, "\(desk.text)")
        var returned = byKey
        returned.releasedAt = desk.now
        desk.reads([returned, Self.borrows[0]], line: 9)
        #expect(desk.row("KEYED")?.contains("! key") == false, "\(desk.text)")
        #expect(desk.row("KEYED")?.contains("returned") == true, "\(desk.text)")
    }

    @Test func rowsThatWaitOrAreOnTheirWayKeepTheirWordsWhateverElseIsKnownOfThem() {
        var desk = marked()
        desk.press(.enter)
        var releases = desk.state.releases
        for borrow in Self.borrows { releases.forget(borrow.id) }
        #expect(releases.results.count == 6)
        desk.respondToRelease("s-1", of: Self.borrows[0], .success(.release(Response(value: "ok"))))
        releases = desk.state.releases
        releases.forget(Self.borrows[0].id)
        #expect(releases.results.count == 5)
    }

    @Test func whatBroughtNoResponseIsUnknownAndNotCalledNotReturned() {
        var desk = marked()
        desk.press(.enter)
        for number in 0..<6 {
            let result: Result<Client.CallResponse, ServiceFailure> =
                number == 3 ? .failure(Fixture.timeout) : .success(.release(Response(value: "ok")))
            desk.respondToRelease("s-\(number + 1)", of: Self.borrows[number], result)
        }
        #expect(desk.words.contains("unknown"), "\(desk.text)")
        #expect(desk.row("P3")?.contains("! not") == false && desk.row("P3")?.contains("?") == true, "\(desk.text)")
        #expect(
            desk.state.notice?.text.contains("1 unknown") == true && desk.state.notice?.text.contains("not") == false)
    }

    @Test func theWaitIsOneFromTheFirstToTheLast() {
        var desk = marked()
        desk.press(.enter)
        func send(_ number: Int) {
            let borrow = Self.borrows[number]
            let name = Client.Identified(
                reference: borrow.subject.license, identification: .username("u\(number)@acme.example"))
            let id = OperationID(rawValue: "s-\(number + 1)")
            desk.client(.identified(id, .success(name), at: desk.now))
            desk.written(id, 2)
        }
        for number in 0..<4 { send(number) }
        for number in 0..<4 {
            desk.now += 2
            let id = OperationID(rawValue: "s-\(number + 1)")
            desk.client(.responded(id, .success(.release(Response(value: ""))), at: desk.now))
            desk.written(id, 1)
            if number < 2 { send(number + 4) }
        }
        #expect(desk.words.contains("Waiting for the server, 8 s"), "\(desk.text)")
    }

    @Test func stoppingLeavesTheRestAlone() {
        var desk = marked()
        desk.press(.enter)
        for number in 0..<4 {
            let borrow = Self.borrows[number]
            let name = Client.Identified(
                reference: borrow.subject.license, identification: .username("u\(number)@acme.example"))
            let id = OperationID(rawValue: "s-\(number + 1)")
            desk.client(.identified(id, .success(name), at: desk.now))
            desk.written(id, 2)
        }
        let effects = desk.press(.control("x"))
        #expect(effects.count { if case .client(.cancel) = $0 { true } else { false } } == 4)
        #expect(desk.row("P5")?.contains("waiting") == false)
        #expect(desk.state.client.underway.count == 4, "nothing new is begun")
        let cancelled = Problem(.transportCancelled, message: "", time: desk.now, effect: .possible)
        for number in 0..<4 {
            let id = OperationID(rawValue: "s-\(number + 1)")
            desk.client(.responded(id, .failure(ServiceFailure(cancelled)), at: desk.now))
            desk.written(id, 3)
        }
        #expect(desk.words.contains("0 returned, 4 unknown, 2 not begun."), "\(desk.text)")
    }

    /// "! key" stood where the time that is left had been, for as long as the desk was open.
    @Test func theTimeThatIsLeftComesBackAfterAWhile() {
        let byKey = Fixture.borrow("k", product: "KEYED", hours: 5)
        var desk = marked([byKey, Self.borrows[0]])
        desk.press(.enter)
        desk.respondToRelease("s-1", of: Self.borrows[0], .success(.release(Response(value: "ok"))))
        #expect(desk.row("KEYED")?.contains("! key") == true, "\(desk.text)")
        var ticks: [Date] = []
        for _ in 0..<40 where desk.row("KEYED")?.contains("! key") == true {
            guard let tick = desk.state.tick else { break }
            ticks.append(tick)
            desk.now = tick
            desk.script.play(.ticked(at: tick))
        }
        #expect(desk.row("KEYED")?.contains("4h 59m") == true, "\(ticks) \(desk.text)")
        #expect((ticks.last ?? .distantFuture) <= TestClock.start + 60)
    }

    /// The question promised to return rows that had turned out to want a key.
    @Test func whatHasTurnedOutToWantAKeyIsLeftOutNextTime() {
        var away = Fixture.borrow("k", product: "AWAY", hours: 5)
        away.secretSource = .environment("BERTH_LICENSE_KEY")
        var desk = marked([away, Self.borrows[0], Self.borrows[1]])
        #expect(desk.box("Return").contains("Return 3 borrows now?"), "\(desk.text)")
        desk.press(.enter)
        let problem = Problem(.configMissing, message: "No key.", time: desk.now)
        desk.client(.identified(OperationID(rawValue: "s-1"), .failure(problem), at: desk.now))
        desk.press(.character("*"), .character("r"))
        #expect(desk.box("Return").contains("as their license key is not at hand: AWAY …4444."), "\(desk.text)")
    }

    /// "Too late" came, and stayed, while others were merely checking one of the rows.
    @Test func whileOthersAreAtARowItIsLeftOutAndComesBack() {
        let device = HardwareID(rawValue: "render-node-17")
        let (one, two) = (Self.borrows[0], Fixture.borrow("x", license: .user("x@acme.example"), hardwareID: device))
        var desk = marked([one, two])
        #expect(desk.box("Return").contains("Return 2 borrows now?"), "\(desk.text)")
        desk.type("ret")
        desk.reads([underway(one), two], line: 9)
        #expect(desk.box("Return").contains("Return 1 borrow now?"), "\(desk.text)")
        #expect(
            desk.box("Return").contains("as an operation on them is under way: P0 u0@acme.example."), "\(desk.text)")
        desk.reads([underway(one), underway(two)], line: 10)
        #expect(desk.box("Return").contains("None of what is marked can be returned now."), "\(desk.text)")
        #expect(!desk.words.contains("Too late") && !desk.footer.contains("return all"), "\(desk.text)")
        desk.type("urn")
        #expect(desk.press(.enter) == [] && desk.state.overlays.count == 1, "\(desk.text)")
        #expect(desk.state.notice?.text == "None of what is marked can be returned now.")
        #expect(desk.state.list.marked.count == 2, "the marks stay")
        desk.reads([one, two], line: 11)
        #expect(desk.box("Return").contains("Return 2 borrows now?"), "\(desk.text)")
        #expect(asked(desk.press(.enter)).count == 2)
    }

    @Test func ofManyThatAreLeftOutTheFirstAreNamed() {
        var desk = marked()
        desk.reads(Self.borrows.prefix(5).map(underway) + Self.borrows.suffix(1), line: 9)
        #expect(
            desk.box("Return").contains(
                "is under way: P0 u0@acme.example, P1 u1@acme.example, P2 u2@acme.example, and 2 more."),
            "\(desk.text)")
    }

    private func underway(_ borrow: Borrow) -> Borrow {
        var pending = borrow
        pending.operation = Fixture.operation("op-\(borrow.id)", kind: .check)
        return pending
    }

    /// They stayed on rows that others had returned, and a later `r` counted them.
    @Test func marksAreOnlyOnWhatCanBeReturned() {
        var desk = marked()
        desk.press(.escape)
        var rows = Self.borrows
        rows[0].releasedAt = desk.now
        rows[0].operation.startedBy.process += 1
        desk.reads(rows, line: 9)
        #expect(desk.state.list.marked.count == 5)
        #expect(
            desk.words.contains("A mark is gone: P0 u0@acme.example has been returned, or has ended, meanwhile."),
            "\(desk.text)")
        desk.press(.down)
        #expect(desk.state.notice == nil, "it is said once")
        rows[1].operation.startedBy.process += 1
        rows[1].releasedAt = desk.now
        rows[2].operation.startedBy.process += 1
        rows[2].releasedAt = desk.now
        rows[3] = underway(rows[3])
        desk.reads(rows, line: 10)
        #expect(desk.words.contains("2 marks are gone:") && desk.state.list.marked.count == 3, "\(desk.text)")
        desk.press(.character("r"))
        #expect(desk.box("Return").contains("Return 2 borrows now?"), "\(desk.text)")
        // What goes while the question is open the question tells.
        rows[4].releasedAt = desk.now
        desk.reads(rows, line: 11)
        #expect(
            desk.box("Return").contains("as they have been returned or have ended: P4 u4@acme.example."),
            "\(desk.text)")
        #expect(desk.state.notice == nil)
    }

    @Test func aMarkGoesAsItsBorrowEnds() {
        var desk = marked([Fixture.borrow("b", license: .user("ana@acme.example"), hours: 1)])
        desk.press(.escape)
        desk.now += 3601
        desk.script.play(.ticked(at: desk.now))
        #expect(desk.state.list.marked.isEmpty && desk.words.contains("A mark is gone:"), "\(desk.text)")
    }

    @Test func asManyAreNamedAsThereIsRoomFor() {
        #expect(marked().box("Return").contains("P5 u5@acme.example"))
        var small = DeskScript(columns: 40, rows: 12, borrows: Self.borrows)
        small.press(.character("*"), .character("r"))
        small.press(.down, .down, .down, .down)
        #expect(small.words.contains("and 2 more"), "\(small.text)")
    }

    /// "! key" stood for up to 20 seconds over what was being done with the row since, and over what came of that.
    @Test func whatIsDoneWithARowSinceIsToldFirst() {
        let byKey = Fixture.borrow("k", product: "KEYED", hours: 5)
        var desk = marked([byKey, Self.borrows[0]])
        desk.press(.enter)
        desk.respondToRelease("s-1", of: Self.borrows[0], .success(.release(Response(value: "ok"))))
        #expect(desk.row("KEYED")?.contains("! key") == true, "\(desk.text)")
        var others = desk
        others.reads([underway(byKey)], line: 2_000)
        #expect(others.row("KEYED")?.contains("under way") == true, "\(others.text)")
        desk.client(.requested(.check(byKey.id), key: Fixture.key, at: desk.now))
        let id = OperationID(rawValue: "s-2")
        desk.client(
            .identified(
                id, .success(.init(reference: Fixture.keyReference, identification: .licenseKey(Fixture.key))),
                at: desk.now))
        desk.written(id, 2)
        #expect(desk.row("KEYED")?.contains("asking…") == true, "\(desk.text)")
        desk.client(.responded(id, .failure(Fixture.refusal(.authenticationFailure)), at: desk.now))
        desk.written(id, 1)
        #expect(
            desk.row("KEYED")?.contains("4h 59m") == true || desk.row("KEYED")?.contains("5h 00m") == true,
            "\(desk.text)")
    }

    @Test func helpSaysWhatTheRowsSay() {
        var desk = DeskScript(columns: 120, rows: 60, borrows: Self.borrows)
        desk.press(.character("?"), .end)
        #expect(desk.words.contains("! key"), "\(desk.text)")
    }

    /// With the server away every row had to be marked anew.
    @Test func whatWasNotReturnedStaysMarked() {
        let byKey = Fixture.borrow("k", product: "KEYED", hours: 5)
        var desk = marked(Self.borrows + [byKey])
        desk.press(.enter)
        #expect(desk.state.list.marked == [byKey.id], "those on their way are not: \(desk.text)")
        desk.respondToRelease("s-1", of: Self.borrows[0], .success(.release(Response(value: "ok"))))
        let away = Problem(.transportRefused, message: "nobody listens", time: desk.now, effect: .none)
        for number in 1..<5 {
            desk.respondToRelease("s-\(number + 1)", of: Self.borrows[number], .failure(ServiceFailure(away)))
        }
        #expect(!desk.state.releases.isRunning, "\(desk.text)")
        let left = Set(Self.borrows.dropFirst().map(\.id) + [byKey.id])
        #expect(desk.state.list.marked == left, "\(desk.text)")
    }
}
