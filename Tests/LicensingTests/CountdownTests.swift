import Foundation
import Licensing
import TestKit
import Testing

@Suite("Countdowns")
struct CountdownTests {
    let end = TestClock.start

    func countdown(_ left: TimeInterval, warning: TimeInterval = Countdown.defaultWarning) -> Countdown {
        Countdown(to: end, now: end.addingTimeInterval(-left), warning: warning)
    }

    static let texts: [(TimeInterval, String)] = [
        (356_400, "4d 03h"), (359_999, "4d 03h"), (86_400, "1d 00h"),
        (86_399, "23h 59m"), (12_539, "3h 28m"), (3600, "1h 00m"), (3599, "59m 59s"),
        (1661, "27m 41s"), (60, "1m 00s"), (59, "0m 59s"), (1, "0m 01s"), (0, "ended"), (-1, "ended"),
        (-1_000_000, "ended"), (34_560_000, "400d 00h"),
    ]

    @Test(
        "time left is rounded down to the shown unit",
        arguments: texts)
    func text(left: TimeInterval, text: String) {
        #expect(countdown(left).text == text)
    }

    static let fractionsOfASecond: [(TimeInterval, String)] = [
        (0.5, "0m 01s"), (1.5, "0m 02s"), (3599.5, "1h 00m"), (86_399.5, "1d 00h"),
    ]

    @Test(
        "a started second counts as a whole one",
        arguments: fractionsOfASecond)
    func startedSeconds(left: TimeInterval, text: String) {
        #expect(countdown(left).text == text)
    }

    static let urgencies: [(TimeInterval, Countdown.Urgency, String)] = [
        (86_400, Countdown.Urgency.calm, ""), (86_399, .soon, "!"), (3600, .soon, "!"), (3599, .lastHour, "!!"),
        (1, .lastHour, "!!"), (0, .ended, "×"),
    ]

    @Test(
        "urgency rises at the warning time, in the last hour and at the end",
        arguments: urgencies)
    func urgency(left: TimeInterval, urgency: Countdown.Urgency, mark: String) {
        #expect(countdown(left).urgency == urgency)
        #expect(countdown(left).mark == mark)
    }

    @Test("the warning time can be chosen, even shorter than an hour")
    func warning() {
        #expect(countdown(7200, warning: 7200).urgency == .calm)
        #expect(countdown(7199, warning: 7200).urgency == .soon)
        #expect(countdown(3600, warning: 60).urgency == .calm)
        #expect(countdown(3599, warning: 60).urgency == .lastHour)
        #expect(Countdown.Urgency.calm < .soon && .soon < .lastHour && .lastHour < .ended)
    }

    static let spans: [(TimeInterval, TimeInterval)] = [
        (172_805, 86_400), (172_805, 100_000), (90_001, 90_000), (86_410, 50_003), (3700, 60),
    ]

    @Test(
        "text and mark change exactly at the announced moment, and not before",
        arguments: spans)
    func changesExactlyWhenAnnounced(span: TimeInterval, warning: TimeInterval) throws {
        var shown = countdown(span, warning: warning)
        var announced = try #require(shown.nextChange)
        for left in stride(from: span - 1, through: -5, by: -1) {
            let now = end.addingTimeInterval(-left)
            let next = countdown(left, warning: warning)
            let changed = next.text != shown.text || next.mark != shown.mark
            #expect(changed == (now == announced), "with \(left) s left")
            if changed {
                shown = next
                announced = next.nextChange ?? .distantFuture
            }
        }
        #expect(shown.text == "ended")
        #expect(shown.nextChange == nil)
    }

    @Test("an end with a fraction of a second changes at its announced moments too", arguments: [0.016, 0.3, 0.999])
    func fractions(fraction: TimeInterval) throws {
        let end = end.addingTimeInterval(fraction)
        var now = end.addingTimeInterval(-4000)
        var texts: [String] = []
        while let next = Countdown(to: end, now: now).nextChange {
            #expect(next > now)
            let before = Countdown(to: end, now: next.addingTimeInterval(-0.01))
            let after = Countdown(to: end, now: next)
            #expect(before.text != after.text)
            texts.append(after.text)
            now = next
        }
        #expect(
            Array(texts.prefix(8)) == [
                "1h 05m", "1h 04m", "1h 03m", "1h 02m", "1h 01m", "1h 00m", "59m 59s", "59m 58s",
            ])
        #expect(texts.last == "ended")
        #expect(texts.count == 6 + 3600)
    }

    @Test("nothing moves for a minute above an hour, and for an hour above a day")
    func calm() throws {
        let aboveAnHour = countdown(2 * 3600 - 1)
        #expect(aboveAnHour.nextChange?.timeIntervalSince(end) == -7139.0)
        let aboveADay = countdown(5 * 86_400 - 1)
        #expect(aboveADay.nextChange?.timeIntervalSince(end) == -428_399.0)
    }

    @Test("ends beyond all bounds are shown without a crash")
    func extremes() {
        #expect(Countdown(to: .distantPast, now: end).text == "ended")
        #expect(Countdown(to: .distantFuture, now: .distantPast).urgency == .calm)
        #expect(Countdown(to: Date(timeIntervalSinceReferenceDate: .infinity), now: end).urgency == .calm)
    }
}
