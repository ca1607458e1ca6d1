internal import FoundationEssentials
internal import Licensing
internal import TerminalUI

/// What an end comes to: local time, UTC, length, limit, and all that a person should know before it is sent.
struct EndPreview: Hashable {
    /// What one of its texts tells.
    enum Kind: Hashable {
        /// The instant by local clocks, or the words for the longest borrow.
        case local
        case utc
        /// By how much it is later or earlier than the end that is held.
        case longer, shorter
        /// How long the borrow lasts.
        case length
        case limit
        /// Something to know: a clock change, a local time that does not exist or exists twice, a text that cannot be read.
        case warning
        /// Why it cannot be asked for.
        case fault

        var role: Role {
            switch self {
            case .local, .utc: .plain
            case .longer: .good
            case .length, .limit: .dim
            case .shorter, .warning: .warning
            case .fault: .danger
            }
        }
    }

    /// One of its texts, not yet cut into lines.
    struct Part: Hashable {
        var kind: Kind
        var text: String
    }

    /// What it tells, in the order in which it is drawn.
    let parts: [Part]

    /// A text that was typed.
    ///
    /// - Parameters:
    ///   - old: the end that is held and gives way to this one; nil where nothing is held.
    ///   - now: the server's time: this host's plus the measured offset.
    ///   - limit: the longest borrow in hours, where it is known.
    init(typed: String, from old: Date? = nil, now: Date, limit: Int?, local: LocalTime) {
        do {
            let reading = try EndInput.read(typed, now: now, in: local.zone)
            let notes = reading.notes.map { Part(kind: .warning, text: $0.sentence) }
            parts = Self.parts(of: reading.end, from: old, now: now, limit: limit, local: local) + notes
        } catch {
            // A text is half typed more often than it is wrong.
            parts = [
                Part(kind: .warning, text: KeyShape.isByAnyMeasureIn(typed) ? Strings.looksLikeKey : error.sentence)
            ]
        }
    }

    /// An end that is known already: as late as the license allows, or an instant.
    init(of end: BorrowEnd, from old: Date? = nil, now: Date, limit: Int?, local: LocalTime) {
        var parts = Self.parts(of: end, from: old, now: now, limit: limit, local: local)
        if case .at(let date) = end, let note = EndInput.clockChange(from: now, to: date, in: local.zone) {
            parts.append(Part(kind: .warning, text: note.sentence))
        }
        self.parts = parts
    }

    private static func parts(
        of end: BorrowEnd, from old: Date?, now: Date, limit: Int?, local: LocalTime
    ) -> [Part] {
        func words(_ date: Date) -> String { "\(local.long(date, now: now)) \(local.zoneName(at: date))" }
        func instant(_ text: String) -> Part {
            Part(kind: .local, text: (old.map { local.long($0, now: now) + " → " } ?? "") + text)
        }
        let longest = Part(kind: .limit, text: text(limit: limit))
        guard case .at(let date) = end else {
            let latest = limit.map { "about " + words(now.addingTimeInterval(Double($0) * 3600)) }
            return [instant(latest ?? "as long as the license allows"), longest]
        }
        let both = [instant(words(date))] + (utc(date, local).map { [Part(kind: .utc, text: $0)] } ?? [])
        // From what a clock shows now to what it shows then.
        let length = DurationText.toTheMinute(date.minute.timeIntervalSince(now.minute))
        switch EndFault.all(of: end, now: now, maxBorrowHours: limit, licenseValidUntil: nil).first {
        case nil:
            return both + (old.map { [change(from: $0, to: date)] } ?? []) + [
                Part(kind: .length, text: length), longest,
            ]
        case .past(let seconds): return both + [Part(kind: .fault, text: "past: \(DurationText.short(seconds)) ago")]
        case .beyondMaximum(let latest, _):
            return both + [Part(kind: .fault, text: "\(length): \(longest.text), until \(words(latest))")]
        case .borrowingNotAllowed, .beyondLicense, .licenseEnded:
            return both + [Part(kind: .fault, text: "This license cannot be borrowed: its longest borrow is 0 h.")]
        }
    }

    private static func change(from old: Date, to new: Date) -> Part {
        let seconds = new.timeIntervalSince(old)
        // By less than a minute it looks the same.
        guard abs(seconds) >= 30 else { return Part(kind: .longer, text: "the end that it has") }
        let length = DurationText.rounded(seconds)
        return seconds < 0
            ? Part(kind: .shorter, text: "\(length) shorter") : Part(kind: .longer, text: "\(length) longer")
    }

    /// The limit in words: `longest 7 d`.
    static func text(limit: Int?) -> String {
        limit.map { "longest \($0 == 0 ? "0 h" : DurationText.toTheMinute(Double($0) * 3600))" }
            ?? "longest borrow: told once it is borrowed"
    }

    /// The instant in UTC, with its day only where that is another one; nil where local clocks show UTC.
    private static func utc(_ end: Date, _ local: LocalTime) -> String? {
        guard local.zone.offset(at: end) != 0 else { return nil }
        let words = UTC.words(end)
        return words.hasPrefix(local.day(end)) ? String(words.dropFirst(11)) : words
    }

    /// What a new end of a borrow comes to.
    ///
    /// - Parameters:
    ///   - typed: the end as it is typed; nil for the longest borrow.
    ///   - old: the end that the borrow surely has; nil where it has none.
    init(typed: String?, replacing old: Date?, now: Date, limit: Int?, local: LocalTime) {
        self =
            typed.map { EndPreview(typed: $0, from: old, now: now, limit: limit, local: local) }
            ?? EndPreview(of: .maximum, from: old, now: now, limit: limit, local: local)
    }

    /// Whether it says why the end cannot be asked for, or cannot be read.
    var tellsFault: Bool { parts.first?.kind == .warning || parts.contains { $0.kind == .fault } }

    /// Its lines: what belongs together on one where it fits, and nothing cut.
    func lines(width: Int) -> [(text: String, role: Role)] {
        var lines: [(text: String, kind: Kind)] = []
        for part in parts {
            let before = lines.last
            let joint: String? =
                switch (before?.kind, part.kind) {
                case (.local, .utc): " = "
                case (.longer, .length), (.shorter, .length), (.longer, .limit), (.shorter, .limit), (.length, .limit):
                    " · "
                default: nil
                }
            if let before, let joint, TextWidth.columns(before.text + joint + part.text) <= width {
                lines[lines.count - 1].text += joint + part.text
            } else {
                lines.append(((part.kind == .utc ? "= " : "") + part.text, part.kind))
            }
        }
        return lines.flatMap { line in TextWidth.wrap(line.text, to: width).map { ($0, line.kind.role) } }
    }
}

extension DurationText {
    /// The two largest units of a length to the nearest minute, so that a day less the seconds that it took to ask is a day.
    static func rounded(_ seconds: TimeInterval) -> String {
        abs(seconds) < 60 ? short(seconds) : short((seconds / 60).rounded() * 60)
    }
}

extension Date {
    /// The full minute that it is in, as clocks show it.
    var minute: Date { Date(timeIntervalSinceReferenceDate: (timeIntervalSinceReferenceDate / 60).rounded(.down) * 60) }
}
