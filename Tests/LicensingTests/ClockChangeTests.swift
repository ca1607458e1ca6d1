import Foundation
import Licensing
import Testing

/// In Berlin clocks go back from 03:00 to 02:00 on 25 October 2026, and forward from 02:00 to 03:00 on 28 March 2027.
@Suite("Ends around clock changes")
struct ClockChangeTests {
    let beforeAutumn = utc("2026-10-23T12:00:00Z")
    let beforeSpring = utc("2027-03-26T12:00:00Z")

    func read(_ text: String, now: Date) throws -> EndInput.Reading {
        try EndInput.read(text, now: now, in: berlin())
    }

    @Test("a local time after the change keeps its hour, and the change is told")
    func autumn() throws {
        let reading = try read("mon 18:00", now: beforeAutumn)
        #expect(reading.end == .at(utc("2026-10-26T17:00:00Z")))
        #expect(reading.notes == [.clockChange(seconds: -3600)])
        #expect(reading.notes.map(\.sentence) == ["Clocks go back 1 h before then."])
    }

    @Test("a local time before the change tells nothing")
    func dayBefore() throws {
        let reading = try read("sat 18:00", now: beforeAutumn)
        #expect(reading.end == .at(utc("2026-10-24T16:00:00Z")))
        #expect(reading.notes == [])
    }

    @Test("a time that clocks show twice means the second")
    func overlap() throws {
        let reading = try read("2026-10-25 02:30", now: beforeAutumn)
        #expect(reading.end == .at(utc("2026-10-25T01:30:00Z")))
        #expect(
            reading.notes == [
                .clockChange(seconds: -3600), .repeated(time: "02:30", taken: "UTC+1", first: "2026-10-25 02:30 UTC+2"),
            ])
        #expect(
            reading.notes.last?.sentence
                == "Clocks show 02:30 twice on that day; the second, UTC+1, is taken. For the first type 2026-10-25 02:30 UTC+2."
        )
        #expect(try read("2026-10-25 02:30 UTC+2", now: beforeAutumn).end == .at(utc("2026-10-25T00:30:00Z")))
        #expect(try read("2026-10-25 01:59", now: beforeAutumn).end == .at(utc("2026-10-24T23:59:00Z")))
        #expect(try read("2026-10-25 02:00", now: beforeAutumn).end == .at(utc("2026-10-25T01:00:00Z")))
        #expect(try read("2026-10-25 03:00", now: beforeAutumn).end == .at(utc("2026-10-25T02:00:00Z")))
    }

    @Test("a time that clocks skip moves forward")
    func gap() throws {
        let reading = try read("2027-03-28 02:30", now: beforeSpring)
        #expect(reading.end == .at(utc("2027-03-28T01:30:00Z")))
        #expect(reading.notes == [.clockChange(seconds: 3600), .skipped(time: "02:30", taken: "03:30")])
        #expect(reading.notes.last?.sentence == "Clocks skip 02:30 on that day; 03:30 is taken.")
        #expect(reading.notes.first?.sentence == "Clocks go forward 1 h before then.")
        #expect(try read("2027-03-28 01:59", now: beforeSpring).end == .at(utc("2027-03-28T00:59:00Z")))
        #expect(try read("2027-03-28 03:00", now: beforeSpring).end == .at(utc("2027-03-28T01:00:00Z")))
    }

    @Test("the end of the day of the change is 23:59 by the new time")
    func endOfDay() throws {
        #expect(try read("2026-10-25", now: beforeAutumn).end == .at(utc("2026-10-25T22:59:00Z")))
        #expect(try read("2027-03-28", now: beforeSpring).end == .at(utc("2027-03-28T21:59:00Z")))
    }

    @Test("a length is a length: two days are 48 hours over a change as well")
    func lengths() throws {
        let reading = try read("+3d", now: beforeAutumn)
        #expect(reading.end == .at(utc("2026-10-26T12:00:00Z")))
        #expect(reading.notes == [.clockChange(seconds: -3600)])
    }

    @Test("an instant in UTC tells the change of the operator's own zone")
    func otherZone() throws {
        #expect(try read("2026-10-26 17:00 UTC", now: beforeAutumn).notes == [.clockChange(seconds: -3600)])
        #expect(try read("2026-10-26T17:00:00Z", now: beforeAutumn).notes == [.clockChange(seconds: -3600)])
    }

    @Test("a zone far from Greenwich that changes by half an hour is read rightly")
    func lordHowe() throws {
        let zone = try #require(LocalZone(named: "Australia/Lord_Howe"))
        let now = utc("2026-10-02T00:00:00Z")
        // Clocks go from 02:00 to 02:30 on 4 October 2026.
        let reading = try EndInput.read("2026-10-04 02:15", now: now, in: zone)
        #expect(reading.end == .at(utc("2026-10-03T15:45:00Z")))
        #expect(reading.notes == [.clockChange(seconds: 1800), .skipped(time: "02:15", taken: "02:45")])
        // And back from 02:00 to 01:30 on 4 April 2027.
        let autumn = try EndInput.read("2027-04-04 01:45", now: utc("2027-04-02T00:00:00Z"), in: zone)
        #expect(autumn.end == .at(utc("2027-04-03T15:15:00Z")))
        #expect(
            autumn.notes == [
                .clockChange(seconds: -1800),
                .repeated(time: "01:45", taken: "UTC+10:30", first: "2027-04-04 01:45 UTC+11"),
            ])
    }

    @Test("a day that a zone skips on its way over the date line is moved to the next")
    func apia() throws {
        let zone = try #require(LocalZone(named: "Pacific/Apia"))
        let reading = try EndInput.read("2011-12-30 12:00", now: utc("2011-12-28T00:00:00Z"), in: zone)
        #expect(reading.end == .at(utc("2011-12-30T22:00:00Z")))
        #expect(
            reading.notes == [.clockChange(seconds: 86_400), .skipped(time: "12:00", taken: "2011-12-31 12:00")])
    }
}

@Suite("Local days")
struct LocalDayTests {
    @Test(
        "days that the calendar lacks are refused",
        arguments: [(2026, 2, 29), (2026, 13, 1), (2026, 11, 31), (0, 1, 1)])
    func impossible(year: Int, month: Int, day: Int) {
        #expect(LocalDay(year: year, month: month, day: day) == nil)
    }

    @Test("an instant lies on another day in another zone")
    func zones() throws {
        let instant = utc("2026-11-23T23:30:00Z")
        #expect(LocalDay(of: instant, in: .utc).text == "2026-11-23")
        #expect(try LocalDay(of: instant, in: berlin()).text == "2026-11-24")
    }

    @Test("days are counted over months, years and leap days")
    func counting() throws {
        let day = try #require(LocalDay(year: 2027, month: 12, day: 31))
        #expect(day.adding(days: 1).text == "2028-01-01")
        #expect(day.adding(days: 60).text == "2028-02-29")
        #expect(day.adding(days: -31).text == "2027-11-30")
        #expect(day.adding(days: -31) < day)
    }

    @Test("weekdays count from Monday")
    func weekdays() throws {
        let monday = try #require(LocalDay(year: 2026, month: 11, day: 23))
        #expect((0...7).map { monday.adding(days: $0).weekday } == [0, 1, 2, 3, 4, 5, 6, 0])
    }

    func isRepeated(_ instant: LocalInstant) -> Bool {
        if case .repeated = instant.oddity { true } else { false }
    }

    @Test("every minute of the year is shown by the clock at its instant, save those that are skipped")
    func everyQuarterOfAnHour() throws {
        let zone = try berlin()
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: zone.name))
        let first = try #require(LocalDay(year: 2026, month: 10, day: 20))
        for offset in 0..<170 {
            let day = first.adding(days: offset)
            for quarter in 0..<96 {
                let (hour, minute) = (quarter / 4, quarter % 4 * 15)
                let instant = day.instant(hour: hour, minute: minute, in: zone)
                let shown = calendar.dateComponents([.day, .hour, .minute], from: instant.date)
                if instant.oddity == .skipped {
                    #expect(day.text == "2027-03-28" && hour == 2)
                    #expect(shown.hour == 3 && shown.minute == minute)
                } else {
                    #expect(shown.day == day.day && shown.hour == hour && shown.minute == minute)
                    #expect(isRepeated(instant) == (day.text == "2026-10-25" && hour == 2))
                }
            }
        }
    }
}
