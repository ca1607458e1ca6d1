internal import Foundation
internal import Synchronization

/// The signals by which a person or the system ends a command, while somebody listens.
///
/// Several may listen at once, as where a command waits for another program: each hears of a signal.
public struct Signals {
    private let sources: [any DispatchSourceSignal]

    private static let numbers = [SIGINT, SIGTERM, SIGHUP]
    private static let listeners = Mutex(0)

    /// Takes the signals over. The process does not end by them any more.
    public init(_ heard: @escaping @Sendable (Int32) -> Void) {
        sources = Self.listeners.withLock { listeners in
            listeners += 1
            return Self.numbers.map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number)
                source.setEventHandler { heard(number) }
                source.resume()
                return source
            }
        }
    }

    /// Gives them back: unless somebody else listens, the process ends by them again.
    ///
    /// - Returns: whether somebody else listens.
    @discardableResult
    public func stop() -> Bool {
        for source in sources { source.cancel() }
        return Self.listeners.withLock { listeners in
            listeners -= 1
            if listeners == 0 { for number in Self.numbers { signal(number, SIG_DFL) } }
            return listeners > 0
        }
    }

    /// Ends this process by a signal that was heard, and that nobody listens to any more.
    static func end(by number: Int32) -> Never {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        signal(number, SIG_DFL)
        raise(number)
        _exit(128 + number)
    }
}
