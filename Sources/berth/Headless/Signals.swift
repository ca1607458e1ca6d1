internal import Foundation

/// The signals by which a person or the system ends a command, as a stream, while somebody listens.
struct Signals {
    private let sources: [any DispatchSourceSignal]

    private static let numbers = [SIGINT, SIGTERM, SIGHUP]

    /// Takes the signals over. The process does not end by them any more.
    init(_ heard: @escaping @Sendable (Int32) -> Void) {
        sources = Self.numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { heard(number) }
            source.resume()
            return source
        }
    }

    /// Gives them back: the process ends by them again.
    func stop() {
        for source in sources { source.cancel() }
        for number in Self.numbers { signal(number, SIG_DFL) }
    }
}
