internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing

/// How long a command may take, from the moment at which its arguments were read.
struct TimeLimit: Sendable {
    /// When it is over.
    let deadline: ContinuousClock.Instant
    /// From when on nothing is waited for any more, so that what came of it can be written down before it is over.
    let ending: ContinuousClock.Instant

    /// The longest one, in seconds: an operation may claim its seat for no longer.
    private static let longest: Double = 86_400
    /// How much of it is kept for what has to be written down: so many seconds at most, and such a part of it.
    private static let (kept, keptPart): (Double, Double) = (2, 0.1)

    /// Reads whole numbers with their units: `30s`, `5m`, `1h30m`; one alone counts seconds.
    static func read(_ text: String) throws -> TimeLimit {
        guard let seconds = seconds(text), seconds > 0, seconds <= longest else {
            throw ValidationError(
                "A length is a day at most, in whole numbers with their units: 30s, 5m, 1h30m; 90 alone is 90 s.")
        }
        let now = ContinuousClock.now
        return TimeLimit(
            deadline: now + .seconds(seconds), ending: now + .seconds(seconds - min(kept, seconds * keptPart)))
    }

    /// Whether it is over by now.
    var isOver: Bool { deadline <= .now }

    /// Whether nothing is waited for any more.
    var isAlmostOver: Bool { ending <= .now }

    /// Does something once it is over, unless the task is cancelled before.
    func then(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> { Self.at(deadline, body) }

    /// Does the same, though not before so much time has passed from now on.
    func atLeast(_ pause: Duration, _ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Self.at(max(deadline, .now + pause), body)
    }

    /// Does something a moment before it is over, early enough for what came of it to be written down.
    func beforeEnd(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> { Self.at(ending, body) }

    private static func at(
        _ time: ContinuousClock.Instant, _ body: @escaping @Sendable () async -> Void
    ) -> Task<Void, Never> {
        Task {
            do { try await Task.sleep(until: time, clock: .continuous) } catch { return }
            await body()
        }
    }

    /// That a command's time was over before anything was sent.
    ///
    /// - Parameter what: what it waited for, to follow "The time was over before".
    static func over(before what: String) -> Problem {
        Problem(.operationNotSent, message: "The time was over before \(what).", time: Date(), effect: .none)
    }

    /// Stops a command whose time is over.
    ///
    /// - Throws: `operation_not_sent`, as ``over(before:)``.
    static func check(_ what: String) throws(Problem) { if Deadline.isOver { throw over(before: what) } }

    /// Waits for what a body brings, and not beyond the command's time: what it brings later is of no use.
    ///
    /// - Parameter what: as for ``over(before:)``.
    /// - Throws: `operation_not_sent` where the time is over first, and what the body throws.
    static func bounding<Value: Sendable>(
        _ what: String, _ body: @escaping @Sendable () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        guard let deadline = Deadline.current else { return try await body() }
        let (results, ended) = AsyncStream.makeStream(of: Result<Value, Problem>?.self)
        Task {
            do throws(Problem) { ended.yield(.success(try await body())) } catch { ended.yield(.failure(error)) }
        }
        let alarm = at(deadline) { ended.yield(nil) }
        defer { alarm.cancel() }
        guard let result = await results.first(where: { _ in true }) ?? nil else { throw over(before: what) }
        return try result.get()
    }

    private static func seconds(_ text: String) -> Double? {
        if text.wholeMatch(of: /[0-9]+/) != nil { return Double(text) }
        let parts = text.lowercased().matches(of: /([0-9]+)(ms|min|s|m|h|d)/)
        guard !parts.isEmpty, parts.map({ String($0.0) }).joined() == text.lowercased() else { return nil }
        return parts.reduce(0) { sum, part in
            let unit: Double =
                switch part.2 {
                case "ms": 0.001
                case "s": 1
                case "h": 3600
                case "d": 86_400
                default: 60
                }
            return sum + (Double(part.1) ?? 0) * unit
        }
    }
}
