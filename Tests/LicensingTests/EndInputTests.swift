import Foundation
import Licensing
import TestKit
import Testing

/// Now is Monday, 23 November 2026, 13:02 UTC, which is 14:02 in Berlin.
@Suite("What people type as an end")
struct EndInputTests {
    let now = TestClock.start

    static let forms: [(String, String)] = [
        ("2026-11-27", "2026-11-27T22:59:00Z"),
        ("2026-11-27 18:00", "2026-11-27T17:00:00Z"),
        ("  2026-11-27   18:00 ", "2026-11-27T17:00:00Z"),
        ("2026-11-27T18:00", "2026-11-27T17:00:00Z"),
        ("2026-11-27 18:00:00", "2026-11-27T17:00:00Z"),
        ("2026-11-27T17:00:00Z", "2026-11-27T17:00:00Z"),
        ("2026-11-27t17:00:00z", "2026-11-27T17:00:00Z"),
        ("2026-11-27T17:00:30.500Z", "2026-11-27T17:00:30Z"),
        ("2026-11-27T18:00:00+01:00", "2026-11-27T17:00:00Z"),
        ("2026-11-27 17:00 UTC", "2026-11-27T17:00:00Z"),
        ("27.11.", "2026-11-27T22:59:00Z"),
        ("27.11. 18:00", "2026-11-27T17:00:00Z"),
        ("27.11.2026", "2026-11-27T22:59:00Z"),
        ("1.12. 8:05", "2026-12-01T07:05:00Z"),
        ("fri 18:00", "2026-11-27T17:00:00Z"),
        ("FRI AT 18:00", "2026-11-27T17:00:00Z"),
        ("friday", "2026-11-27T22:59:00Z"),
        ("thurs", "2026-11-26T22:59:00Z"),
        ("today 17:30", "2026-11-23T16:30:00Z"),
        ("today", "2026-11-23T22:59:00Z"),
        ("tomorrow 9am", "2026-11-24T08:00:00Z"),
        ("tomorrow", "2026-11-24T22:59:00Z"),
        ("18:00", "2026-11-23T17:00:00Z"),
        ("9am", "2026-11-24T08:00:00Z"),
        ("9 pm", "2026-11-23T20:00:00Z"),
        ("9:30pm", "2026-11-23T20:30:00Z"),
        ("12am", "2026-11-23T23:00:00Z"),
        ("tomorrow 12pm", "2026-11-24T11:00:00Z"),
        ("+36h", "2026-11-25T01:02:00Z"),
        ("36h", "2026-11-25T01:02:00Z"),
        ("+2d", "2026-11-25T13:02:00Z"),
        ("+1w", "2026-11-30T13:02:00Z"),
        ("+90m", "2026-11-23T14:32:00Z"),
        ("90 min", "2026-11-23T14:32:00Z"),
        ("+1d 12h", "2026-11-25T01:02:00Z"),
        ("1d12h", "2026-11-25T01:02:00Z"),
        ("2 days", "2026-11-25T13:02:00Z"),
        ("in 2 days", "2026-11-25T13:02:00Z"),
        ("in 36 hours", "2026-11-25T01:02:00Z"),
        ("IN  A   WEEK", "2026-11-30T13:02:00Z"),
        ("2 days and 3 hours", "2026-11-25T16:02:00Z"),
        ("noon", "2026-11-24T11:00:00Z"),
        ("midnight", "2026-11-23T23:00:00Z"),
        ("24:00", "2026-11-23T23:00:00Z"),
        ("today midnight", "2026-11-23T23:00:00Z"),
        ("fri noon", "2026-11-27T11:00:00Z"),
        ("fri 24:00", "2026-11-27T23:00:00Z"),
        ("fri 9", "2026-11-27T08:00:00Z"),
        ("Fri  9:30", "2026-11-27T08:30:00Z"),
        ("fri 18.00", "2026-11-27T17:00:00Z"),
        ("fri 1800", "2026-11-27T17:00:00Z"),
        ("18:00 fri", "2026-11-27T17:00:00Z"),
        ("this friday", "2026-11-27T22:59:00Z"),
        ("tomorrow 9", "2026-11-24T08:00:00Z"),
        ("tonight", "2026-11-23T22:59:00Z"),
        ("tonight 9", "2026-11-23T20:00:00Z"),
        ("27 Nov", "2026-11-27T22:59:00Z"),
        ("27 NOV 18:00", "2026-11-27T17:00:00Z"),
        ("Nov 27", "2026-11-27T22:59:00Z"),
        ("Nov 27, 2026 6 p.m.", "2026-11-27T17:00:00Z"),
        ("27th november 18", "2026-11-27T17:00:00Z"),
        ("27 Nov 1800", "2026-11-27T17:00:00Z"),
        ("27 Nov 2027", "2027-11-27T22:59:00Z"),
        ("27-Nov-2026 18:00", "2026-11-27T17:00:00Z"),
        ("27nov", "2026-11-27T22:59:00Z"),
        ("27.11", "2026-11-27T22:59:00Z"),
        ("27.11.26", "2026-11-27T22:59:00Z"),
        ("11.12 18:00", "2026-12-11T17:00:00Z"),
        ("27.11.2026 18:00", "2026-11-27T17:00:00Z"),
        ("2026/11/27", "2026-11-27T22:59:00Z"),
        ("27/11/2026 9am", "2026-11-27T08:00:00Z"),
        ("11/27", "2026-11-27T22:59:00Z"),
        ("20261127 1800", "2026-11-27T17:00:00Z"),
        ("2026-11-27 18", "2026-11-27T17:00:00Z"),
        ("2026-11-27T17:00Z", "2026-11-27T17:00:00Z"),
        ("2026-11-27T18:00+01:00", "2026-11-27T17:00:00Z"),
        ("2026-11-27 22:45 UTC+5:45", "2026-11-27T17:00:00Z"),
        ("2026-11-27 13:30 UTC-3:30", "2026-11-27T17:00:00Z"),
        ("27 Nov 18:00 utc +1", "2026-11-27T17:00:00Z"),
        ("2026-11-27 18:00 CET", "2026-11-27T17:00:00Z"),
        ("Fri 27 Nov 18:00 UTC+1", "2026-11-27T17:00:00Z"),
        ("Fri 27 Nov 18:00 UTC+1 = 17:00 UTC", "2026-11-27T17:00:00Z"),
        ("Fri 27 Nov 2026 18:00", "2026-11-27T17:00:00Z"),
        ("Fri 27 18:00", "2026-11-27T17:00:00Z"),
        ("fri 27", "2026-11-27T22:59:00Z"),
        ("Tue 01 18:00", "2026-12-01T17:00:00Z"),
        ("fri 03/04/2026", "2026-04-03T21:59:00Z"),
        ("18:00:30", "2026-11-23T17:00:30Z"),
        ("end of month", "2026-11-30T22:59:00Z"),
        ("by fri 18:00", "2026-11-27T17:00:00Z"),
        ("@1795719600", "2026-11-26T19:00:00Z"),
    ]

    @Test(
        "every form means an instant",
        arguments: forms)
    func everyForm(text: String, instant: String) throws {
        let reading = try EndInput.read(text, now: now, in: berlin())
        #expect(reading.end == .at(utc(instant)))
        // The one end of summer time among them, which is told elsewhere.
        if text != "fri 03/04/2026" { #expect(reading.notes == []) }
    }

    @Test("next Friday is that of next week, and says so where this week's lies ahead as well")
    func nextWeekday() throws {
        let zone = try berlin()
        let reading = try EndInput.read("next fri 18:00", now: now, in: zone)
        #expect(reading.end == .at(utc("2026-12-04T17:00:00Z")))
        #expect(reading.notes.map(\.sentence) == ["The Friday of next week; this week's is 2026-11-27."])
        let sunday = try EndInput.read("next friday", now: utc("2026-11-29T12:00:00Z"), in: zone)
        #expect(sunday.end == .at(utc("2026-12-04T22:59:00Z")))
        #expect(sunday.notes == [])
        let friday = try EndInput.read("next fri 9", now: utc("2026-11-27T12:00:00Z"), in: zone)
        #expect(friday.end == .at(utc("2026-12-04T08:00:00Z")))
        #expect(friday.notes == [])
    }

    @Test(
        "what looks like a license key is no end, and is not repeated",
        arguments: ["MESH-6ZTQ-B3XK-R9PA", "mesh-6ztq-b3xk-r9pa"])
    func key(text: String) {
        #expect {
            try EndInput.read(text, now: now, in: .utc)
        } throws: { error in
            let sentence = (error as? EndInput.Failure)?.sentence ?? ""
            return sentence.hasPrefix("Not a time: \"•••") && !sentence.lowercased().contains("b3xk")
        }
    }

    @Test("the maximum is asked for by name", arguments: ["max", "MAX", " maximum ", "max borrow time"])
    func maximum(text: String) throws {
        #expect(try EndInput.read(text, now: now, in: berlin()).end == .maximum)
    }

    static let openDays: [(String, String)] = [
        ("mon", "2026-11-23T22:59:00Z"),
        ("mon 14:03", "2026-11-23T13:03:00Z"),
        ("mon 14:02", "2026-11-30T13:02:00Z"),
        ("14:02", "2026-11-24T13:02:00Z"),
        ("23.11. 14:03", "2026-11-23T13:03:00Z"),
        ("23.11. 14:02", "2027-11-23T13:02:00Z"),
        ("22.11.", "2027-11-22T22:59:00Z"),
        ("29.2.", "2028-02-29T22:59:00Z"),
    ]

    @Test(
        "what leaves the day open means the next one that lies ahead",
        arguments: openDays)
    func nextOne(text: String, instant: String) throws {
        #expect(try EndInput.read(text, now: now, in: berlin()).end == .at(utc(instant)))
    }

    static let namedDays: [(String, String)] = [
        ("2026-11-20", "2026-11-20T22:59:00Z"), ("today 9am", "2026-11-23T08:00:00Z"),
        ("20.11.2026 9:00", "2026-11-20T08:00:00Z"),
    ]

    @Test(
        "what names its day is taken at its word, even in the past",
        arguments: namedDays)
    func past(text: String, instant: String) throws {
        #expect(try EndInput.read(text, now: now, in: berlin()).end == .at(utc(instant)))
    }

    @Test("the local day counts, not the day in UTC")
    func localDay() throws {
        let lateEvening = utc("2026-11-23T23:30:00Z")
        #expect(try EndInput.read("today", now: lateEvening, in: berlin()).end == .at(utc("2026-11-24T22:59:00Z")))
        #expect(try EndInput.read("today", now: lateEvening, in: .utc).end == .at(utc("2026-11-23T23:59:00Z")))
        let tokyo = try #require(LocalZone(named: "Asia/Tokyo"))
        #expect(try EndInput.read("tomorrow 9am", now: now, in: tokyo).end == .at(utc("2026-11-24T00:00:00Z")))
    }

    @Test("a length from now is cut to whole seconds")
    func wholeSeconds() throws {
        let reading = try EndInput.read("+1h", now: now.addingTimeInterval(0.9), in: berlin())
        #expect(reading.end == .at(now.addingTimeInterval(3600)))
    }

    static let unreadable: [(String, EndInput.Failure.Kind)] = [
        ("", EndInput.Failure.Kind.empty), ("  ", .empty), ("=", .empty), ("soon", .unknownForm), ("fr", .unknownForm),
        ("2026-11", .unknownForm), ("2026-11-27 18:0", .unknownForm), ("2026-11-27 18:00 PST", .unknownForm),
        ("2026-11-27T17:00:00X", .unknownForm), ("+", .unknownForm), ("h", .unknownForm), ("+3x", .unknownForm),
        ("1h +2h", .unknownForm), ("at", .unknownForm), ("maxi", .unknownForm), ("٣h", .unknownForm),
        ("utc", .unknownForm), ("next", .unknownForm), ("next 18:00", .unknownForm), ("november", .unknownForm),
        ("fri sat", .unknownForm), ("today tomorrow", .unknownForm), ("18:00 19:00", .unknownForm),
        ("fri 9 9 9", .unknownForm), ("UTC+15 18:00", .unknownForm), ("12345678901", .unknownForm),
        ("2026-02-30", .noSuchDay), ("31.11.", .noSuchDay), ("30.2.2027", .noSuchDay), ("0.1.", .noSuchDay),
        ("31 Nov", .noSuchDay), ("45.99", .noSuchDay), ("13/13/2026", .noSuchDay),
        ("24:01", .noSuchTime), ("18:60", .noSuchTime), ("13pm", .noSuchTime), ("0am", .noSuchTime),
        ("tomorrow 25", .noSuchTime), ("fri 1860", .noSuchTime), ("18:00:60", .noSuchTime),
        ("99999h", .tooLong), ("9999999999999999999h", .tooLong), ("600w", .tooLong),
        ("-3h", .past), ("yesterday", .past), ("now", .past), ("2 days ago", .past),
        ("03/04/2026", .ambiguous), ("11/12", .ambiguous), ("26-11-27", .ambiguous), ("11.12", .ambiguous),
        ("fri midnight", .ambiguous), ("eod", .ambiguous), ("end of the week", .ambiguous), ("18", .ambiguous),
        ("36", .ambiguous), ("+36", .ambiguous), ("0", .ambiguous), ("+1M", .ambiguous), ("1 month", .ambiguous),
        ("Fri 28 Nov 18:00", .ambiguous), ("fri 28", .ambiguous), ("Fri 2026-11-28", .ambiguous),
        ("1,5h", .unknownForm), ("2,5 d", .unknownForm), ("1,30h", .unknownForm), ("1.5h", .unknownForm),
        ("in 1,5 hours", .unknownForm), ("1w 2.5d", .unknownForm), ("0,001h", .unknownForm), ("-1,5h", .unknownForm),
        ("1.5 months", .ambiguous), ("1.5s", .unknownForm), ("99999,5h", .tooLong), ("9999999", .tooLong),
        ("1 5h", .ambiguous), ("1, 5h", .ambiguous), ("+1 5h", .ambiguous), ("1d 2 3h", .ambiguous),
    ]

    /// It was called a time that does not exist.
    @Test("a number beside a month that no clock shows is a year, however far")
    func farYears() throws {
        let now = try #require(UTC.parse("2026-11-23T13:02:00Z"))
        let reading = try EndInput.read("31 dec 9999", now: now, in: .utc)
        guard case .at(let end) = reading.end else {
            Issue.record("\(reading)")
            return
        }
        #expect(UTC.format(end).hasPrefix("9999-12-31"))
    }

    @Test(
        "what cannot be read is refused with the reason",
        arguments: unreadable)
    func failures(text: String, kind: EndInput.Failure.Kind) throws {
        let zone = try berlin()
        let failure = #expect(throws: EndInput.Failure.self) { try EndInput.read(text, now: now, in: zone) }
        #expect(failure?.kind == kind)
    }

    @Test("a refusal quotes what was typed, briefly and without control characters, and its example works")
    func sentences() throws {
        let zone = try berlin()
        func sentence(_ text: String) throws -> String {
            let failure = #expect(throws: EndInput.Failure.self) { try EndInput.read(text, now: now, in: zone) }
            return try #require(failure).sentence
        }
        #expect(try sentence("zzz") == "Not a time: \"zzz\". Try 2026-11-27 18:00, fri 18:00, +36h or max.")
        #expect(try sentence("31.11.") == "November 2026 has 30 days; type 2026-11-30.")
        #expect(try sentence("31 Nov 18:00") == "November 2026 has 30 days; type 2026-11-30 18:00.")
        #expect(try sentence("2026-02-30") == "February 2026 has 28 days.", "which are past")
        #expect(try sentence("2028-02-30 6pm UTC") == "February 2028 has 29 days; type 2028-02-29 6pm utc.")
        #expect(try sentence("30.2.") == "February 2027 has 28 days; type 2027-02-28.")
        #expect(try sentence("45.99") == "\"45.99\" names a day that does not exist; try 2026-11-27 18:00.")
        #expect(try sentence("\u{1B}[31mred").hasPrefix("Not a time: \"?[31mred\". Try "))
        #expect(try sentence(String(repeating: "x", count: 500)).count < 130)
        for example in ["2026-11-27 18:00", "fri 18:00", "+36h", "+2d", "+1w", "max", "18:00", "6pm"] {
            #expect(throws: Never.self) { try EndInput.read(example, now: now, in: zone) }
        }
    }
    static let sayings: [(String, String)] = [
        ("fri 9x", "Not a time: \"fri 9x\". Did you mean fri 9:00?"),
        ("frii 18:00", "Not a time: \"frii 18:00\". Did you mean fri 18:00?"),
        ("tommorow 9", "Not a time: \"tommorow 9\". Did you mean tomorrow 9?"),
        ("27 Nvo", "Not a time: \"27 Nvo\". Did you mean 27 nov?"),
        ("in 2 dyas", "Not a time: \"in 2 dyas\". Did you mean in 2 days?"),
        ("18h00", "Not a time: \"18h00\". Did you mean 18:00?"),
        ("+3x", "Not a time: \"+3x\". Did you mean +3h?"),
        ("fri foo 18:00", "Not a time: \"fri foo 18:00\". Did you mean fri 18:00?"),
        ("18:00 pst", "\"PST\" is no zone that can be read: write UTC, or an offset such as UTC+1."),
        ("03/04/2026", "\"03/04/2026\" can be read in two ways: type 2026-04-03 or 2026-03-04."),
        ("03/04/2026 6pm", "\"03/04/2026 6pm\" can be read in two ways: type 2026-04-03 18:00 or 2026-03-04 18:00."),
        ("fri midnight", "\"fri midnight\" can be read in two ways: type 2026-11-27 00:00 or 2026-11-28 00:00."),
        ("eod", "\"eod\" can be read in two ways: type 2026-11-23 18:00 or 2026-11-23 23:59."),
        ("11.12", "\"11.12\" can be read in two ways: type 11.12. or 11:12."),
        ("18", "18 what? Type 18:00, 18h or 18d."),
        ("+36", "+36 what? Type +36h or +36d."),
        ("1800", "1800 what? Type 18:00, 1800h or 1800d."),
        ("Fri 28 Nov 18:00", "That day is a Saturday, not a Friday: type 2026-11-28 18:00 or 2026-11-27 18:00."),
        ("yesterday", "\"yesterday\" is past, and an end lies ahead; try 2026-11-27 18:00 or +36h."),
        ("1,5h", "Lengths are whole numbers: type 1h30m."), ("1.5h", "Lengths are whole numbers: type 1h30m."),
        ("2,5 d", "Lengths are whole numbers: type 2d12h."), ("+2.5 weeks", "Lengths are whole numbers: type +17d12h."),
        ("1w 2,5d", "Lengths are whole numbers: type 1w 2d12h."), ("0,5 h", "Lengths are whole numbers: type 30m."),
        ("18.30h", "Lengths are whole numbers: type 18h18m or 18:30."),
        ("fri 18.30h", "Not a time: \"fri 18.30h\". Did you mean fri 18:30?"),
        ("0.001h", "Lengths are whole numbers, as in 1h30m."), ("1 5h", "1 what? Type 1:00, 1h or 1d."),
        ("+12s", "\"+12s\": seconds are not read; type +1m for a minute."),
        ("in 90 seconds", "\"in 90 seconds\": seconds are not read; type +1m for a minute."),
        ("+1M", "\"+1M\": months and years differ in length; type +30d, or +1m for a minute."),
    ]

    @Test("a refusal says what to type instead", arguments: sayings)
    func saysWhatToType(text: String, sentence: String) throws {
        let zone = try berlin()
        let failure = #expect(throws: EndInput.Failure.self) { try EndInput.read(text, now: now, in: zone) }
        #expect(failure?.sentence == sentence)
    }

    @Test(
        "a length is whole numbers, each with its unit",
        arguments: ["1,5h", "1.5h", "2,5 d", "3,5d", "1 5h", "1 30m", "1,30h"])
    func fractions(text: String) { #expect(EndInput.length(text) == nil) }

    @Test("commas part what is typed, and numbers with units of their own make a length")
    func commas() throws {
        #expect(EndInput.length("1d, 12h") == 129_600 && EndInput.length("1 d 12 h") == 129_600)
        let reading = try EndInput.read("Fri, Nov 27,2026, 18:00", now: now, in: berlin())
        #expect(reading.end == .at(utc("2026-11-27T17:00:00Z")))
    }

    @Test("every text that a refusal offers can be read", arguments: unreadable)
    func suggestions(text: String, kind: EndInput.Failure.Kind) throws {
        let zone = try berlin()
        let failure = #expect(throws: EndInput.Failure.self) { try EndInput.read(text, now: now, in: zone) }
        for suggestion in failure?.suggestions ?? [] {
            #expect(throws: Never.self) { try EndInput.read(suggestion, now: now, in: zone) }
        }
        if kind == .ambiguous, !text.lowercased().contains("m") { #expect(failure?.suggestions.isEmpty == false) }
    }
}
