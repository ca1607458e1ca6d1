internal import FoundationEssentials
internal import Synchronization

/// What the server's clock last read, compared with this host's.
final class ServerClock: Sendable {
    /// Seconds of difference up to which requests are dated by this host's own clock.
    static let tolerance: TimeInterval = 60

    private let offset = Mutex<TimeInterval?>(nil)

    /// How far the server's clock was ahead at the last answer that told, in seconds.
    var lastOffset: TimeInterval? { offset.withLock { $0 } }

    /// What to add to this host's clock for a `Date` header: nothing while the two agree well enough.
    var correction: TimeInterval {
        guard let lastOffset, abs(lastOffset) > Self.tolerance else { return 0 }
        return lastOffset
    }

    /// Notes the offset of an answer.
    func note(_ measured: TimeInterval) { offset.withLock { $0 = measured } }
}
