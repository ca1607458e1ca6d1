internal import ArgumentParser
internal import Foundation

/// How long a command may take, from the moment at which its arguments were read.
struct TimeLimit: Sendable {
    /// When it is over.
    let deadline: ContinuousClock.Instant

    /// The longest one, in seconds: an operation may claim its seat for no longer.
    private static let longest: Double = 86_400

    /// Reads numbers with their units: `30s`, `5m`, `1h30m`; a bare number counts seconds.
    static func read(_ text: String) throws -> TimeLimit {
        guard let seconds = seconds(text), seconds > 0, seconds <= longest else {
            throw ValidationError("A length is a number with its unit, and a day at most: 30s, 5m, 1h30m.")
        }
        return TimeLimit(deadline: .now.advanced(by: .seconds(seconds)))
    }

    /// Whether it is over by now.
    var isOver: Bool { deadline <= .now }

    /// Does something once it is over, unless the task is cancelled before.
    func then(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task {
            do { try await Task.sleep(until: deadline, clock: .continuous) } catch { return }
            await body()
        }
    }

    private static func seconds(_ text: String) -> Double? {
        if let bare = Double(text), text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) { return bare }
        let parts = text.lowercased().matches(of: /([0-9]+(?:\.[0-9]+)?)(ms|min|s|m|h|d)/)
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
