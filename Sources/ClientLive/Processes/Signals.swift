internal import CProcess
internal import Dispatch
internal import Glibc
internal import Synchronization

/// The signals by which a person or the system ends a command, while somebody listens.
///
/// Several may listen at once, as where a command waits for another program: each hears of a signal, and so does whoever handled it
/// before, as the desk does. One that whoever started the process has had ignored, as `nohup` does, stays ignored.
///
/// Its handler writes to a pipe: Dispatch's own source of signals would listen once in a process, and keep a signal from each thread
/// that it has reached.
public struct Signals {
    private let id: Int

    private static let numbers = [SIGINT, SIGTERM, SIGHUP]
    private static let listening = Mutex(Listening())

    /// A signal, and when it was heard.
    public struct Heard: Sendable {
        public let number: Int32
        public let at: ContinuousClock.Instant
    }

    private struct Listener {
        var heard: @Sendable (Int32) -> Void
        var isLeftBySecond: Bool
    }

    private struct Listening {
        var listeners: [Int: Listener] = [:]
        var count = 0
        /// Whether somebody handled a signal before, and hears of it still.
        var isHandledElsewhere = false
        /// The first signal since somebody listens.
        var first: Heard?
        /// A later one that says impatience.
        var impatience: Int32?

        mutating func take(_ number: Int32) {
            guard !listeners.isEmpty else { return }
            if let first {
                if Signals.isImpatience(number, after: first.number) { impatience = number }
            } else {
                first = Heard(number: number, at: .now)
            }
            leaveIfWanted()
        }

        /// Ends the process where a second signal is to do so for all who listen. Who ends another program has that ended first.
        func leaveIfWanted() {
            guard let impatience, !listeners.isEmpty, listeners.values.allSatisfy(\.isLeftBySecond) else { return }
            _exit(128 + impatience)
        }

        mutating func forget() { (first, impatience) = (nil, nil) }
    }

    /// The first signal that was heard of since somebody listens: whoever is busy with something long looks whether there is one.
    public static var heard: Heard? { listening.withLock { $0.first } }

    /// Where the handler writes to, for as long as the process runs; nil where the system has no files left for a pipe.
    private static let input: Int32? = {
        var ends: [Int32] = [-1, -1]
        guard cp_pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        let (output, input) = (ends[0], ends[1])
        let source = DispatchSource.makeReadSource(fileDescriptor: output)
        // It is never given back, and so keeps itself.
        source.setEventHandler { [source] in
            _ = source
            pass(on: output)
        }
        source.resume()
        return input
    }()

    private static func pass(on output: Int32) {
        var number: UInt8 = 0
        while read(output, &number, 1) == 1 {
            let (listeners, isHandledElsewhere) = listening.withLock {
                $0.take(Int32(number))
                return ($0.listeners.values.map(\.heard), $0.isHandledElsewhere)
            }
            for heard in listeners { heard(Int32(number)) }
            // Nobody listens any more to what came before the last one had stopped.
            if listeners.isEmpty, !isHandledElsewhere { end(by: Int32(number)) }
        }
    }

    /// Takes the signals over. The process does not end by them any more.
    ///
    /// - Parameters:
    ///   - isLeftBySecond: whether a second signal that says impatience ends the process at once, whatever it is busy with.
    ///   - heard: hears of each.
    public init(isLeftBySecond: Bool = false, _ heard: @escaping @Sendable (Int32) -> Void) {
        let input = Self.input
        id = Self.listening.withLock { listening in
            listening.count += 1
            if listening.listeners.isEmpty, let input {
                let before = Self.numbers.map { cp_listen($0, input) }
                listening.isHandledElsewhere = before.contains(CP_HANDLED)
            }
            listening.listeners[listening.count] = Listener(heard: heard, isLeftBySecond: isLeftBySecond)
            return listening.count
        }
    }

    /// Gives them back: unless somebody else listens, the process ends by them again.
    ///
    /// - Returns: whether somebody else listens.
    @discardableResult
    public func stop() -> Bool {
        Self.listening.withLock { listening in
            listening.listeners[id] = nil
            guard listening.listeners.isEmpty else {
                listening.leaveIfWanted()
                return true
            }
            listening.forget()
            for number in Self.numbers { cp_stop_listening(number) }
            return listening.isHandledElsewhere
        }
    }

    /// Whether a signal after another one says that somebody does not want to wait any longer.
    ///
    /// Of a session that ends a process is told more than once: that the terminal hangs up by the system and by the shell, and to end by
    /// whoever looks after sessions.
    public static func isImpatience(_ number: Int32, after first: Int32) -> Bool {
        number != SIGHUP && first != SIGHUP
    }

    /// Ends this process by a signal that was heard, and that nobody listens to any more.
    public static func end(by number: Int32) -> Never {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        signal(number, SIG_DFL)
        raise(number)
        _exit(128 + number)
    }
}
