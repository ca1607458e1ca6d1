internal import FoundationEssentials
internal import Synchronization

/// What the server's clock last read, compared with this host's.
final class ServerClock: Sendable {
    /// Seconds of difference up to which requests are dated by this host's own clock.
    static let tolerance: TimeInterval = 60
    /// Seconds of difference up to which a clock is believed: a wrong zone at both ends, and a day between.
    static let limit: TimeInterval = 26 * 3600

    /// Seconds of difference up to which the server takes a request (reference, section 2.1).
    static let window: TimeInterval = 15 * 60

    /// What a response says of the server's clock by being what it is.
    enum Witness: Hashable {
        /// Nothing: it need not be the API's.
        case stranger
        /// That the date which was sent was refused, or need not have been looked at: how far the clock is from it, it alone can say.
        case refusedDate
        /// That the clock is within ``window`` of the date that was sent, whatever its own date says.
        ///
        /// - Parameters:
        ///   - correction: how far the date that was sent was ahead of this host's clock, in seconds.
        ///   - duration: how long the call took, in seconds.
        case tookDate(correction: TimeInterval, duration: TimeInterval)
    }

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
    /// - Parameter witness: what the response says of the clock by being what it is.
    func note(_ measured: TimeInterval, by witness: Witness) -> TimeInterval? {
        switch witness {
        case .stranger: return nil
        case .refusedDate: break
        case .tookDate(let correction, let duration):
            // The `Date` of a response has no fraction, and half of a call's time is already counted.
            guard abs(measured - correction) <= Self.window + duration / 2 + 1 else { return nil }
        }
        guard abs(measured) <= Self.limit else { return nil }
        offset.withLock { $0 = measured }
        return measured
    }
}
