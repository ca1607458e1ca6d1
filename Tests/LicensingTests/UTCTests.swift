import Foundation
import Licensing
import Testing

@Suite("Instants as the API writes and reads them")
struct UTCTests {
    static let documented: [(String, TimeInterval)] = [
        ("2024-09-27T23:30:48.016Z", 1_727_479_848.016),
        ("2024-09-27 23:30:48.016", 1_727_479_848.016),
        ("2024-09-27 23:30:48", 1_727_479_848),
        ("2024-09-27 23:30", 1_727_479_800),
        ("2024-09-27", 1_727_395_200),
        ("2031-05-06T00:00:00Z", 1_935_792_000),
        ("2031-05-06T00:00:00.000Z", 1_935_792_000),
        ("2024-02-29T12:00:00Z", 1_709_208_000),
        ("2024-09-27T23:30:48.5Z", 1_727_479_848.5),
        ("2024-09-27T23:30:48+00:00", 1_727_479_848),
        ("2024-09-27T23:30:48.016+00:00", 1_727_479_848.016),
        ("2024-09-27T23:30:48.123456789Z", 1_727_479_848.123456789),
    ]

    @Test(
        "every documented form is read as UTC",
        arguments: documented)
    func documentedForms(text: String, seconds: TimeInterval) throws {
        let date = try #require(UTC.parse(text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.000_001)
    }

    static let bad: [String] = [
        "", " ", "T", "now", "2024", "2024-09", "2024-9-27", "24-09-27", "2024-13-01", "2024-00-10", "2024-02-30",
        "2023-02-29", "2024-09-27T", "2024-09-27 ", " 2024-09-27", "T2024-09-27", "2024-09-27TT12:00",
        "2024-09-27  12:00", "2024-09-27T24:00", "2024-09-27T12:60", "2024-09-27T12:00:60", "2024-09-27T1:00",
        "2024-09-27T12", "2024-09-27T12:00:", "2024-09-27T12:00:00.", "2024-09-27T12:00:00.1234567890",
        "2024-09-27T12:00:00ZZ", "2024-09-27T12:00:00 Z", "2024-09-27T12:00:00+01:00", "2024-09-27T12:00:00Z+00:00",
        "2024-09-27+00:00", "2024-09-27T12:00:00z",
        "2024-09-27t12:00", "27.09.2024", "2024/09/27", "-2024-09-27", "٢٠٢٤-٠٩-٢٧", "2024-09-27T12:00:00,5",
        "2024-09-27T-1:00", "2024-09-27T+1:00",
    ]

    @Test(
        "anything else is refused",
        arguments: bad)
    func badForms(text: String) {
        #expect(UTC.parse(text) == nil)
    }

    @Test(
        "what is written is read back as the same second",
        arguments: [0, 1, 951_782_399, 1_795_438_920, 4_102_444_799, -1])
    func roundTrip(seconds: TimeInterval) {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(UTC.parse(UTC.format(date)) == date)
    }

    @Test("a fraction of a second is dropped, before 1970 too", arguments: [0.999, -0.001, 1_795_438_920.999_999])
    func fractionsAreDropped(seconds: TimeInterval) {
        let written = UTC.parse(UTC.format(Date(timeIntervalSince1970: seconds)))
        #expect(written == Date(timeIntervalSince1970: seconds.rounded(.down)))
    }

    @Test("the written form is the one that clients should send")
    func form() {
        #expect(UTC.format(Date(timeIntervalSince1970: 1_795_438_920)) == "2026-11-23T13:02:00Z")
    }

    @Test("every millisecond survives writing and reading")
    func milliseconds() throws {
        for thousandths in 0..<1000 {
            let date = Date(timeIntervalSince1970: 1_795_438_920 + Double(thousandths) / 1000)
            let text = UTC.formatMilliseconds(date)
            let padded = String("00\(thousandths)".suffix(3))
            #expect(text == "2026-11-23T13:02:00.\(padded)Z")
            let back = try #require(UTC.parse(text))
            #expect(abs(back.timeIntervalSince(date)) < 0.000_5)
        }
    }

    @Test("people read minutes and the zone, and no date within the same day")
    func words() {
        let end = utc("2026-11-27T17:00:59Z")
        #expect(UTC.words(end) == "2026-11-27 17:00 UTC")
        #expect(UTC.words(end, on: utc("2026-11-27T00:00:00Z")) == "17:00 UTC")
        #expect(UTC.words(end, on: utc("2026-11-26T23:59:59Z")) == "2026-11-27 17:00 UTC")
    }

    @Test(
        "an offset has minutes only where it needs them",
        arguments: [(0, "UTC"), (3600, "UTC+1"), (-12_600, "UTC-3:30"), (20_700, "UTC+5:45"), (-36_000, "UTC-10")])
    func offsetNames(seconds: Int, name: String) {
        #expect(UTC.offsetName(seconds) == name)
    }
}
