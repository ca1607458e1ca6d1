import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// What ends first, drawn.
@Suite struct TimelineTests {
    private func desk(_ borrows: [Borrow], _ columns: Int = 80, _ rows: Int = 24) -> DeskScript {
        var desk = DeskScript(columns: columns, rows: rows, borrows: borrows)
        desk.press(.character("t"))
        return desk
    }

    /// The number of cells of a row that a bar takes.
    private func bar(_ desk: DeskScript, _ text: String) -> Int {
        desk.row(text)?.count { "━▒█→".contains($0) } ?? 0
    }

    private let three = [
        Fixture.borrow("c", product: "THIRD", hours: 24), Fixture.borrow("a", product: "FIRST", hours: 0.5),
        Fixture.borrow("b", product: "SECOND", hours: 12),
    ]

    @Test func barsAreAsLongAsWhatIsLeft() {
        let desk = desk(three)
        let (first, second, third) = (bar(desk, "FIRST"), bar(desk, "SECOND"), bar(desk, "THIRD"))
        #expect(first >= 1 && first <= 2, "\(desk.text)")
        #expect(abs(second * 2 - third) <= 2 && third > 20, "\(desk.text)")
        let lines = desk.frame.lines
        let places = ["FIRST", "SECOND", "THIRD"].compactMap { name in lines.firstIndex { $0.contains(name) } }
        #expect(places == places.sorted())
        #expect(lines.contains { $0.contains("now") && $0.contains("|18:00") && $0.contains("|00:00") })
    }

    @Test func aLongerTimeShortensTheBars() {
        var desk = desk(three)
        #expect(desk.text.contains("the next day"))
        let before = bar(desk, "THIRD")
        desk.press(.right)
        #expect(desk.text.contains("the next week") && desk.text.contains("|Wed"), "\(desk.text)")
        #expect(bar(desk, "THIRD") < before / 5)
        desk.press(.right)
        #expect(desk.text.contains("the next 30 days") && desk.text.contains("|Mon 30 Nov"), "\(desk.text)")
        desk.press(.left, .left)
        #expect(bar(desk, "THIRD") == before)
    }

    @Test func onASmallScreenTheTimeIsSaidOverWhichItIsDrawn() {
        var desk = desk(SampleBorrows.sixty, 40, 12)
        desk.press(.right)
        #expect(desk.text.contains(/the next (day|week|30 days)/), "\(desk.text)")
    }

    @Test func whatEndsLaterIsCutAndSaysSo() {
        var desk = desk([
            Fixture.borrow("a", product: "FIRST", hours: 3), Fixture.borrow("b", product: "LATER", hours: 99),
        ])
        desk.press(.left)
        #expect(desk.row("LATER")?.contains("━→") == true, "\(desk.text)")
        #expect(desk.row("FIRST")?.contains("→") == false)
    }

    /// Both were cut to the same text.
    @Test func twoDevicesAreToldApart() {
        let devices = ["alpha", "omega"].map { "render-\($0)-rack-0017-frankfurt" }
        let desk = desk(devices.map { Fixture.borrow($0, hours: 3, hardwareID: HardwareID(rawValue: $0)) })
        for device in devices { #expect(desk.row(device)?.contains("17:02") == true, "\(desk.text)") }
        #expect(bar(desk, "alpha") > 0, "\(desk.text)")
    }

    @Test func theLastDayAndTheLastHourAreTold() {
        let desk = desk([
            Fixture.borrow("a", product: "FIRST", hours: 3), Fixture.borrow("b", product: "LATER", hours: 30),
        ])
        #expect(desk.row("LATER")?.contains("━▒") == true, "\(desk.text)")
        #expect(desk.row("FIRST")?.contains(" !") == true)
    }

    @Test func itsKeysStandThereOnce() {
        let desk = desk(three)
        #expect(desk.frame.lines.count { $0.contains("Enter go to it") } == 1, "\(desk.text)")
    }

    /// The help told of a day and an hour where other times were drawn, and nothing of the marks.
    @Test func theHelpTellsOfEverySignThatIsDrawn() {
        var desk = desk([
            Fixture.borrow("a", hours: 0.5), Fixture.borrow("b", hours: 10), Fixture.borrow("c", hours: 140),
            Fixture.borrow("d", hours: 30, phase: .unknown(Fixture.timeout.problem)),
        ])
        desk.press(.left)
        let drawn = Set(desk.frame.inside("What ends first").joined().filter { "━▒█→|!?".contains($0) })
        #expect(drawn == Set("━▒█→|!?"), "\(desk.text)")
        desk.press(.character("?"), .end)
        for sign in drawn { #expect(desk.frame.inside("Help").contains { $0.hasPrefix(" \(sign)") }, "\(sign)") }
    }

    @Test func aColumnTellsWhatIsLeftAsItBegins() {
        let desk = desk([
            Fixture.borrow("a", product: "HALF", hours: 0.5), Fixture.borrow("b", product: "THREE", hours: 3),
            Fixture.borrow("c", product: "WEEK", hours: 167),
        ])
        #expect(desk.text.contains("the next week"))
        #expect(desk.row("HALF")?.contains("█") == true, "\(desk.text)")
        #expect(desk.row("THREE")?.contains("▒") == true && desk.row("THREE")?.contains("█") == false, "\(desk.text)")
    }

    @Test func enterGoesToTheRow() {
        var desk = desk(three)
        desk.press(.home, .down, .enter)
        #expect(desk.state.overlays.isEmpty && desk.state.focus == .list)
        #expect(desk.chosen == OperationID(rawValue: "b"))
    }

    @Test func theChoiceIsKeptByItsBorrow() {
        var desk = desk(three)
        desk.press(.home, .down)
        var ended = three
        ended[1].releasedAt = desk.now
        desk.reads(ended, line: 9)
        desk.press(.enter)
        #expect(desk.chosen == OperationID(rawValue: "b"))
    }

    @Test func whatHoldsNoSeatIsLeftOut() {
        let desk = desk(SampleBorrows.typical, 100, 40)
        let lines = desk.frame.lines.filter { $0.contains("━") || $0.contains("▒") || $0.contains("█") }
        #expect(lines.count == 4, "\(desk.text)")
        #expect(!desk.box("What ends first").contains("…9012"))
    }

    @Test func withoutABorrowItSaysSo() {
        var desk = DeskScript()
        desk.press(.escape, .character("t"))
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.words.contains("Nothing is borrowed."))
    }

    @Test(arguments: [Size(columns: 40, rows: 12), .init(columns: 80, rows: 24), .init(columns: 200, rows: 60)])
    func everyRowShowsItsNameAndItsEnd(size: Size) {
        var desk = desk(SampleBorrows.typical, size.columns, size.rows)
        #expect(desk.row("14:29 !!") != nil, "\(desk.text)")
        desk.press(.down)
        #expect(desk.frame.rows.joined().count == size.columns * size.rows)
    }

    /// Its labels were said to run together once.
    @Test(arguments: ["Europe/Berlin", "Asia/Kathmandu", "Pacific/Chatham"])
    func labelsNeverRunTogether(zone: String) {
        let ends: [[Double]] = [[0.2, 0.5], [12, 24], [100, 160], [300, 700], [9000, 2_000_000]]
        for hours in ends {
            for product in ["P", "A-PRODUCT-OF-A-VERY-LONG-NAME", "渲染渲染渲染渲染"] {
                let borrows = hours.enumerated().flatMap { number, hours in
                    [OperationPhase.confirmed, .unknown(Fixture.timeout.problem)].map {
                        Fixture.borrow(
                            "\(number)\($0 == .confirmed)", product: product, license: .user("u\(number)@acme.example"),
                            hours: hours, phase: $0)
                    }
                }
                for columns in [40, 41, 60] {
                    for hour in [0.0, 0.1, 5, 11, 23, 47, 95, 168] {
                        checkScale(product, borrows, columns: columns, hour: hour, zone: zone)
                    }
                }
            }
        }
    }

    private func checkScale(_ product: String, _ borrows: [Borrow], columns: Int, hour: Double, zone: String) {
        var desk = DeskScript(columns: columns, rows: 12, zone: zone)
        desk.now += hour * 3600
        desk.script.play(.ticked(at: desk.now))
        desk.reads(borrows, line: 9)
        desk.press(.escape, .character("t"))
        for _ in 0..<3 {
            let lines = desk.frame.lines
            guard lines[1].contains("What ends first"), lines[2].contains("now") else { return }
            let about = "\(columns) \(hour) \(product):\n\(desk.text)"
            #expect(!lines[2].contains(/[^ │]\||now[^ │]|\|[^ ]*\|/), "\(about)")
            for line in lines.dropFirst(2).prefix(8) {
                #expect(line.hasPrefix("│") && line.hasSuffix("│"), "\(about)")
                #expect(!line.contains(/[━▒█→][^ ━▒█→│]/), "\(about)")
            }
            desk.press(.right)
        }
    }

    @Test func ofALedgerThatIsStillReadItSaysHowMuchOfItItShows() {
        var desk = DeskScript(borrows: nil)
        desk.readsPart(three, 1000, of: 100_000)
        desk.press(.character("t"))
        #expect(desk.text.contains("What ends first, reading 1,000 of 100,000"), "\(desk.text)")
        desk.readsPart([], 12_000, of: 100_000)
        #expect(desk.text.contains("What ends first, reading 12,000 of 100,000"))
        desk.reads(three)
        #expect(desk.text.contains("What ends first ") && !desk.text.contains("reading"), "\(desk.text)")
        var ended = DeskScript(borrows: nil)
        ended.readsPart([Fixture.borrow("over", hours: -5)], 1000, of: 100_000)
        ended.press(.character("t"))
        #expect(!ended.words.contains("Nothing is borrowed."), "of a part alone that is not known: \(ended.text)")
        #expect(ended.words.contains("Reading the ledger…"))
    }
}
