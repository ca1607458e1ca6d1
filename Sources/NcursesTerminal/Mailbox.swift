internal import CTerminal
internal import Synchronization
internal import TerminalUI

/// What the other threads want of the terminal's: one slot a wish but for calls, so that nothing piles up while it paints.
final class Mailbox: Sendable {
    /// What is wanted. Only the newest frame counts.
    struct Wishes {
        var frame: Frame?
        var isRepaintWanted = false
        var isSuspensionWanted = false
        var isClosing = false
        var clipboard: String?
        var notifications: [String] = []
        var look: Look?
    }

    fileprivate struct State {
        var wishes = Wishes()
        /// The newest frame, taken or not, against which the next is compared.
        var newest: Frame?
        /// Whether the thread has been woken and has not looked yet.
        var isWoken = false
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        /// Pieces of tasks that the thread is to run.
        var jobs: [UnownedJob] = []
    }

    private let state = Mutex(State())

    /// Leaves a frame to be painted; one that equals the last is not worth a wake-up.
    func show(_ frame: Frame) {
        let isNews = state.withLock { state in
            guard state.newest != frame else { return false }
            state.newest = frame
            state.wishes.frame = frame
            return state.wake()
        }
        if isNews { ct_wake() }
    }

    /// Forgets the newest frame, so that the next one is painted even if it equals it.
    func forget() { state.withLock { $0.newest = nil } }

    /// Leaves another wish.
    func post(_ wish: @Sendable (inout Wishes) -> Void) {
        let isNews = state.withLock { state in
            wish(&state.wishes)
            return state.wake()
        }
        if isNews { ct_wake() }
    }

    /// Says that the thread looks before it waits again, so that nobody needs to wake it until it does.
    func stayAwake() { state.withLock { $0.isWoken = true } }

    /// Leaves a piece of a task to be run on the thread. Returns false once there is no thread any more.
    func enqueue(_ job: UnownedJob) -> Bool {
        let (isTaken, isNews) = state.withLock { state in
            if state.isClosed { return (false, false) }
            state.jobs.append(job)
            return (true, state.wake())
        }
        if isNews { ct_wake() }
        return isTaken
    }

    /// Takes the pieces of tasks that have come.
    func takeJobs() -> [UnownedJob] {
        state.withLock { state in
            defer { state.jobs = [] }
            return state.jobs
        }
    }

    /// Whether pieces of tasks have come that nobody has taken yet.
    var hasJobs: Bool { state.withLock { !$0.jobs.isEmpty } }

    /// Takes everything else that there is; what comes from then on wakes the thread.
    func take() -> Wishes {
        state.withLock { state in
            let wishes = state.wishes
            state.wishes = Wishes()
            state.isWoken = false
            return wishes
        }
    }

    /// Tells those who wait that the terminal has been given back.
    ///
    /// - Returns: the jobs that the thread will not run any more.
    func close() -> [UnownedJob] {
        let (waiters, jobs) = state.withLock { state in
            defer { (state.waiters, state.jobs) = ([], []) }
            state.isClosed = true
            return (state.waiters, state.jobs)
        }
        for waiter in waiters { waiter.resume() }
        return jobs
    }

    func waitUntilClosed() async {
        await withCheckedContinuation { continuation in
            let isClosed = state.withLock { state in
                if !state.isClosed { state.waiters.append(continuation) }
                return state.isClosed
            }
            if isClosed { continuation.resume() }
        }
    }
}

extension Mailbox.State {
    /// Whether the thread needs to be woken: not if it is about to look anyway.
    fileprivate mutating func wake() -> Bool {
        defer { isWoken = true }
        return !isWoken && !isClosed
    }
}
