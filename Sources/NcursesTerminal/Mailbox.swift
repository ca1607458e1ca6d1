internal import CTerminal
internal import Synchronization
internal import TerminalUI

/// What the other threads want of the terminal's: one slot a wish, so that nothing piles up while it paints.
final class Mailbox: Sendable {
    /// What is wanted. Only the newest frame counts.
    struct Wishes {
        var frame: Frame?
        var isRepaintWanted = false
        var isSuspensionWanted = false
        var isClosing = false
        var clipboard: String?
        var notification: String?
    }

    fileprivate struct State {
        var wishes = Wishes()
        /// The newest frame, taken or not, against which the next is compared.
        var newest: Frame?
        /// Whether the thread has been woken and has not looked yet.
        var isWoken = false
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
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

    /// Takes everything there is.
    func take() -> Wishes {
        state.withLock { state in
            let wishes = state.wishes
            state.wishes = Wishes()
            state.isWoken = false
            return wishes
        }
    }

    /// Tells those who wait that the terminal has been given back.
    func close() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            state.isClosed = true
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
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
