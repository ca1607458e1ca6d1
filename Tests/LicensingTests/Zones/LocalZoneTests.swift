import Foundation
@testable import Licensing
import Testing

/// Half an hour of summer time, a quarter of an hour of offset, winter time in Ramadan and in Dublin, a day that is skipped, two
/// hours of summer time in the Antarctic, and zones like any other.
private let zones = [
    "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia",
    "Antarctica/Troll", "Europe/Dublin", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Tehran",
    "Asia/Gaza", "Pacific/Chatham", "America/Caracas", "Asia/Pyongyang", "Europe/Moscow", "Africa/Cairo",
    "America/Nuuk", "Etc/GMT+12", "Etc/UTC",
]

/// Zones whose rules have long stood. Of the others Foundation, which brings zones of its own, may know later ones than a host,
/// or earlier ones.
private let settled: Set = [
    "Australia/Lord_Howe", "America/St_Johns", "Asia/Kathmandu", "Antarctica/Troll", "Europe/Dublin", "Europe/Berlin",
    "America/New_York", "Pacific/Chatham",
]

/// Up to when both are to agree.
private func last(_ zone: String) -> Date { utc(settled.contains(zone) ? "2037-12-31" : "2024-12-31") }

@Suite("Time zones")
struct LocalZoneTests {
    @Test("each change of clocks since 1970 is where Foundation has it", arguments: zones)
    func changes(name: String) throws {
        let zone = try #require(LocalZone(named: name))
        let foundation = try #require(TimeZone(identifier: name))
        let last = last(name)
        var instant = utc("1970-01-01")
        while let change = foundation.nextDaylightSavingTimeTransition(after: instant), change < last {
            for moment in [instant.addingTimeInterval(1), change.addingTimeInterval(-1), change] {
                #expect(zone.offset(at: moment) == foundation.secondsFromGMT(for: moment), "\(UTC.format(moment))")
            }
            instant = change
        }
    }

    @Test("there are no changes besides: every sixth hour shows what Foundation shows", arguments: zones)
    func between(name: String) throws {
        let zone = try #require(LocalZone(named: name))
        let foundation = try #require(TimeZone(identifier: name))
        for seconds in stride(from: 0, to: last(name).timeIntervalSince1970, by: 21_600) {
            let moment = Date(timeIntervalSince1970: seconds)
            guard zone.offset(at: moment) != foundation.secondsFromGMT(for: moment) else { continue }
            Issue.record("\(UTC.format(moment)): \(zone.offset(at: moment))")
        }
    }

    @Test("a rule goes on where a file's changes end")
    func farAhead() throws {
        let zone = try berlin()
        #expect(zone.offset(at: utc("2400-07-01")) == 7200)
        #expect(zone.offset(at: utc("2400-12-01")) == 3600)
        #expect(zone.offset(at: utc("2400-03-26T00:59:59Z")) == 3600)
        #expect(zone.offset(at: utc("2400-03-26T01:00:00Z")) == 7200)
    }

    @Test(
        "no instant is out of range",
        arguments: [Date.distantPast, .distantFuture, Date(timeIntervalSince1970: .infinity), utc("9999-12-31")])
    func extremes(instant: Date) throws {
        for name in zones {
            let zone = try #require(LocalZone(named: name))
            #expect(abs(zone.offset(at: instant)) < 93_600)
            _ = LocalMoment(of: instant, in: zone)
        }
    }

    @Test("a zone is another where its name or its clocks are others'")
    func equality() throws {
        let (one, two, other) = (try berlin(), try berlin(), LocalZone(named: "Europe/Vienna"))
        #expect(one == two)
        #expect(one != other)
        #expect(LocalZone(secondsAhead: 3600) == LocalZone(secondsAhead: 3600))
        #expect(LocalZone(secondsAhead: 3600) != .utc)
    }
}

@Suite("What names a time zone")
struct ZoneFolderTests {
    @Test(
        "no name leads out of the folder",
        arguments: [
            "../../etc/localtime", "Europe/../Europe/Berlin", "/etc/localtime", "./Europe/Berlin", "Europe//Berlin", "",
            "Europe", "Europe/", ".", "..", "Europe/Berlin\0", "Europe/Bérlin", "No/Where", "zone.tab", "-1",
        ])
    func names(name: String) {
        #expect(ZoneFolder.standard.zone(named: name) == nil)
    }

    @Test("a variable names a zone, a file, or the rule itself; the empty one means UTC")
    func variables() throws {
        let folder = ZoneFolder.standard
        let summer = utc("2026-07-01")
        let path = folder.path + "/Europe/Berlin"
        for text in ["Europe/Berlin", ":Europe/Berlin", path, ":" + path, "CET-1CEST,M3.5.0,M10.5.0/3"] {
            #expect(folder.zone(variable: text)?.offset(at: summer) == 7200, "\(text)")
        }
        #expect(folder.zone(variable: "") == .utc)
        for text in ["No/Where", "../zoneinfo/Europe/Berlin", "/dev/zero", "/", "XYZ", "CET-1CEST,M13.5.0,M10.5.0"] {
            #expect(folder.zone(variable: text) == nil, "\(text)")
        }
    }

    @Test("a host without zones has UTC and rules")
    func withoutZones() {
        let folder = ZoneFolder(path: "/dev/null/zoneinfo")
        #expect(!folder.exists)
        for name in ["UTC", "GMT", "Etc/UTC"] {
            #expect(folder.zone(named: name)?.offset(at: utc("2026-07-01")) == 0)
        }
        #expect(folder.zone(named: "Europe/Berlin") == nil)
        #expect(folder.zone(variable: "NZST-12NZDT,M9.5.0,M4.1.0/3")?.offset(at: utc("2026-01-01")) == 46_800)
    }

    @Test("a pipe in a zone's place is no zone, and nobody waits for it")
    func pipe() throws {
        let path = NSTemporaryDirectory() + "zone-\(UUID().uuidString)"
        try #require(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        #expect(ZoneFolder.standard.zone(variable: path) == nil)
    }
}
