internal import Foundation
internal import Synchronization

/// The signals by which a person or the system ends a command, while somebody listens.
///
/// Several may listen at once, as where a command waits for another program: each hears of a signal. One that whoever started the
/// process has had ignored, as `nohup` does, stays ignored.
public struct Signals {
    private let id: Int

    private static let numbers = [SIGINT, SIGTERM, SIGHUP]
    private static let listening = Mutex(Listening())

    private struct Listening {
        var listeners: [Int: @Sendable (Int32) -> Void] = [:]
        var count = 0
        /// What Dispatch has set up for a signal, which it does once in a process: it is put back for whoever listens next.
        var handlers: [Int32: Handler] = [:]
        /// What hears of them while somebody listens.
        var sources: [any DispatchSourceSignal] = []
    }

    /// What a process does about a signal, as an address.
    private typealias Handler = Int

    /// Takes the signals over. The process does not end by them any more.
    public init(_ heard: @escaping @Sendable (Int32) -> Void) {
        id = Self.listening.withLock { listening in
            if listening.listeners.isEmpty { Self.numbers.forEach { Self.takeOver($0, &listening) } }
            listening.count += 1
            listening.listeners[listening.count] = heard
            return listening.count
        }
    }

    private static func takeOver(_ number: Int32, _ listening: inout Listening) {
        let handler = listening.handlers[number]
        if handler == nil, unsafeBitCast(signal(number, SIG_IGN), to: Handler.self) == ignoring { return }
        let source = DispatchSource.makeSignalSource(signal: number)
        let isSetUp = DispatchSemaphore(value: 0)
        source.setEventHandler {
            for heard in Self.listening.withLock({ $0.listeners.values.map(\.self) }) { heard(number) }
        }
        source.setRegistrationHandler { isSetUp.signal() }
        source.resume()
        isSetUp.wait()
        if let handler { signal(number, unsafeBitCast(handler, to: __sighandler_t.self)) }
        listening.handlers[number] = handler ?? ignoring
        listening.sources.append(source)
    }

    private static let ignoring = unsafeBitCast(SIG_IGN, to: Handler.self)

    /// Gives them back: unless somebody else listens, the process ends by them again.
    ///
    /// - Returns: whether somebody else listens.
    @discardableResult
    public func stop() -> Bool {
        Self.listening.withLock { listening in
            listening.listeners[id] = nil
            guard listening.listeners.isEmpty else { return true }
            for source in listening.sources { source.cancel() }
            listening.sources = []
            for number in listening.handlers.keys {
                listening.handlers[number] = unsafeBitCast(signal(number, SIG_DFL), to: Handler.self)
            }
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
