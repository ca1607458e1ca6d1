import Foundation
import Licensing
@testable import Screens
import TerminalUI
import TestKit
import Testing

/// Now is Monday, 23 November 2026, 14:02 in Berlin.
@Suite("The calendar")
struct CalendarTests {
    func picker(
        _ chosen: String = "2026-11-27 18:00", now: Date = TestClock.start, limit: Int? = nil,
        zone: String = "Europe/Berlin"
    ) throws -> CalendarPicker {
        let local = LocalTime(zone: try #require(LocalZone(named: zone)))
        guard case .at(let date) = try EndInput.read(chosen, now: now, in: local.zone).end else {
            throw CancellationError()
        }
        return CalendarPicker(chosen: date, now: now, limit: limit, local: local, firstWeekday: 2)
    }

    /// Presses keys; gives the last reply.
    @discardableResult
    func press(_ picker: inout CalendarPicker, _ keys: Key...) -> CalendarPicker.Reply {
        keys.map { picker.handle($0) }.last ?? .none
    }

    @discardableResult
    func type(_ picker: inout CalendarPicker, _ text: String) -> CalendarPicker.Reply {
        text.map { picker.handle(.character($0)) }.last ?? .none
    }

    func shown(_ picker: CalendarPicker) -> String { picker.local.typed(picker.chosen) }

    static let moves: [(Key, String)] = [
        (.left, "2026-11-26 18:00"), (.right, "2026-11-28 18:00"), (.up, "2026-11-27 18:00"),
        (.down, "2026-12-04 18:00"), (.pageDown, "2026-12-27 18:00"), (.pageUp, "2026-11-27 18:00"),
        (.home, "2026-11-23 18:00"), (.end, "2026-11-29 18:00"), (.character("t"), "2026-11-23 18:00"),
        (.character("h"), "2026-11-23 22:02"), (.character("d"), "2026-11-24 14:02"),
        (.character("w"), "2026-11-30 14:02"),
    ]

    @Test("keys move by days, weeks and months, and by lengths from now; what is past stays barred", arguments: moves)
    func movesAndBars(key: Key, then: String) throws {
        var picker = try picker()
        #expect(press(&picker, key) == .none)
        #expect(shown(picker) == then)
        let isBarred = then == "2026-11-27 18:00"
        #expect(picker.refusal == (isBarred ? "That day is past." : nil))
    }

    @Test("Enter takes what lies ahead, m the longest borrow, Esc nothing")
    func replies() throws {
        var picker = try picker()
        #expect(press(&picker, .enter) == .accepted)
        #expect(press(&picker, .character("m")) == .maximum)
        #expect(press(&picker, .escape) == .cancelled)
        #expect(shown(picker) == "2026-11-27 18:00")
    }

    @Test("four digits are a time; a colon and a paste do as well", arguments: ["0930", "9:30", "09:30"])
    func times(text: String) throws {
        var picker = try picker()
        type(&picker, text)
        #expect(shown(picker) == "2026-11-27 09:30")
        #expect(picker.digits.isEmpty && picker.refusal == nil)
        #expect(press(&picker, .enter) == .accepted)
        var pasted = try self.picker()
        press(&pasted, .paste(text))
        #expect(shown(pasted) == "2026-11-27 09:30")
    }

    @Test("a past time of today is shown, kept and not taken; a later day takes it")
    func pastTime() throws {
        var picker = try picker()
        press(&picker, .character("t"))
        type(&picker, "0800")
        #expect(picker.refusal == "08:00 is past; type a later time.")
        #expect(press(&picker, .enter) == .none)
        #expect(picker.refusal == "08:00 is past; type a later time.")
        #expect(shown(picker) == "2026-11-23 08:00")
        #expect(press(&picker, .right, .enter) == .accepted)
        #expect(shown(picker) == "2026-11-24 08:00")
    }

    @Test("this very minute is past, the next one is not")
    func boundary() throws {
        var picker = try picker()
        press(&picker, .character("t"))
        type(&picker, "1402")
        #expect(press(&picker, .enter) == .none)
        type(&picker, "1403")
        #expect(press(&picker, .enter) == .accepted)
    }

    static let halves: [(String, String)] = [
        ("2", "2_:__ lacks 3 digits."), ("09", "09:__ lacks 2 digits."), ("9:3", "09:3_ lacks a digit."),
    ]

    @Test("a half typed time is not taken, and not lost", arguments: halves)
    func halfTyped(text: String, says: String) throws {
        var picker = try picker()
        type(&picker, text)
        let digits = picker.digits
        #expect(press(&picker, .enter) == .none)
        #expect(picker.refusal == says)
        #expect(picker.digits == digits && !digits.isEmpty)
        press(&picker, .right)
        #expect(picker.digits == digits)
        type(&picker, String("0000".prefix(4 - digits.count)))
        #expect(press(&picker, .enter) == .accepted)
    }

    @Test("digits that make no time stay to be corrected", arguments: ["2599", "2400", "1260"])
    func noTime(text: String) throws {
        var picker = try picker()
        type(&picker, text)
        let says = "\(text.prefix(2)):\(text.suffix(2)) is no time; Backspace or retype."
        #expect(picker.refusal == says)
        #expect(press(&picker, .enter) == .none)
        #expect(picker.refusal == says)
        #expect(picker.digits == text)
        #expect(shown(picker) == "2026-11-27 18:00")
        press(&picker, .backspace)
        #expect(picker.digits == String(text.prefix(3)))
        press(&picker, .backspace, .backspace, .backspace, .backspace)
        #expect(picker.digits.isEmpty)
        #expect(press(&picker, .enter) == .accepted)
        type(&picker, text + "1915")
        #expect(shown(picker) == "2026-11-27 19:15")
    }

    @Test("beyond the limit nothing is taken, and the last day says until when")
    func limit() throws {
        var picker = try picker("2026-11-24 18:00", limit: 48)
        press(&picker, .right)
        #expect(shown(picker) == "2026-11-25 18:00")
        #expect(picker.refusal == "Until 14:02 on that day; type it or m.")
        #expect(press(&picker, .enter) == .none)
        #expect(shown(picker) == "2026-11-25 18:00")
        press(&picker, .right)
        #expect(picker.refusal == "Too late: longest 2 d. m takes it.")
        #expect(shown(picker) == "2026-11-25 18:00")
        press(&picker, .character("w"))
        #expect(picker.refusal == "Too late: longest 2 d. m takes it.")
        type(&picker, "1402")
        #expect(press(&picker, .enter) == .accepted)
        #expect(press(&picker, .character("d"), .enter) == .accepted)
    }

    @Test("opened on a past end it begins at the next full hour, and says so")
    func reopened() throws {
        var picker = try picker("2026-11-20 09:00")
        #expect(shown(picker) == "2026-11-23 15:00")
        #expect(picker.refusal == "That end is past; this is the next hour.")
        #expect(press(&picker, .enter) == .accepted)
        #expect(picker.refusal == nil)
        #expect(try shown(self.picker("2026-11-20 09:00", zone: "Asia/Kathmandu")) == "2026-11-23 19:00")
        let lateEvening = TestClock.start.addingTimeInterval(9.5 * 3600)
        #expect(try shown(self.picker("2026-11-20 09:00", now: lateEvening)) == "2026-11-24 00:00")
    }

    @Test("opened beyond the limit it begins at the latest end, and says so")
    func reopenedBeyond() throws {
        var picker = try picker("2026-12-20 09:00", now: TestClock.start.addingTimeInterval(37), limit: 168)
        #expect(shown(picker) == "2026-11-30 14:02")
        #expect(picker.refusal == "Moved to the latest end, longest 7 d.")
        #expect(press(&picker, .enter) == .accepted)
    }

    @Test("a license that cannot be borrowed has no end to take")
    func noBorrow() throws {
        var picker = try picker(limit: 0)
        #expect(press(&picker, .enter) == .none)
        #expect(picker.refusal == "This license cannot be borrowed.")
    }

    @Test("time goes on while it is open")
    func clock() throws {
        var picker = try picker("2026-11-23 14:10")
        picker.clockMoved(to: TestClock.start.addingTimeInterval(600))
        #expect(press(&picker, .enter) == .none)
        #expect(picker.refusal == "14:10 is past; type a later time.")
    }

    @Test("a time that clocks skip is told, and wanted again on the next day")
    func skipped() throws {
        let now = try #require(UTC.parse("2027-03-26T12:00:00Z"))
        var picker = try picker("2027-03-27 02:30", now: now)
        press(&picker, .right)
        #expect(shown(picker) == "2027-03-28 03:30")
        #expect(picker.refusal == "Clocks skip 02:30; 03:30 is taken.")
        press(&picker, .right)
        #expect(shown(picker) == "2027-03-29 02:30")
    }

    @Test("a time that clocks show twice is the second one")
    func repeated() throws {
        let now = try #require(UTC.parse("2026-10-23T12:00:00Z"))
        var picker = try picker("2026-10-24 02:30", now: now)
        press(&picker, .right)
        #expect(UTC.format(picker.chosen) == "2026-10-25T01:30:00Z")
        #expect(picker.refusal == "02:30 comes twice; the second is taken.")
    }

    @Test("a day that the zone skips is stepped over either way")
    func skippedDay() throws {
        let now = try #require(UTC.parse("2011-12-27T00:00:00Z"))
        var picker = try picker("2011-12-29 12:00", now: now, zone: "Pacific/Apia")
        press(&picker, .right)
        #expect(shown(picker) == "2011-12-31 12:00")
        press(&picker, .left)
        #expect(shown(picker) == "2011-12-29 12:00")
    }

    @Test("whatever keys are pressed, what is taken lies ahead and within the limit")
    func anyKeys() throws {
        let keys: [Key] =
            [.left, .right, .up, .down, .pageUp, .pageDown, .home, .end, .backspace]
            + "thdw0123456789:".map { .character($0) }
        var random = Seeded(state: 4711)
        for limit in [nil, 1, 30, 168, 2000] {
            var picker = try picker(limit: limit)
            for _ in 0..<3000 {
                let before = picker.chosen
                let digits = picker.digits
                if picker.handle(.enter) == .accepted {
                    #expect(picker.chosen > TestClock.start && picker.chosen <= picker.latest ?? .distantFuture)
                    #expect(picker.digits.isEmpty)
                } else {
                    #expect(picker.refusal != nil)
                }
                #expect(picker.chosen == before && picker.digits == digits)
                #expect(picker.refusal?.count ?? 0 <= 40)
                _ = picker.handle(keys[Int(random.next() % UInt64(keys.count))])
            }
        }
    }
}

/// The same numbers in every run.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
