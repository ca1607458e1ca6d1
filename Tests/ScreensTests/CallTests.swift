import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

@Suite("Calling for a person")
struct CallTests {
    private let day: TimeInterval = 86_400

    private func desk(_ borrows: [Borrow], _ notification: App.Notification = .osc9) -> DeskScript {
        DeskScript(borrows: borrows, notification: notification)
    }

    private func calls(_ effects: [App.Effect]) -> [String] {
        effects.compactMap { if case .notify(let text) = $0 { text } else { nil } }
    }

    /// The moment that the newest tick was asked for.
    private func tick(_ desk: DeskScript) -> Date? {
        desk.script.effects.compactMap { if case .tick(let at) = $0 { at } else { nil } }.last
    }

    @Test("A borrow calls once as it comes within its warning time, and once as it ends; a tick is asked for then")
    func warnsAndEnds() throws {
        let end = TestClock.start.addingTimeInterval(day + 30)
        var desk = desk([Fixture.borrow("one", hours: 24 + 30 / 3600)])
        let due = try #require(tick(desk))
        #expect(abs(due.timeIntervalSince(TestClock.start) - 30) < 1)
        #expect(calls(desk.script.play(.ticked(at: TestClock.start.addingTimeInterval(10)))).isEmpty)
        let call = calls(desk.script.play(.ticked(at: TestClock.start.addingTimeInterval(31))))
        #expect(call.count == 1 && call[0].hasPrefix("Berth: ") && call[0].contains(" ends in "), "\(call)")
        #expect(calls(desk.script.play(.ticked(at: TestClock.start.addingTimeInterval(32)))).isEmpty)
        #expect(calls(desk.script.play(.ticked(at: end.addingTimeInterval(-1)))).isEmpty)
        let over = calls(desk.script.play(.ticked(at: end.addingTimeInterval(1))))
        #expect(over.count == 1 && over[0].hasSuffix(" has ended"), "\(over)")
        #expect(calls(desk.script.play(.ticked(at: end.addingTimeInterval(2)))).isEmpty)
        #expect(calls(desk.script.play(.ticked(at: end.addingTimeInterval(-60)))).isEmpty, "a clock that is set back")
        #expect(calls(desk.script.play(.ticked(at: end.addingTimeInterval(3)))).isEmpty)
    }

    @Test("How long before its end a borrow calls is a setting")
    func warningTime() throws {
        var desk = DeskScript(
            borrows: [Fixture.borrow("one", hours: 3 + 30 / 3600)], notification: .osc9, warning: 3 * 3600)
        let due = try #require(tick(desk))
        #expect(abs(due.timeIntervalSince(TestClock.start) - 30) < 1)
        #expect(calls(desk.script.play(.ticked(at: TestClock.start.addingTimeInterval(10)))).isEmpty)
        #expect(calls(desk.script.play(.ticked(at: TestClock.start.addingTimeInterval(31)))).count == 1)
    }

    @Test("What was so when the desk was opened is no news; what happened while the host slept is told once")
    func newsAlone() {
        var desk = desk(SampleBorrows.typical)
        #expect(calls(desk.script.effects).isEmpty)
        #expect(calls(desk.script.play(.resumed(at: TestClock.start.addingTimeInterval(400 * day)))).count == 1)
        #expect(calls(desk.script.play(.resumed(at: TestClock.start.addingTimeInterval(401 * day)))).isEmpty)
    }

    @Test("A borrow that becomes unknown calls, whoever made it")
    func unknown() {
        var desk = desk([Fixture.borrow("one")])
        let doubtful = Fixture.borrow("one", phase: .unknown(Fixture.timeout.problem))
        desk.reads([doubtful], line: 9)
        #expect(calls(desk.script.effects).map { $0.hasSuffix("outcome unknown") } == [true])
        desk.reads([doubtful], line: 10)
        #expect(calls(desk.script.effects).count == 1)
    }

    @Test("A bell has no text, and nothing calls unless it is wanted; a key never does")
    func kinds() {
        let later = TestClock.start.addingTimeInterval(60)
        var bell = desk([Fixture.borrow("one", hours: 24 + 30 / 3600)], .bell)
        #expect(calls(bell.script.play(.key(.down, at: later))).isEmpty)
        #expect(calls(bell.script.play(.ticked(at: later))) == [""])
        var none = desk([Fixture.borrow("one", hours: 24 + 30 / 3600)], .none)
        #expect(calls(none.script.play(.ticked(at: later))).isEmpty)
    }

    @Test("Many at once are one call, with the first few by name")
    func many() {
        let borrows = (0..<9).map {
            Fixture.borrow("b\($0)", hours: 24 + 30 / 3600, hardwareID: HardwareID(rawValue: "render-\($0)"))
        }
        var desk = desk(borrows)
        let call = calls(desk.script.play(.ticked(at: TestClock.start.addingTimeInterval(60))))
        #expect(call.count == 1 && call[0].hasSuffix("; and 6 more"), "\(call)")
    }
}
