internal import Foundation
internal import Synchronization

/// The signals by which a person or the system ends a command, while somebody listens.
///
/// Several may listen at once, as where a command waits for another program: each hears of a signal. One that whoever started the
/// process has had ignored, as `nohup` does, stays ignored.
public struct Signals {
    private let sources: [any DispatchSourceSignal]

    private static let numbers = [SIGINT, SIGTERM, SIGHUP]
    private static let listening = Mutex(Listening())

    private struct Listening {
        var listeners = 0
        /// Those that are ignored while nobody listens.
        var ignored: Set<Int32> = []
    }

    /// Takes the signals over. The process does not end by them any more.
    public init(_ heard: @escaping @Sendable (Int32) -> Void) {
        sources = Self.listening.withLock { listening in
            listening.listeners += 1
            if listening.listeners == 1 {
                listening.ignored = Set(
                    Self.numbers.filter { unsafeBitCast(signal($0, SIG_IGN), to: Int.self) == Self.ignoring })
            }
            return Self.numbers.filter { [ignored = listening.ignored] in !ignored.contains($0) }.map { number in
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler { heard(number) }
                source.resume()
                return source
            }
        }
    }

    private static let ignoring = unsafeBitCast(SIG_IGN, to: Int.self)

    /// Gives them back: unless somebody else listens, the process ends by them again.
    ///
    /// - Returns: whether somebody else listens.
    @discardableResult
    public func stop() -> Bool {
        for source in sources { source.cancel() }
        return Self.listening.withLock { listening in
            listening.listeners -= 1
            guard listening.listeners == 0 else { return true }
            for number in Self.numbers where !listening.ignored.contains(number) { signal(number, SIG_DFL) }
            return false
        }
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
