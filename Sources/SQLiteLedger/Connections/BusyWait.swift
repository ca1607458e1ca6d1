internal import FoundationEssentials
internal import GRDB
internal import Glibc
internal import Synchronization

/// A lock that was not given in time, with whoever holds it, as far as that can be seen.
struct LockFault: Error {
    let holder: LockHolder?
    let words: String
}

/// How long one access waits for locks, and when it gives up.
///
/// SQLite asks after each vain attempt. Its own wait sleeps longer and longer, so that among many writers an unlucky one
/// waits until its time is over; this one asks evenly, and goes by a ``WaitSchedule``.
final class BusyWait: Sendable {
    private struct State {
        var began = ContinuousClock.now
        var isTold = false
    }

    private let file: String?
    private let schedule: WaitSchedule
    private let tell: @Sendable (String?) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - file: the file as `/proc/locks` names it.
    ///   - tell: called with the holder after a second, and with nil once the wait is over.
    init(file: String?, timeout: TimeInterval, tell: @escaping @Sendable (String?) -> Void = { _ in }) {
        self.file = file
        schedule = WaitSchedule(timeout: .seconds(timeout))
        self.tell = tell
    }

    private var holder: LockHolder? { file.flatMap(LockHolder.find) }

    /// Carries out an access, whose waits are counted together.
    ///
    /// - Throws: ``LockFault`` where it waited in vain; else what the access throws.
    func around<Value>(_ access: () throws -> Value) throws -> Value {
        state.withLock { $0 = State() }
        defer {
            let wasTold = state.withLock { $0.isTold }
            if wasTold { tell(nil) }
        }
        do {
            return try access()
        } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
            throw LockFault(holder: holder, words: error.message ?? "It is locked.")
        }
    }

    /// Sleeps a little, on the connection's own thread.
    ///
    /// - Parameter attempts: how often this wait has slept already.
    /// - Returns: whether to try again.
    func next(after attempts: Int) -> Bool {
        let waited = state.withLock { ContinuousClock.now - $0.began }
        if schedule.isOver(waited: waited, isHolderStopped: false) { return false }
        if schedule.looks(after: attempts, waited: waited) {
            let holder = holder
            if schedule.isOver(waited: waited, isHolderStopped: holder?.isStopped == true) { return false }
            if schedule.tells(waited: waited),
                state.withLock({ state in
                    defer { state.isTold = true }
                    return !state.isTold
                })
            {
                tell(holder?.words ?? "another process")
            }
        }
        usleep(.random(in: 1000...(attempts < 20 ? 3000 : 15_000)))
        return true
    }
}
