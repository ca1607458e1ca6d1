import ClientCore
import Demo
import Foundation
import Licensing
import Sandbox
@testable import Screens
import TerminalUI
import TestKit
import Testing

/// Every text can be read whole on the smallest screen, and the footer tells how.
@Suite struct ReadingTests {
    private func read(_ desk: inout DeskScript, _ title: String, by key: Key) -> Reading {
        var script = desk
        defer { desk = script }
        return Reading({ script.frame }, title) { script.press(key) }
    }

    @Test(arguments: [GoldenScreen.problem, .problems, .unknown])
    func aProblemIsReadWhole(screen: GoldenScreen) throws {
        var desk = screen.desk(40, 12)
        let shown = try #require(desk.state.client.troubles.last)
        #expect(desk.footer.contains("↑↓ scroll"), "\(desk.text)")
        let explanation = ProblemCatalogue.explain(shown.problem)
        let words = read(&desk, "Problem", by: .down).words
        for cause in explanation.likelyCauses { #expect(words.contains(Reading.words(cause)), "\(words)") }
        for solver in explanation.solvers { #expect(words.contains(solver.rawValue)) }
        #expect(words.contains("Retry "), "its last line")
        desk.press(.home)
        #expect(desk.frame == screen.desk(40, 12).frame, "and back")
    }

    @Test func anotherProblemIsReadFromItsBeginning() {
        var desk = GoldenScreen.problems.desk(40, 12)
        let first = desk.frame
        desk.press(.end)
        #expect(desk.frame != first)
        desk.press(.character("n"), .character("n"))
        #expect(desk.frame == first, "\(desk.text)")
    }

    @Test func aProblemThatFitsHasNothingToScroll() {
        #expect(!GoldenScreen.problem.desk(80, 24).footer.contains("scroll"))
    }

    private static let questions: [(screen: GoldenScreen, title: String)] = [
        (.checkFeature, "Ask the server"), (.returnMany, "Return"), (.returnElsewhere, "Return"),
        (.returnQuestion, "Return"), (.repeatUnknown, "Repeat"), (.extend, "Extend"), (.extendShorter, "Shorten"),
        (.quit, "Quit"),
    ]

    @Test(arguments: questions) func aQuestionIsReadWhole(question: (screen: GoldenScreen, title: String)) {
        let wide = question.screen.desk(200, 60)
        let wanted = Set(wide.box(question.title).split(separator: " "))
        var desk = question.screen.desk(40, 12)
        let footer = desk.footer
        let first = Set(desk.box(question.title).split(separator: " "))
        let reading = read(&desk, question.title, by: .pageDown)
        let title = desk.box(question.title)
        let seen = Set((title + " " + reading.words + " " + footer).split(separator: " "))
        let keys = Set(["Tab", "next", "↓", "calendar", "^T", "max"].map { Substring($0) })
        #expect(wanted.subtracting(seen).subtracting(keys) == [], "\(reading.lines)")
        let isWhole = wanted.subtracting(first.union(Set(footer.split(separator: " ")))).subtracting(keys) == []
        #expect(isWhole || footer.contains("more"), "\(footer)")
        #expect(
            footer.contains("Esc cancel") && (footer.contains(" Enter ") || footer.contains("y shorten it")),
            "\(footer)")
    }

    @Test func theFieldStaysInSightWhileItsQuestionIsRead() {
        var desk = GoldenScreen.checkFeature.desk(40, 12)
        desk.type("AAAA")
        for _ in 0..<5 {
            #expect(desk.box("Ask the server").contains("Key ••••"), "\(desk.text)")
            desk.press(.down)
        }
        desk.press(.up, .pageUp)
        #expect(desk.box("Ask the server").contains("Ask the server about"))
    }

    /// What is done at a row of the guide is read without opening it.
    @Test(arguments: [Size(columns: 40, rows: 12), Size(columns: 80, rows: 24)])
    func theGuideTellsTheChosenRowInFull(size: Size) {
        let guide = Inventory.guide.map(App.GuideRow.init)
        var desk = DeskScript(columns: size.columns, rows: size.rows, isDemo: true, guide: guide)
        desk.press(.function(2))
        for row in guide {
            let words = desk.box("Demo guide")
            #expect(words.contains(Reading.words(row.text)), "\(desk.text)")
            #expect(words.contains(row.userName.isEmpty ? row.licenseKey : row.userName), "\(desk.text)")
            #expect(desk.frame.lines.count { $0.contains("│▸") } == 1, "\(desk.text)")
            desk.press(.down)
        }
    }

    @Test(arguments: [40, 80]) func everyCommandTellsWhatItDoes(columns: Int) {
        var desk = DeskScript(columns: columns, rows: 12, borrows: SampleBorrows.typical)
        desk.press(.character(":"))
        var before: Frame?
        while before != desk.frame {
            before = desk.frame
            let chosen = desk.frame.inside("Commands").first { $0.hasPrefix("▸") } ?? ""
            let words = desk.box("Commands")
            let bindings = desk.state.bindingsBelow.filter { chosen.contains("▸" + $0.label) }
            #expect(bindings.contains { words.contains($0.help) || words.contains("not now: ") }, "\(desk.text)")
            desk.press(.down)
        }
    }

    /// A message that is longer than three rows was cut.
    @Test func aMessageIsShownWhole() {
        var desk = DeskScript(columns: 40, rows: 12, borrows: SampleBorrows.typical)
        let sentence = String(repeating: "word ", count: 30) + "end"
        desk.script.play(.saved(sentence, isGood: true))
        #expect(desk.words.contains(sentence), "\(desk.text)")
    }
}

extension App.State {
    /// The bindings of the part below what lies over the desk.
    fileprivate var bindingsBelow: [Binding<App.Action>] {
        var state = self
        state.overlays = []
        return state.bindings()
    }
}
