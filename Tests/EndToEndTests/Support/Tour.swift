import Foundation
import TestKit

/// Commands that between them print each of the shapes of JSON, and what was seen in them.
struct Tour {
    /// By the name of a schema, the properties of it that have occurred.
    private(set) var seen: [String: Set<String>] = [:]

    /// Runs a command and takes note of what it printed.
    @discardableResult
    mutating func run(_ berth: BerthProgram, _ words: String, input: String = "/dev/null") async throws -> Ended {
        let arguments = words.split(separator: " ").map(String.init)
        let ended = try await berth.start(arguments, input: input).ended()
        take(ended, arguments)
        return ended
    }

    /// Takes note of what a program printed that was started elsewhere.
    mutating func take(_ ended: Ended, _ arguments: [String]) {
        for (name, found) in (try? Schemas.check(ended.output, of: arguments)) ?? [] {
            seen[name, default: []].formUnion(found)
        }
    }
}
