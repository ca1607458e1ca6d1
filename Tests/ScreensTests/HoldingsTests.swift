import ClientCore
import Foundation
import Licensing
import TerminalUI
import TestKit
import Testing

@testable import Screens

/// Who holds what, counted.
@Suite struct HoldingsTests {
    private func borrow(
        _ id: String, _ product: String, hours: Double = 99, device: HardwareID = Fixture.host, by user: String = "ana",
        on host: String = "desk-1", phase: OperationPhase = .confirmed
    ) -> Borrow {
        var borrow = Fixture.borrow(
            id, product: product, license: .user(id + "@acme.example"), hours: hours, phase: phase, hardwareID: device)
        borrow.operation.startedBy.user = user
        borrow.operation.startedBy.host = host
        return borrow
    }

    private var borrows: [Borrow] {
        let other = HardwareID(rawValue: "render-17")
        return [
            borrow("a", "CAD", hours: 3), borrow("b", "CAD", device: other, by: "bo", on: "jump-2"),
            borrow("c", "CAD", by: "bo", on: "jump-2", phase: .unknown(Fixture.timeout.problem)),
            borrow("d", "MESH", hours: 30, device: other), borrow("e", "MESH", hours: -1),
        ]
    }

    private func desk(_ columns: Int = 80, _ rows: Int = 24) -> DeskScript {
        var desk = DeskScript(columns: columns, rows: rows, borrows: borrows)
        desk.press(.character("w"))
        return desk
    }

    /// On a small screen `m` changed what is counted, and nothing said so.
    @Test func onASmallScreenItIsSaidWhoseAreCounted() {
        var desk = DeskScript(columns: 40, rows: 12, borrows: SampleBorrows.sixty)
        desk.press(.character("w"), .right)
        #expect(desk.text.contains(" all "), "\(desk.text)")
        desk.press(.character("m"))
        #expect(desk.text.contains(" this host’s "), "\(desk.text)")
    }

    /// The words of a row of the overlay.
    private func words(_ desk: DeskScript, _ name: String) -> [String]? {
        desk.frame.lines.map { $0.split(whereSeparator: { " │▸".contains($0) }).map(String.init) }
            .first { $0.first == name }
    }

    @Test func productsAreCountedAndTheLargestComesFirst() {
        let desk = desk()
        #expect(words(desk, "All") == ["All", "4", "1", "1", "17:02"], "\(desk.text)")
        #expect(words(desk, "CAD") == ["CAD", "3", "1", "1", "17:02"], "\(desk.text)")
        #expect(
            words(desk, "MESH") == ["MESH", "1", "–", "–", "Tue", "20:02"], "what is over is not counted: \(desk.text)")
        let lines = desk.frame.lines
        let places = ["All", "CAD", "MESH"].compactMap { name in lines.firstIndex { $0.contains("\(name) ") } }
        #expect(places == places.sorted() && places.count == 3)
    }

    @Test func theyAreCountedByWhatIsWanted() {
        var desk = desk()
        for (title, names) in [
            ("Device", ["this host", "render-17"]), ("Host", ["desk-1", "jump-2"]), ("Person", ["ana", "bo"]),
            ("Profile", []), ("Product", ["CAD", "MESH"]),
        ] {
            desk.press(.right)
            #expect(desk.row(title + " ")?.contains("Held") == true, "\(desk.text)")
            for name in names { #expect(desk.row(" \(name) ") != nil, "\(desk.text)") }
        }
        desk.press(.left, .left)
        #expect(desk.row("Person ")?.contains("Held") == true, "\(desk.text)")
    }

    @Test func itCountsThisHostsAndOnesOwn() {
        var desk = desk()
        let performer = desk.state.client.session.performer
        var mine = borrows
        mine[0].operation.startedBy.user = performer.user
        for index in 1...2 { mine[index].operation.startedBy.user = performer.user }
        desk.reads(mine, line: 9)
        desk.press(.character("m"))
        #expect(desk.text.contains("this host’s") && words(desk, "All")?[1] == "2", "\(desk.text)")
        desk.press(.character("m"))
        #expect(desk.text.contains("mine") && words(desk, "All")?[1] == "3", "\(desk.text)")
        desk.press(.enter)
        #expect(desk.row("Held · mine") != nil && desk.text.contains("3 held"), "\(desk.text)")
        desk.press(.escape, .character("w"), .character("m"), .character("m"), .character("m"))
        #expect(words(desk, "All")?[1] == "4", "\(desk.text)")
    }

    @Test func enterFindsThemInTheList() {
        var desk = desk()
        desk.press(.right, .right, .down)
        #expect(desk.row("▸desk-1") != nil, "\(desk.text)")
        desk.press(.down, .enter)
        #expect(desk.state.overlays.isEmpty && desk.row("Held · Host jump-2") != nil, "\(desk.text)")
        #expect(desk.rows("bo@").isEmpty && desk.row("MESH") == nil && desk.row("c@acme") != nil, "\(desk.text)")
        desk.press(.character("w"), .enter)
        #expect(desk.text.contains("4 held") && desk.row("e@acme") == nil, "all that is held: \(desk.text)")
        desk.press(.escape)
        #expect(desk.state.list.find == .off && desk.row("e@acme") != nil, "\(desk.text)")
    }

    @Test func itsHelpSaysWhatTheColumnsCount() {
        var desk = desk(120, 40)
        desk.press(.character("?"))
        #expect(desk.row("Soon")?.contains("Those that end within the warning time.") == true, "\(desk.text)")
    }

    @Test func theChoiceStaysOnItsGroup() {
        var desk = desk()
        desk.press(.down, .down)
        #expect(desk.row("▸MESH") != nil)
        desk.reads(borrows + (0..<5).map { borrow("m\($0)", "MESH") }, line: 9)
        #expect(desk.row("▸MESH") != nil && words(desk, "MESH")?[1] == "6", "\(desk.text)")
        desk.reads([borrows[0]], line: 10)
        #expect(desk.row("▸All") != nil, "a group that is gone: \(desk.text)")
    }

    @Test func theyAreToldLineByLine() {
        let desk = desk()
        let spoken = SpokenDesk(client: desk.state.client, settings: desk.state.settings, now: desk.now)
        #expect(
            spoken.holdings(by: .product) == [
                "All: 4 held, 1 of them unknown, 1 ends within 1 d, the first ends Mon 23 Nov 17:02 UTC+1",
                "CAD: 3 held, 1 of them unknown, 1 ends within 1 d, the first ends Mon 23 Nov 17:02 UTC+1",
                "MESH: 1 held, the first ends Tue 24 Nov 20:02 UTC+1",
            ])
    }

    /// What was counted was searched for as a text: `race-1` found race-12, and what had long been returned.
    @Test func justThoseThatWereCountedShow() {
        var returned = borrow("r", "OVER", device: HardwareID(rawValue: "race-1"))
        returned.releasedAt = TestClock.start.addingTimeInterval(-60)
        let rows = [
            borrow("x", "OTHER", device: HardwareID(rawValue: "race-12")), returned,
            borrow("one", "ONE", hours: 98, device: HardwareID(rawValue: "race-1")),
            borrow("two", "TWO", hours: 97, device: HardwareID(rawValue: "race-1")),
        ]
        var desk = DeskScript(borrows: rows)
        desk.choose("x")
        desk.press(.character("w"), .right, .down, .enter)
        #expect(desk.row("Held · Device race-1") != nil, "\(desk.text)")
        #expect(desk.row("ONE") != nil && desk.row("TWO") != nil, "\(desk.text)")
        #expect(desk.row("OTHER") == nil && desk.row("OVER") == nil, "\(desk.text)")
        #expect(desk.chosen?.rawValue == "two", "the choice is on one of them")
        desk.press(.character("*"))
        #expect(desk.state.list.marked.map(\.rawValue).sorted() == ["one", "two"])
        // What is returned is not counted any more.
        var rest = rows
        for index in 2...3 { rest[index].releasedAt = desk.now }
        desk.reads(rest, line: 9)
        #expect(desk.row("Held · Device race-1: nothing any more.") != nil, "\(desk.text)")
        desk.press(.escape)
        #expect(desk.row("OVER") != nil && desk.row("OTHER") != nil, "\(desk.text)")
    }
}
