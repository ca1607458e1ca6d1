internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// How long to wait for the write lock, and when to give up.
///
/// SQLite asks after each vain attempt. Its own wait sleeps longer and longer, so that among many writers an unlucky one
/// waits until its time is over; this one asks evenly. It gives up after the time where the holder was stopped, and
/// only after twelve times as long where the holder works.
final class BusyWait: Sendable {
    private let path: String
    private let timeout: Duration
    private let began = Mutex(ContinuousClock.now)

    init(path: String, timeout: TimeInterval) {
        self.path = path
        self.timeout = .seconds(timeout)
    }

    /// Sleeps a little.
    ///
    /// - Parameter attempts: How often this wait has slept already.
    /// - Returns: Whether to try again.
    func next(after attempts: Int) -> Bool {
        let now = ContinuousClock.now
        let waited = began.withLock { began in
            if attempts == 0 { began = now }
            return now - began
        }
        if waited > timeout * 12 { return false }
        // Looking for the holder costs more than a wait: once in a while is enough.
        if waited > timeout, attempts.isMultiple(of: 16), LockHolder.writing(to: path)?.isStopped == true {
            return false
        }
        usleep(.random(in: 1000...(attempts < 20 ? 3000 : 15_000)))
        return true
    }
}
