public import FoundationEssentials

/// The time left until a borrow ends, as a person reads it at one moment.
///
/// Time left counts in whole seconds, a started second as a whole one, and is rounded down to the shown unit. So a text
/// changes exactly at ``nextChange``, and the last one before `ended` is `0m 01s`.
public struct Countdown: Hashable, Sendable {
    /// How near the end is.
    public enum Urgency: Int, Hashable, Sendable, Comparable, CaseIterable {
        case calm, soon, lastHour, ended

        /// What stands beside the colour, so that meaning is never by colour alone: nothing, `!`, `!!` or `×`.
        public var mark: String {
            switch self {
            case .calm: ""
            case .soon: "!"
            case .lastHour: "!!"
            case .ended: "×"
            }
        }

        /// The calmer one comes first.
        public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    }

    /// A day: how long before the end a countdown stops being calm, unless the operator chose another time.
    public static let defaultWarning: TimeInterval = 86_400

    /// When the borrow ends, as the server granted it.
    public let end: Date
    /// Seconds left: whole, and 0 once it has ended.
    public let secondsLeft: Int
    /// How long before the end it stops being calm, in seconds.
    private let warning: Int

    /// A countdown as it stands at `now`.
    ///
    /// - Parameters:
    ///   - end: when the borrow ends.
    ///   - now: the server's time: this host's plus the measured offset.
    ///   - warning: how long before the end it stops being calm, in seconds.
    public init(to end: Date, now: Date, warning: TimeInterval = Countdown.defaultWarning) {
        self.end = end
        self.warning = Int(clampingToRange: warning.rounded(.up))
        // A timer that fires a hair early, or a sum of instants that is a hair off, must not show the old text again.
        let hair = 0.001
        secondsLeft = max(0, Int(clampingToRange: (end.timeIntervalSince(now) - hair).rounded(.up)))
    }

    /// What is shown: `4d 03h`, `3h 28m`, `27m 41s` or `ended`.
    public var text: String {
        switch secondsLeft {
        case 0: "ended"
        case ..<3600: "\(secondsLeft / 60)m \((secondsLeft % 60).twoDigits)s"
        case ..<86_400: "\(secondsLeft / 3600)h \((secondsLeft / 60 % 60).twoDigits)m"
        default: "\(secondsLeft / 86_400)d \((secondsLeft / 3600 % 24).twoDigits)h"
        }
    }

    /// How near the end is: `soon` with less than the warning time left, `lastHour` with less than an hour.
    public var urgency: Urgency {
        switch secondsLeft {
        case 0: .ended
        case ..<3600: .lastHour
        case ..<warning: .soon
        default: .calm
        }
    }

    /// The mark of ``urgency``.
    public var mark: String { urgency.mark }

    /// The moment at which ``text`` or ``mark`` changes next, in the server's time; nil once ended.
    public var nextChange: Date? {
        if secondsLeft == 0 { return nil }
        let unit = secondsLeft < 3600 ? 1 : secondsLeft < 86_400 ? 60 : 3600
        let nextText = secondsLeft / unit * unit - 1
        let next = urgency == .calm ? max(nextText, warning - 1) : nextText
        return end.addingTimeInterval(-Double(next))
    }
}
