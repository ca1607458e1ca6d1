public import FoundationEssentials
public import Licensing

/// Times as the desk shows them: in one zone, in English, without the process's locale.
public struct LocalTime: Hashable, Sendable {
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The zone whose clocks they are.
    public let zone: LocalZone

    public init(zone: LocalZone) { self.zone = zone }

    /// What calendar and clock show at an instant.
    func moment(_ date: Date) -> LocalMoment { LocalMoment(of: date, in: zone) }

    /// The instant at which clocks show the same time some days later.
    func adding(days: Int, to date: Date) -> Date {
        let moment = moment(date)
        let later = moment.day.adding(days: days).instant(hour: moment.hour, minute: moment.minute, in: zone)
        let time = date.timeIntervalSinceReferenceDate
        return later.date.addingTimeInterval(Double(moment.second) + time - time.rounded(.down))
    }

    /// Whether two instants lie on one day.
    func isOneDay(_ one: Date, _ other: Date) -> Bool { moment(one).day == moment(other).day }

    /// `14:02`
    public func clock(_ date: Date) -> String { moment(date).clock }

    static func clock(hour: Int, minute: Int) -> String { two(hour) + ":" + two(minute) }

    /// `14:02:07`
    public func clockWithSeconds(_ date: Date) -> String {
        let moment = moment(date)
        return moment.clock + ":" + Self.two(moment.second)
    }

    /// `UTC+1`, `UTC-3:30`, `UTC`
    public func zoneName(at date: Date) -> String {
        UTC.offsetName(zone.offset(at: date))
    }

    /// `2026-11-27 18:00`, as the form's end is typed: with its seconds where it has any, and with the zone where clocks show that
    /// time twice and the second is not meant, so that it is read back as the same moment.
    public func typed(_ date: Date) -> String {
        let text = day(date) + " " + (moment(date).second == 0 ? clock(date) : clockWithSeconds(date))
        return isFirstOfTwo(date) ? text + " " + zoneName(at: date) : text
    }

    /// Whether clocks go back after an instant and show its local time again.
    private func isFirstOfTwo(_ date: Date) -> Bool {
        let moment = moment(date)
        let last = moment.day.instant(hour: moment.hour, minute: moment.minute, in: zone)
        return last.date.timeIntervalSince(date) > 0
    }

    /// `2026-11-27`
    public func day(_ date: Date) -> String { moment(date).day.text }

    /// `today 17:30`, `Fri 27 18:00`, `27 Jan 18:00`, `2028-01-27`: at most twelve columns.
    public func short(_ date: Date, now: Date) -> String {
        let moment = moment(date)
        if moment.day == self.moment(now).day { return "today " + moment.clock }
        switch abs(date.timeIntervalSince(now)) {
        case ..<(25 * 86_400): return "\(weekday(moment.day)) \(Self.two(moment.day.day)) \(moment.clock)"
        case ..<(300 * 86_400): return "\(dayAndMonth(moment.day)) \(moment.clock)"
        default: return moment.day.text
        }
    }

    /// `17:30`, `Fri 18:00`, `27 Nov`, `2028-01-27`: at most ten columns, for a list.
    func brief(_ date: Date, now: Date) -> String {
        let moment = moment(date)
        if moment.day == self.moment(now).day { return moment.clock }
        switch abs(date.timeIntervalSince(now)) {
        // The same weekday of another week would be taken for this week's.
        case ..<(6 * 86_400): return "\(weekday(moment.day)) \(moment.clock)"
        case ..<(300 * 86_400): return dayAndMonth(moment.day)
        default: return moment.day.text
        }
    }

    /// `Fri 27 Nov 18:00`, with the year where it is another one.
    public func long(_ date: Date, now: Date) -> String {
        let moment = moment(date)
        let year = moment.day.year == self.moment(now).day.year ? "" : " \(moment.day.year)"
        return "\(weekday(moment.day)) \(dayAndMonth(moment.day))\(year) \(moment.clock)"
    }

    /// `November 2026`
    public func monthAndYear(_ date: Date) -> String {
        let day = moment(date).day
        return "\(Self.months[day.month - 1]) \(day.year)"
    }

    private func weekday(_ day: LocalDay) -> String { Self.weekdays[day.weekday] }

    /// `27 Nov`
    private func dayAndMonth(_ day: LocalDay) -> String {
        "\(Self.two(day.day)) \(Self.months[day.month - 1].prefix(3))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension LocalMoment {
    /// `14:02`
    fileprivate var clock: String { LocalTime.clock(hour: hour, minute: minute) }
}
