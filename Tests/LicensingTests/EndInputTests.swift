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
    ]

    @Test(
        "every form means an instant",
        arguments: forms)
    func everyForm(text: String, instant: String) throws {
        let reading = try EndInput.read(text, now: now, in: berlin())
        #expect(reading.end == .at(utc(instant)))
        #expect(reading.notes == [])
    }

    @Test("the maximum is asked for by name", arguments: ["max", "MAX", " maximum "])
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
        #expect(try EndInput.read("today", now: lateEvening, in: .gmt).end == .at(utc("2026-11-23T23:59:00Z")))
        let tokyo = try #require(TimeZone(identifier: "Asia/Tokyo"))
        #expect(try EndInput.read("tomorrow 9am", now: now, in: tokyo).end == .at(utc("2026-11-24T00:00:00Z")))
    }

    @Test("a length from now is cut to whole seconds")
    func wholeSeconds() throws {
        let reading = try EndInput.read("+1h", now: now.addingTimeInterval(0.9), in: berlin())
        #expect(reading.end == .at(now.addingTimeInterval(3600)))
    }

    static let unreadable: [(String, EndInput.Failure.Kind)] = [
        ("", EndInput.Failure.Kind.empty), ("  ", .empty), ("soon", .unknownForm), ("27.11", .unknownForm),
        ("18", .unknownForm), ("fr", .unknownForm), ("2026-11", .unknownForm), ("26-11-27", .unknownForm),
        ("2026-11-27 18", .unknownForm), ("2026-11-27 18:0", .unknownForm), ("2026-11-27 18:00 PST", .unknownForm),
        ("27.11.26", .unknownForm), ("2026-11-27T17:00:00X", .unknownForm), ("+", .unknownForm),
        ("h", .unknownForm),
        ("-3h", .unknownForm), ("+3x", .unknownForm), ("1h +2h", .unknownForm), ("18:00 fri", .unknownForm),
        ("18:00:30", .unknownForm), ("at", .unknownForm), ("maxi", .unknownForm), ("٣h", .unknownForm),
        ("2026-02-30", .noSuchDay), ("31.11.", .noSuchDay), ("30.2.2027", .noSuchDay), ("0.1.", .noSuchDay),
        ("24:00", .noSuchTime), ("18:60", .noSuchTime), ("13pm", .noSuchTime), ("0am", .noSuchTime),
        ("99999h", .tooLong), ("9999999999999999999h", .tooLong), ("600w", .tooLong),
    ]

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
        #expect(
            try sentence("next week")
                == "\"next week\" is no end that can be read; try 2026-11-27 18:00, fri 18:00, +36h or max.")
        #expect(try sentence("31.11.") == "\"31.11.\" names a day that does not exist; try 2026-11-27 18:00.")
        #expect(try sentence("\u{1B}[31mred").hasPrefix("\"?[31mred\" is no end"))
        #expect(try sentence(String(repeating: "x", count: 500)).count < 130)
        for example in ["2026-11-27 18:00", "fri 18:00", "+36h", "+2d", "+1w", "max", "18:00", "6pm"] {
            #expect(throws: Never.self) { try EndInput.read(example, now: now, in: zone) }
        }
    }
}
