import Foundation

/// What was waited for and did not come.
struct NotSeen: Error, CustomStringConvertible {
    var description: String
}

/// Looks again and again until there is something to see: the one place where a test waits for what cannot call back.
///
/// - Parameters:
///   - what: what is waited for, for the failure.
///   - seconds: how long to look at most.
///   - look: nil as long as there is nothing to see.
///   - last: what was to be seen instead, for the failure.
func eventually<Value>(
    _ what: String, within seconds: Double = 20, look: () async throws -> Value?,
    last: () async throws -> String = { "" }
) async throws -> Value {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(seconds))
    while true {
        if let value = try await look() { return value }
        guard clock.now < end else { throw try await NotSeen(description: "never seen: \(what)\n\(last())") }
        try await clock.sleep(for: .milliseconds(15))
    }
}
