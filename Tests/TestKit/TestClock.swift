internal import Synchronization
public import Foundation

/// A clock that stands still until it is told to move.
public final class TestClock: Sendable {
    private let current: Mutex<Date>

    public init(_ date: Date = TestClock.start) { current = Mutex(date) }

    /// What it reads.
    public var now: Date { current.withLock { $0 } }

    /// Moves it by a number of seconds.
    public func advance(by seconds: TimeInterval) { current.withLock { $0 += seconds } }

    /// Monday, 23 November 2026, 13:02:00 UTC: where every test's clock starts.
    public static let start = Date(timeIntervalSince1970: 1_795_438_920)
}
