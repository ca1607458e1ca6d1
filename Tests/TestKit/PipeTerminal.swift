internal import Synchronization
public import TerminalUI

/// A terminal without a terminal: a test puts events in, and looks at the frames that come out.
public final class PipeTerminal: TerminalDevice {
    private struct Waiter {
        var condition: @Sendable (Frame) -> Bool
        var continuation: CheckedContinuation<Frame, Never>
    }

    private struct State {
        var frames: [Frame] = []
        var waiters: [Waiter] = []
        var copies: [String] = []
        var repaints = 0
        var suspensions = 0
        var isClosed = false
    }

    public let events: AsyncStream<TerminalEvent>
    private let continuation: AsyncStream<TerminalEvent>.Continuation
    private let state = Mutex(State())

    /// Makes a terminal whose first event is its size.
    public init(size: Size = Size(columns: 80, rows: 24)) {
        (events, continuation) = AsyncStream.makeStream()
        continuation.yield(.resized(size))
    }

    // MARK: The side of the program

    public func show(_ frame: Frame) {
        let satisfied = state.withLock { state in
            state.frames.append(frame)
            let satisfied = state.waiters.filter { $0.condition(frame) }
            state.waiters.removeAll { $0.condition(frame) }
            return satisfied
        }
        for waiter in satisfied { waiter.continuation.resume(returning: frame) }
    }

    public func repaint() { state.withLock { $0.repaints += 1 } }

    /// Counts, and comes back at once.
    public func suspend() {
        state.withLock { $0.suspensions += 1 }
        continuation.yield(.resumed)
    }

    public func copy(_ text: String) { state.withLock { $0.copies.append(text) } }

    public func close() async {
        state.withLock { $0.isClosed = true }
        continuation.yield(.closed)
        continuation.finish()
    }

    // MARK: The side of the test

    /// Every frame shown so far, in order.
    public var frames: [Frame] { state.withLock { $0.frames } }

    /// What was put on the clipboard, in order.
    public var copies: [String] { state.withLock { $0.copies } }

    /// How often everything was to be repainted.
    public var repaints: Int { state.withLock { $0.repaints } }

    /// How often the program was to be suspended.
    public var suspensions: Int { state.withLock { $0.suspensions } }

    /// Whether the program has closed the terminal.
    public var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Lets something happen at the terminal.
    public func send(_ event: TerminalEvent) { continuation.yield(event) }

    /// Presses keys, one after another.
    public func press(_ keys: Key...) {
        for key in keys { send(.key(key)) }
    }

    /// Types a text, key by key.
    public func type(_ text: String) {
        for character in text { send(.key(.character(character))) }
    }

    /// Takes the terminal away.
    public func hangUp() {
        continuation.yield(.closed)
        continuation.finish()
    }

    /// The newest frame if it satisfies a condition, and otherwise the next one that does.
    public func frame(where condition: @escaping @Sendable (Frame) -> Bool) async -> Frame {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Frame? in
                if let frame = state.frames.last, condition(frame) { return frame }
                state.waiters.append(Waiter(condition: condition, continuation: continuation))
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
