import Foundation
@testable import Licensing
import Testing

@Suite("Time zones as POSIX writes them")
struct ZoneRuleTests {
    func offset(_ rule: String, _ instant: String) throws -> Int {
        try #require(ZoneRule(rule)).offset(at: Int(utc(instant).timeIntervalSince1970))
    }

    @Test(
        "an offset is written the other way round, with minutes, seconds and any name",
        arguments: [
            ("UTC0", 0), ("EST5", -18_000), ("CET-1", 3600), ("<+0545>-5:45", 20_700), ("<-0330>+3:30:15", -12_615),
            ("<A-1>-24", 86_400),
        ])
    func fixed(rule: String, seconds: Int) throws {
        #expect(try offset(rule, "2026-01-01") == seconds)
        #expect(try offset(rule, "2026-07-01") == seconds)
    }

    @Test("weeks of a month: the last Sunday, the first, and the third")
    func weeks() throws {
        let berlin = "CET-1CEST,M3.5.0,M10.5.0/3"
        #expect(try offset(berlin, "2026-03-29T00:59:59Z") == 3600)
        #expect(try offset(berlin, "2026-03-29T01:00:00Z") == 7200)
        #expect(try offset(berlin, "2026-10-25T00:59:59Z") == 7200)
        #expect(try offset(berlin, "2026-10-25T01:00:00Z") == 3600)
        // The year begins in summer, and a month whose fifth Sunday is its last.
        let auckland = "NZST-12NZDT,M9.5.0,M4.1.0/3"
        #expect(try offset(auckland, "2026-01-01") == 46_800)
        #expect(try offset(auckland, "2026-04-04T13:59:59Z") == 46_800)
        #expect(try offset(auckland, "2026-04-04T14:00:00Z") == 43_200)
        #expect(try offset(auckland, "2026-09-26T13:59:59Z") == 43_200)
        #expect(try offset(auckland, "2026-09-26T14:00:00Z") == 46_800)
        #expect(try offset("XXX0YYY,M3.3.1,M10.1.6", "2026-03-16T02:00:00Z") == 3600)
        #expect(try offset("XXX0YYY,M3.3.1,M10.1.6", "2026-03-16T01:59:59Z") == 0)
    }

    @Test("days of a year, with 29 February and without")
    func days() throws {
        // 1 March, whatever the year.
        for year in [2026, 2028] {
            #expect(try offset("XXX0YYY,J60/0,J300/0", "\(year)-02-28T23:59:59Z") == 0)
            #expect(try offset("XXX0YYY,J60/0,J300/0", "\(year)-03-01T00:00:00Z") == 3600)
        }
        #expect(try offset("XXX0YYY,J60/0,J300/0", "2028-02-29T12:00:00Z") == 0)
        // The sixtieth day: 1 March, and 29 February of a leap year.
        #expect(try offset("XXX0YYY,59/0,300/0", "2026-02-28T23:59:59Z") == 0)
        #expect(try offset("XXX0YYY,59/0,300/0", "2026-03-01T00:00:00Z") == 3600)
        #expect(try offset("XXX0YYY,59/0,300/0", "2028-02-29T00:00:00Z") == 3600)
    }

    @Test("a time may lie days before or after its day")
    func times() throws {
        // Nuuk: the evening before the last Sunday of March. Gaza: two days after the fourth Thursday.
        let nuuk = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
        #expect(try offset(nuuk, "2026-03-29T00:59:59Z") == -7200)
        #expect(try offset(nuuk, "2026-03-29T01:00:00Z") == -3600)
        let gaza = "EET-2EEST,M3.4.4/50,M10.4.4/50"
        #expect(try offset(gaza, "2026-03-27T23:59:59Z") == 7200)
        #expect(try offset(gaza, "2026-03-28T00:00:00Z") == 10_800)
        let far = "XXX0YYY,J1/-167,J200/167"
        #expect(try offset(far, "2026-12-25T00:59:59Z") == 0)
        #expect(try offset(far, "2026-12-25T01:00:00Z") == 3600)
    }

    @Test("clocks may go back for the winter, or show another time all the year")
    func unusual() throws {
        let dublin = "IST-1GMT0,M10.5.0,M3.5.0/1"
        #expect(try offset(dublin, "2026-07-01") == 3600)
        #expect(try offset(dublin, "2026-12-01") == 0)
        #expect(try offset(dublin, "2026-10-25T01:00:00Z") == 0)
        for month in 1...12 {
            let day = "2026-\(month < 10 ? "0" : "")\(month)-01"
            #expect(try offset("EST5EDT,0/0,J365/25", day) == -14_400)
        }
        #expect(try offset("EST5EDT,0/0,J365/25", "2027-01-01T05:00:00Z") == -14_400)
        // What clocks do is not said: as in the United States.
        #expect(try offset("EST5EDT", "2026-03-08T07:00:00Z") == -14_400)
        #expect(try offset("EST5EDT", "2026-11-01T06:00:00Z") == -18_000)
        #expect(try offset("XXX3YYY1,M3.5.0,M10.5.0", "2026-07-01") == -3600)
    }

    @Test("the first and the last years have no years beside them")
    func ends() throws {
        #expect(try offset("NZST-12NZDT,M9.5.0,M4.1.0/3", "0001-01-01") == 43_200)
        #expect(try offset("NZST-12NZDT,M9.5.0,M4.1.0/3", "9999-12-31") == 46_800)
    }

    @Test(
        "anything else is no rule",
        arguments: [
            "", "C", "CE-1", "CET", "CET-", "CET-25", "CET-1:60", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,",
            "CET-1CEST,M0.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J1",
            "CET-1CEST,J366,J1", "CET-1CEST,366,1", "CET-1CEST,1/168,2", "CET-1CEST,1/,2", "CET-1CEST,M3.5.0,M10.5.0 ",
            "<+1>", "<+1", "<+01-1", "CET-1CEST,M3.5.0,M10.5.0,M1.1.1", "CET-99999999999999999999",
            "CET-1,M3.5.0,M10.5.0",
            " CET-1", "CÉT-1", ":CET-1",
        ])
    func refused(rule: String) {
        #expect(ZoneRule(rule) == nil)
    }
}
