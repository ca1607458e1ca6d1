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

    /// Runs the desk line by line, the demo's or the configured one, with these answers.
    func plain(_ answers: [String], options: [String] = [], isDemo: Bool = true) async throws -> Ended {
        let text = answers.map { $0 + "\n" }.joined()
        let input = try home.write(text, to: "scratch/answers-" + UUID().uuidString.prefix(8))
        return try await start((isDemo ? ["--demo"] : []) + ["--plain"] + options, input: input).ended()
    }

    /// - Parameters:
    ///   - output: where its output goes; nil for a file of which it is read again.
    ///   - input: the path of what it reads from.
    func start(_ arguments: [String], output: String? = nil, input: String = "/dev/null") throws -> RunningProgram {
        try RunningProgram(
            Self.path, arguments, environment: home.environment.merging(variables) { $1 }, scratch: home,
            output: output, input: input)
    }
}
