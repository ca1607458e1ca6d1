import Foundation
import TestKit

/// The program under test, run without a terminal.
struct BerthProgram {
    let home: Home
    /// Set in its environment, besides the home's.
    var variables: [String: String] = [:]

    /// Where the tests and the program were built to.
    static let path = ChildProcess.built("berth")
    static var folder: String { (path as NSString).deletingLastPathComponent }

    /// Runs it to its end.
    func callAsFunction(_ arguments: String...) async throws -> Ended {
        try await start(arguments).ended()
    }

    /// Runs it with more variables in its environment.
    func with(_ more: [String: String]) -> BerthProgram {
        BerthProgram(home: home, variables: variables.merging(more) { $1 })
    }

    /// - Parameter output: where its output goes; nil for a file of which it is read again.
    func start(_ arguments: [String], output: String? = nil) throws -> RunningProgram {
        try RunningProgram(
            Self.path, arguments, environment: home.environment.merging(variables) { $1 }, scratch: home,
            output: output)
    }
}
