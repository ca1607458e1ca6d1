internal import FoundationEssentials
internal import Synchronization

/// What the server's clock last read, compared with this host's.
final class ServerClock: Sendable {
    /// Seconds of difference up to which requests are dated by this host's own clock.
    static let tolerance: TimeInterval = 60
    /// Seconds of difference up to which a clock is believed: a wrong zone at both ends, and a day between.
    static let limit: TimeInterval = 26 * 3600

    private let offset = Mutex<TimeInterval?>(nil)

    /// How far the server's clock was ahead at the last response that told, in seconds.
    var lastOffset: TimeInterval? { offset.withLock { $0 } }

    /// What to add to this host's clock for a `Date` header: nothing while the two agree well enough.
    var correction: TimeInterval {
        guard let lastOffset, abs(lastOffset) > Self.tolerance else { return 0 }
        return lastOffset
    }

    /// Notes the offset of a response, and returns it; nil, and nothing noted, where it is not to be believed.
    ///
    /// - Parameter isBelieved: whether the response is the API's own.
    func note(_ measured: TimeInterval, if isBelieved: Bool) -> TimeInterval? {
        guard isBelieved, abs(measured) <= Self.limit else { return nil }
        offset.withLock { $0 = measured }
        return measured
    }
}
