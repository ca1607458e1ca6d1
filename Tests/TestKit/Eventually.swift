/// What was waited for and did not come.
public struct NotSeen: Error, CustomStringConvertible {
    public var description: String

    public init(description: String) { self.description = description }
}

/// Looks again and again until there is something to see: the one place where a test waits for what cannot call back.
///
/// It neither spins nor holds a thread: between two looks it sleeps, ever longer, up to a tenth of a second. What it is
/// limited by is the number of looks rather than the time, of which a busy machine needs more.
///
/// - Parameters:
///   - what: what is waited for, for the failure.
///   - looks: how often to look at most.
///   - look: nil as long as there is nothing to see.
///   - last: what was to be seen instead, for the failure.
@discardableResult
public func eventually<Value>(
    _ what: String, looks: Int = 600, isolation: isolated (any Actor)? = #isolation,
    look: () async throws -> Value?, last: () async throws -> String = { "" }
) async throws -> Value {
    var pause = Duration.milliseconds(2)
    for _ in 0..<looks {
        if let value = try await look() { return value }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(100))
    }
    throw try await NotSeen(description: "never seen: \(what)\n\(last())")
}

/// Waits until a condition holds, as ``eventually(_:looks:isolation:look:last:)`` does.
public func waitUntil(
    _ what: String, isolation: isolated (any Actor)? = #isolation, _ holds: () async throws -> Bool
) async throws {
    try await eventually(what, look: { try await holds() ? true : nil })
}
