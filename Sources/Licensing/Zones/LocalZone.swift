public import FoundationEssentials

/// A time zone: how far its clocks are ahead of UTC, at each moment.
///
/// It is read from the host's own zone files by ``ZoneFolder``; see there for what names one.
public struct LocalZone: Hashable, Sendable {
    /// What it was found by: `Europe/Berlin`, a path, or the text of a rule.
    public let name: String

    /// What `TZ` names, where this host has no such zone and UTC is taken.
    private(set) var missing: String?

    /// When its clocks change, in seconds since 1970, the earliest first.
    private let changes: [Int64]
    /// The seconds ahead of UTC before each change, and after the last one.
    private let offsets: [Int32]
    /// What holds after the last change; nil where that change holds for good.
    private let rule: ZoneRule?

    /// Coordinated Universal Time.
    public static let utc = LocalZone(secondsAhead: 0)

    /// UTC in place of a zone that this host has not got.
    static func utc(insteadOf name: String) -> LocalZone {
        var zone = utc
        zone.missing = name
        return zone
    }

    /// A zone whose clocks never change.
    ///
    /// - Parameter seconds: how far they are ahead of UTC; negative where they are behind.
    public init(secondsAhead seconds: Int) {
        self.init(name: UTC.offsetName(seconds), changes: [], offsets: [Int32(clamping: seconds)], rule: nil)
    }

    /// A zone of this host, such as `Europe/Berlin`; nil where it has none of that name.
    public init?(named name: String) {
        guard let zone = ZoneFolder.standard.zone(named: name) else { return nil }
        self = zone
    }

    /// This host's own zone, as its variable `TZ` or `/etc/localtime` says.
    public static func host() -> LocalZone { ZoneFolder.standard.hostZone() }

    /// - Parameter offsets: one more than there are changes.
    init(name: String, changes: [Int64], offsets: [Int32], rule: ZoneRule?) {
        self.name = name
        self.changes = changes
        self.offsets = offsets
        self.rule = rule
    }

    /// How many seconds the clocks are ahead of UTC at an instant; negative where they are behind.
    public func offset(at instant: Date) -> Int {
        let seconds = instant.wholeSeconds
        // How many changes have been.
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= Int64(seconds) { low = middle + 1 } else { high = middle }
        }
        if low == changes.count, let rule { return rule.offset(at: seconds) }
        return Int(offsets[low])
    }

    /// Its name alone, which is enough to tell most zones apart.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
