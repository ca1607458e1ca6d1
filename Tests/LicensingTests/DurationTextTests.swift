import Licensing
import Testing

@Suite("Lengths of time in words")
struct DurationTextTests {
    static let longTexts: [(Double, String)] = [
        (359_939, "4 days 3 h 58 min"), (86_400, "1 day"), (86_460, "1 day 1 min"),
        (172_800, "2 days"), (3600, "1 h"), (3599, "59 min"), (60, "1 min"), (59, "less than a minute"),
        (0, "less than a minute"), (-7200, "2 h"),
    ]

    @Test(
        "a line of its own has days, hours and minutes",
        arguments: longTexts)
    func long(seconds: Double, text: String) {
        #expect(DurationText.long(seconds) == text)
    }

    static let minuteTexts: [(Double, String)] = [
        (129_599.2, "1 d 12 h"), (259_199.9, "3 d"), (3599.5, "1 h"), (359_939, "4 d 3 h 59 min"), (30, "1 min"),
        (29.9, "less than a minute"), (-7201, "2 h"),
    ]

    @Test("an end's length is told to the nearest minute", arguments: minuteTexts)
    func toTheMinute(seconds: Double, text: String) {
        #expect(DurationText.toTheMinute(seconds) == text)
    }

    static let shortTexts: [(Double, String)] = [
        (359_880, "4 d 3 h"), (89_940, "1 d"),
        (12_485, "3 h 28 min"),
        (3600, "1 h"), (125, "2 min 5 s"), (41.9, "41 s"), (0.9, "less than a second"), (-600, "10 min"),
    ]

    @Test(
        "the middle of a sentence has two units at most",
        arguments: shortTexts)
    func short(seconds: Double, text: String) {
        #expect(DurationText.short(seconds) == text)
    }

    static let limits: [(Int, String)] = [
        (0, "0 h"), (8, "8 h"), (24, "24 h (1 day)"), (36, "36 h (1 day 12 h)"), (168, "168 h (7 days)"),
    ]

    @Test(
        "a limit in hours has its days beside it",
        arguments: limits)
    func hours(hours: Int, text: String) {
        #expect(DurationText.hours(hours) == text)
    }

    @Test("numbers that are none, or beyond all bounds, do not crash", arguments: [Double.nan, .infinity, -.infinity])
    func extremes(seconds: Double) {
        #expect(!DurationText.long(seconds).isEmpty)
        #expect(!DurationText.short(seconds).isEmpty)
        #expect(!DurationText.toTheMinute(seconds).isEmpty)
    }
}
