internal import Synchronization
public import TerminalUI

/// A terminal without a terminal: a test puts events in, and looks at the frames that come out.
public final class PipeTerminal: TerminalDevice {
    /// Somebody who waits for a frame, and the first one that was as described.
    private struct Waiter {
        var isSatisfied: @Sendable (Frame) -> Bool
        var frame: Frame?
    }

    private struct State {
        var frames: [Frame] = []
        var waiters: [Int: Waiter] = [:]
        var waiterCount = 0
        var copies: [String] = []
        var calls: [String] = []
        var looks: [Look] = []
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
        state.withLock { state in
            state.frames.append(frame)
            for (id, waiter) in state.waiters where waiter.frame == nil && waiter.isSatisfied(frame) {
                state.waiters[id]?.frame = frame
            }
        }
    }

    public func repaint() { state.withLock { $0.repaints += 1 } }

    /// Counts, and comes back at once.
    public func suspend() {
        state.withLock { $0.suspensions += 1 }
        continuation.yield(.resumed)
    }

    public func copy(_ text: String) { state.withLock { $0.copies.append(text) } }

    public func notify(_ text: String) { state.withLock { $0.calls.append(text) } }

    public func change(to look: Look) { state.withLock { $0.looks.append(look) } }

    public func close() async {
        state.withLock { $0.isClosed = true }
        continuation.yield(.closed)
        continuation.finish()
    }

    // MARK: The side of the test

    /// Every frame shown so far, in order.
    public var frames: [Frame] { state.withLock { $0.frames } }

    /// What is on the screen, as one text; empty before the first frame.
    public var screen: String { state.withLock { $0.frames.last?.text ?? "" } }

    /// What was put on the clipboard, in order.
    public var copies: [String] { state.withLock { $0.copies } }

    /// The texts by which a person was called for, in order.
    public var calls: [String] { state.withLock { $0.calls } }

    /// The looks that it was to change to, in order.
    public var looks: [Look] { state.withLock { $0.looks } }

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

    /// Gives the terminal another size.
    public func resize(columns: Int, rows: Int) { send(.resized(Size(columns: columns, rows: rows))) }

    /// Takes the terminal away.
    public func hangUp() {
        continuation.yield(.closed)
        continuation.finish()
    }

    /// The newest frame if it is as described, and otherwise the next one that is.
    ///
    /// - Throws: ``NotSeen`` with what is on the screen instead: once the program has closed the terminal, or after as many
    ///   looks as ``eventually(_:looks:isolation:look:last:)`` takes.
    @discardableResult
    public func frame(_ what: String, where isSatisfied: @escaping @Sendable (Frame) -> Bool) async throws -> Frame {
        let id = state.withLock { state in
            state.waiterCount += 1
            state.waiters[state.waiterCount] = Waiter(
                isSatisfied: isSatisfied, frame: state.frames.last.flatMap { isSatisfied($0) ? $0 : nil })
            return state.waiterCount
        }
        defer { state.withLock { $0.waiters[id] = nil } }
        return try await eventually(
            what,
            look: {
                let (frame, isClosed) = state.withLock { ($0.waiters[id]?.frame, $0.isClosed) }
                if frame == nil, isClosed { throw NotSeen(description: "never seen: \(what); last was\n\(screen)") }
                return frame
            }, last: { screen })
    }

    /// Waits until the screen shows a text, and returns the screen.
    @discardableResult
    public func waitFor(_ text: String) async throws -> String {
        try await waitUntil("“\(text)”") { $0.contains(text) }
    }

    /// Waits until the screen is as described, and returns it.
    @discardableResult
    public func waitUntil(
        _ what: String, _ isSatisfied: @escaping @Sendable (String) -> Bool
    ) async throws -> String {
        try await frame(what) { isSatisfied($0.text) }.text
    }
}

extension Frame {
    /// Its rows as one text, each ended by a line end and without the blanks at its end.
    public var text: String { lines.map { $0 + "\n" }.joined() }
}
