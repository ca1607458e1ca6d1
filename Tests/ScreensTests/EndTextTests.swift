import Foundation
import Licensing
@testable import Screens
import TestKit
import Testing

/// Zones with every kind of oddity: summer time on either half of the globe, half an hour of it, winter time in Ramadan,
/// offsets of a half and a quarter of an hour, none at all.
private let zones = [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns",
    "Africa/Casablanca", "Europe/London", "UTC",
]

@Suite("Whatever Berth writes of a time, it reads")
struct EndTextTests {
    /// Every 7 hours 13 minutes for two years.
    static let instants = stride(from: 1_795_438_920.0, to: 1_795_438_920 + 730 * 86_400, by: 415_680)
        .map { Date(timeIntervalSince1970: $0) }

    /// An end as the text is read at a moment.
    func read(_ text: String, now: Date, in zone: LocalZone) -> Date? {
        do {
            if case .at(let date) = try EndInput.read(text, now: now, in: zone).end { return date }
            Issue.record("\(text) is no instant")
        } catch {
            Issue.record("\(text): \(error.sentence)")
        }
        return nil
    }

    @Test("what is written of an instant ahead is read back as the same minute", arguments: zones)
    func roundTrip(name: String) throws {
        let zone = try #require(LocalZone(named: name))
        let local = LocalTime(zone: zone)
        for (index, instant) in Self.instants.enumerated() {
            // From half an hour to three weeks ahead, and now and then ten months.
            let ahead = index % 11 == 0 ? 290 * 86_400 : Double(index % 500 + 1) * 3600 - 1800
            let now = instant.addingTimeInterval(-ahead)
            var texts = [
                local.typed(instant), local.long(instant, now: now) + " " + local.zoneName(at: instant),
                UTC.format(instant), UTC.formatMilliseconds(instant), UTC.words(instant),
                local.typed(instant) + " = " + UTC.words(instant),
            ]
            if ahead < 86_400 { texts.append(UTC.words(instant, on: now)) }
            let isOnce = local.typed(instant).count == 16
            if isOnce { texts += [local.long(instant, now: now), local.short(instant, now: now)] }
            // Where clocks go back, a day has 25 hours, and a time alone may come twice within it.
            if isOnce, ahead < 22 * 3600 { texts += [local.clock(instant), local.clockWithSeconds(instant)] }
            for text in texts {
                let back = read(text, now: now, in: zone)
                #expect(back == instant, "\(text) at \(local.typed(now))")
            }
        }
    }

    @Test("both halves of a night with an hour twice are told apart in what is typed for them")
    func twice() throws {
        let local = LocalTime(zone: try #require(LocalZone(named: "Europe/Berlin")))
        let first = Date(timeIntervalSince1970: 1_792_888_200)
        #expect(local.typed(first) == "2026-10-25 02:30 UTC+2")
        #expect(local.typed(first.addingTimeInterval(3600)) == "2026-10-25 02:30")
        #expect(local.typed(first.addingTimeInterval(7200)) == "2026-10-25 03:30")
    }

    @Test("a past instant with its weekday is read as what it was, and not as next year's")
    func past() throws {
        let local = LocalTime(zone: .utc)
        for days in 1...300 {
            let instant = TestClock.start.addingTimeInterval(Double(-days) * 86_400)
            #expect(read(local.long(instant, now: TestClock.start), now: TestClock.start, in: .utc) == instant)
        }
    }
}

@Suite("What an end comes to")
struct EndPreviewTests {
    func lines(
        _ text: String, now: Date = TestClock.start.addingTimeInterval(37.4), limit: Int? = 168,
        zone: String = "Europe/Berlin", width: Int = 60
    ) throws -> [String] {
        let local = LocalTime(zone: try #require(LocalZone(named: zone)))
        return EndPreview(typed: text, now: now, limit: limit, local: local).lines(width: width).map(\.text)
    }

    @Test("local time with its zone, UTC, length and limit")
    func calm() throws {
        #expect(
            try lines("fri 18:00", now: TestClock.start) == [
                "Fri 27 Nov 18:00 UTC+1 = 17:00 UTC", "4 d 3 h 58 min · longest 7 d",
            ])
        #expect(
            try lines("fri 18:00", now: TestClock.start, limit: nil, width: 80)[1...]
                == ["4 d 3 h 58 min · longest borrow: told once it is borrowed"])
    }

    @Test("a length is shown as it was typed, whatever the second", arguments: [0, 0.2, 37.4, 59.9])
    func lengths(second: Double) throws {
        let now = TestClock.start.addingTimeInterval(second)
        for (text, length) in [
            ("+36h", "1 d 12 h"), ("+72h", "3 d"), ("+1h", "1 h"), ("+90m", "1 h 30 min"), ("+7d", "7 d"),
        ] {
            let shown = try #require(try lines(text, now: now).last)
            #expect(shown == "\(length) · longest 7 d", "\(text)")
        }
    }

    @Test("as long as the limit is within the limit, at any moment", arguments: [0, 0.001, 0.5, 30.5, 59.999])
    func wholeLimit(second: Double) throws {
        let now = TestClock.start.addingTimeInterval(second)
        guard case .at(let end) = try EndInput.read("+168h", now: now, in: .utc).end else {
            Issue.record("a length is an instant")
            return
        }
        #expect(EndFault.all(of: .at(end), now: now, maxBorrowHours: 168, licenseValidUntil: nil) == [])
        #expect(now.addingTimeInterval(168 * 3600).timeIntervalSince(end) < 1)
    }

    @Test("UTC is left out where local clocks show it, and has its day where that is another one")
    func utc() throws {
        #expect(try lines("fri 18:00", zone: "UTC")[0] == "Fri 27 Nov 18:00 UTC")
        #expect(try lines("fri 18:00", zone: "Europe/London")[0] == "Fri 27 Nov 18:00 UTC")
        #expect(try lines("fri 3:00", zone: "Asia/Kathmandu")[0] == "Fri 27 Nov 03:00 UTC+5:45 = 2026-11-26 21:15 UTC")
    }

    @Test("what is past or beyond the limit is said, with the latest end in local time")
    func faults() throws {
        #expect(try lines("today 9:00").last == "past: 5 h 2 min ago")
        #expect(try lines("+8d").last == "8 d: longest 7 d, until Mon 30 Nov 14:02 UTC+1")
        #expect(try lines("+1h", limit: 0).last == "This license cannot be borrowed: its longest borrow is 0 h.")
    }

    @Test("the longest borrow has a time as soon as the limit is known")
    func maximum() throws {
        #expect(try lines("max") == ["about Mon 30 Nov 14:02 UTC+1", "longest 7 d"])
        #expect(
            try lines("max", limit: nil) == [
                "as long as the license allows", "longest borrow: told once it is borrowed",
            ])
    }

    static let nights: [(zone: String, now: String, text: String, warnings: [String])] = [
        ("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-24 18:00", []),
        ("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25 18:00", ["Clocks go back 1 h before then."]),
        (
            "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25 02:30",
            [
                "Clocks go back 1 h before then.",
                "Clocks show 02:30 twice on that day; the second, UTC+1, is taken. For the first type 2026-10-25 02:30 UTC+2.",
            ]
        ),
        ("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25 02:30 UTC+2", []),
        (
            "Europe/Berlin", "2027-03-27T12:00:00Z", "2027-03-28 02:30",
            ["Clocks go forward 1 h before then.", "Clocks skip 02:30 on that day; 03:30 is taken."]
        ),
        (
            "America/New_York", "2027-03-13T12:00:00Z", "2027-03-14 02:30",
            ["Clocks go forward 1 h before then.", "Clocks skip 02:30 on that day; 03:30 is taken."]
        ),
        (
            "America/New_York", "2027-11-06T12:00:00Z", "2027-11-07 01:30",
            [
                "Clocks go back 1 h before then.",
                "Clocks show 01:30 twice on that day; the second, UTC-5, is taken. For the first type 2027-11-07 01:30 UTC-4.",
            ]
        ),
        (
            "America/St_Johns", "2027-11-06T12:00:00Z", "2027-11-07 01:30",
            [
                "Clocks go back 1 h before then.",
                "Clocks show 01:30 twice on that day; the second, UTC-3:30, is taken. "
                    + "For the first type 2027-11-07 01:30 UTC-2:30.",
            ]
        ),
        (
            "Australia/Lord_Howe", "2026-10-03T00:00:00Z", "2026-10-04 02:15",
            ["Clocks go forward 30 min before then.", "Clocks skip 02:15 on that day; 02:45 is taken."]
        ),
        (
            "Pacific/Apia", "2011-12-28T00:00:00Z", "2011-12-30 12:00",
            ["Clocks go forward 1 d before then.", "Clocks skip 12:00 on that day; 2011-12-31 12:00 is taken."]
        ),
        ("Asia/Kathmandu", "2026-10-24T12:00:00Z", "2026-10-25 02:30", []),
        ("UTC", "2026-10-24T12:00:00Z", "2026-10-25 02:30", []),
    ]

    @Test("the night of a clock change is told", arguments: nights)
    func clockChanges(zone: String, now: String, text: String, warnings: [String]) throws {
        let now = try #require(UTC.parse(now))
        let local = LocalTime(zone: try #require(LocalZone(named: zone)))
        let preview = EndPreview(typed: text, now: now, limit: nil, local: local)
        #expect(preview.parts.filter { $0.kind == .warning }.map(\.text) == warnings)
    }

    @Test("both changes of Casablanca's clocks around Ramadan are found")
    func casablanca() throws {
        let zone = try #require(LocalZone(named: "Africa/Casablanca"))
        let changes = (0..<365).compactMap { day -> EndInput.Note? in
            let start = TestClock.start.addingTimeInterval(Double(day) * 86_400)
            return EndInput.clockChange(from: start, to: start.addingTimeInterval(86_400), in: zone)
        }
        #expect(changes == [.clockChange(seconds: -3600), .clockChange(seconds: 3600)])
    }

    @Test("nothing is cut: what does not fit beside goes below", arguments: [20, 32, 80])
    func width(width: Int) throws {
        for text in ["fri 18:00", "+8d", "2027-03-28 02:30", "fri 9x", "03/04/2026", "next fri", "max"] {
            let whole = try lines(text, width: 500).joined(separator: " ").filter { $0.isLetter || $0.isNumber }
            let cut = try lines(text, width: width)
            #expect(cut.allSatisfy { $0.count <= width }, "\(cut)")
            #expect(cut.joined(separator: " ").filter { $0.isLetter || $0.isNumber } == whole)
        }
    }

    @Test("what cannot be read is told in its own words")
    func unreadable() throws {
        #expect(try lines("fri 9x") == ["Not a time: \"fri 9x\". Did you mean fri 9:00?"])
    }
}
