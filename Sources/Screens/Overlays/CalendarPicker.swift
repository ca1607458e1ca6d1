public import FoundationEssentials
internal import Licensing
internal import TerminalUI

/// A month to pick an end from, with a time of day.
///
/// Any time of a day that is not barred can be chosen and typed; whether it lies ahead and within the limit is judged when
/// it is to be taken, so that nothing typed is lost and nothing else is taken in its place.
public struct CalendarPicker: Hashable, Sendable {
    /// What a key came to.
    enum Reply: Hashable {
        case none, accepted, maximum, cancelled
    }

    /// The chosen instant, in whole minutes.
    public private(set) var chosen: Date
    /// The digits of a time that is being typed, `hhmm`; four where they make no time.
    public private(set) var digits = ""
    /// Why the last key could not do what it does, or what to know about what it did.
    public private(set) var refusal: String?
    /// The earliest instant that can be chosen.
    public private(set) var earliest: Date
    /// The latest instant that can be chosen; nil while the limit is not known.
    public private(set) var latest: Date?
    private(set) var local: LocalTime
    let firstWeekday: Int
    /// The longest borrow in hours, where it is known.
    let limit: Int?
    /// What takes the longest borrow; nil where no key does.
    private(set) var maximumKey: String?
    /// The time of day that is wanted, which on the day of a clock change clocks may not show.
    private var hour: Int
    private var minute: Int

    /// - Parameters:
    ///   - chosen: what to begin with; the next full hour where it is past, the latest end where it lies beyond it.
    ///   - now: the server's time: what lies before cannot be chosen.
    ///   - limit: the longest borrow in hours, where it is known.
    init(
        chosen: Date, now: Date, limit: Int?, local: LocalTime, firstWeekday: Int, maximumKey: String? = "m"
    ) {
        self.maximumKey = maximumKey
        earliest = now
        self.limit = limit
        latest = limit.map { now.addingTimeInterval(Double($0) * 3600) }
        self.local = local
        self.firstWeekday = firstWeekday
        (self.chosen, hour, minute) = (chosen, 0, 0)
        set(chosen)
        if self.chosen <= earliest {
            let present = local.moment(now)
            set(present.day.instant(hour: present.hour + 1, minute: 0, in: zone).date)
            refusal = "That end is past; this is the next hour."
        }
        if let latest, self.chosen > latest {
            set(latest)
            refusal = "Moved to the latest end, \(EndPreview.text(limit: limit))."
        }
    }

    /// Takes on another zone and another key, as where they are set while the calendar is open; the instant stays.
    mutating func follow(_ local: LocalTime, maximumKey: String?) {
        self.maximumKey = maximumKey
        guard local != self.local else { return }
        self.local = local
        set(chosen)
    }

    /// Tells the time, which goes on while the calendar is open.
    mutating func clockMoved(to now: Date) {
        earliest = now
        latest = limit.map { now.addingTimeInterval(Double($0) * 3600) }
    }

    /// Applies a key.
    mutating func handle(_ key: Key) -> Reply {
        refusal = nil
        switch key {
        case .escape: return .cancelled
        case .enter:
            refusal = fault
            return refusal == nil ? .accepted : .none
        case .character("m"): return .maximum
        case .left: move(days: -1)
        case .right: move(days: 1)
        case .up: move(days: -7)
        case .down: move(days: 7)
        case .pageUp: move(months: -1)
        case .pageDown: move(months: 1)
        case .home: move(days: -daysIntoWeek(chosenDay))
        case .end: move(days: 6 - daysIntoWeek(chosenDay))
        case .character("t"): choose(LocalDay(of: earliest, in: zone))
        case .character("h"): choose(earliest.addingTimeInterval(8 * 3600))
        case .character("d"): choose(local.adding(days: 1, to: earliest))
        case .character("w"): choose(local.adding(days: 7, to: earliest))
        case .character(let character): typed(character)
        case .paste(let text): text.forEach { typed($0) }
        case .backspace: digits.removeLast(min(1, digits.count))
        default: break
        }
        return .none
    }

    /// Whether any moment of a day can be chosen.
    func isOpen(_ day: LocalDay) -> Bool {
        let end = day.adding(days: 1).start(in: zone)
        return end > earliest && latest.map { day.start(in: zone) <= $0 } ?? true
    }

    /// The weeks of the chosen month: seven days each, nil outside the month.
    var weeks: [[LocalDay?]] {
        let first = chosenDay.adding(days: 1 - chosenDay.day)
        let days: [LocalDay?] = (0..<first.daysInMonth).map { first.adding(days: $0) }
        var cells = Array<LocalDay?>(repeating: nil, count: daysIntoWeek(first)) + days
        while cells.count % 7 != 0 { cells.append(nil) }
        return stride(from: 0, to: cells.count, by: 7).map { Array(cells[$0..<($0 + 7)]) }
    }

    /// The day of the chosen instant.
    var chosenDay: LocalDay { local.moment(chosen).day }

    private var zone: LocalZone { local.zone }

    private func daysIntoWeek(_ day: LocalDay) -> Int { (day.weekday + 9 - firstWeekday) % 7 }

    // MARK: Days

    private mutating func move(days: Int) {
        guard days != 0 else { return }
        let day = chosenDay.adding(days: days)
        // A zone that moves across the date line skips a whole day.
        let isSkipped = LocalDay(of: day.instant(hour: hour, minute: minute, in: zone).date, in: zone) != day
        choose(isSkipped ? day.adding(days: days.signum()) : day)
    }

    private mutating func move(months: Int) {
        choose(chosenDay.adding(months: months))
    }

    /// Chooses a day at the wanted time, unless all of the day is barred.
    private mutating func choose(_ day: LocalDay) {
        let instant = day.instant(hour: hour, minute: minute, in: zone)
        if let barred = reasonBarred(instant.date) {
            refusal = barred
            return
        }
        chosen = instant.date
        refusal = digits.isEmpty ? fault ?? note(instant) : nil
    }

    /// Chooses an instant, unless all of its day is barred.
    private mutating func choose(_ date: Date) {
        if let latest, date > latest {
            refusal = beyond
            return
        }
        digits = ""
        set(date)
    }

    private mutating func set(_ date: Date) {
        let moment = local.moment(date)
        (hour, minute) = (moment.hour, moment.minute)
        chosen = Date(
            timeIntervalSinceReferenceDate: (date.timeIntervalSinceReferenceDate / 60).rounded(.down) * 60)
    }

    private func reasonBarred(_ date: Date) -> String? {
        if isOpen(local.moment(date).day) { return nil }
        return date <= earliest ? "That day is past." : beyond
    }

    // MARK: Times

    private mutating func typed(_ character: Character) {
        switch character {
        case ":" where digits.count == 1: digits = "0" + digits
        case _ where character.isASCII && character.isNumber:
            digits = digits.count >= 4 ? String(character) : digits + String(character)
        default: return
        }
        guard digits.count == 4 else { return }
        guard let hour = Int(digits.prefix(2)), let minute = Int(digits.suffix(2)), hour < 24, minute < 60 else {
            refusal = fault
            return
        }
        digits = ""
        (self.hour, self.minute) = (hour, minute)
        choose(chosenDay)
    }

    // MARK: What is wrong

    /// Why what stands there cannot be taken; nil where it can.
    private var fault: String? {
        switch digits.count {
        case 0: break
        case 4: return "\(typedSoFar) is no time; Backspace or retype."
        default: return "\(typedSoFar) lacks \(digits.count == 3 ? "a digit" : "\(4 - digits.count) digits")."
        }
        if limit == 0 { return "This license cannot be borrowed." }
        let isToday = local.isOneDay(chosen, earliest)
        if chosen <= earliest {
            return isToday ? "\(local.clock(chosen)) is past; type a later time." : "That day is past."
        }
        guard let latest, chosen > latest else { return nil }
        let isLastDay = local.isOneDay(chosen, latest)
        let keys = maximumKey.map { " or \($0)" } ?? ""
        return isLastDay ? "Until \(local.clock(latest)) on that day; type it\(keys)." : beyond
    }

    private var beyond: String {
        "Too late: \(EndPreview.text(limit: limit))." + (maximumKey.map { " \($0) takes it." } ?? "")
    }

    /// What to know about a time that clocks do not show once.
    private func note(_ instant: LocalInstant) -> String? {
        let wanted = LocalTime.clock(hour: hour, minute: minute)
        switch instant.oddity {
        case .skipped: return "Clocks skip \(wanted); \(local.clock(instant.date)) is taken."
        case .repeated: return "\(wanted) comes twice; the second is taken."
        case nil: return nil
        }
    }

    /// The time as far as it has been typed: `18:__`.
    var typedSoFar: String {
        let padded = digits + String(repeating: "_", count: 4 - digits.count)
        return padded.prefix(2) + ":" + padded.suffix(2)
    }
}
