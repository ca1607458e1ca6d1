public import FoundationEssentials

/// What time a sandbox believes it is: it dates its responses, judges requests and ends borrows by this clock.
public protocol SandboxClock: Sendable {
    /// The present moment.
    var now: Date { get }
}

/// This host's own clock.
public struct SystemClock: SandboxClock {
    public init() {}

    public var now: Date { Date() }
}

/// A clock that reads whatever it is told to, for tests.
public struct HandedClock: SandboxClock {
    private let read: @Sendable () -> Date

    /// Wraps a function that tells the time.
    public init(_ read: @escaping @Sendable () -> Date) { self.read = read }

    public var now: Date { read() }
}

/// A clock that starts with this host's and runs a number of times as fast, to see borrows end without waiting.
///
/// A client must date its requests by the same clock: after fifteen minutes of difference they are refused.
public struct FastClock: SandboxClock {
    private let start: Date
    private let factor: Double

    /// - Parameters:
    ///   - factor: how many of its seconds pass in one second of this host.
    ///   - start: when both clocks read the same.
    public init(factor: Double, start: Date = Date()) {
        self.factor = factor
        self.start = start
    }

    public var now: Date { start + Date().timeIntervalSince(start) * factor }
}

extension SandboxClock where Self == SystemClock {
    /// This host's own clock.
    public static var system: SystemClock { SystemClock() }
}

extension SandboxClock where Self == HandedClock {
    /// A clock that asks a function.
    public static func handed(_ read: @escaping @Sendable () -> Date) -> HandedClock { HandedClock(read) }
}

extension SandboxClock where Self == FastClock {
    /// A clock that starts now and runs a number of times as fast.
    public static func fast(factor: Double) -> FastClock { FastClock(factor: factor) }
}
