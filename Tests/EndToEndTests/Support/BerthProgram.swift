import Foundation

/// The program under test, run without a terminal.
struct BerthProgram {
    let home: Home
    /// Set in its environment, besides the home's.
    var variables: [String: String] = [:]

    /// Where the tests and the program were built to.
    static let folder = (Bundle.main.executablePath as NSString? ?? "").deletingLastPathComponent
    static var path: String { folder + "/berth" }

    /// Runs it to its end.
    func callAsFunction(_ arguments: String...) async throws -> Ended {
        try await start(arguments).ended()
    }

    /// Runs it with more variables in its environment.
    func with(_ more: [String: String]) -> BerthProgram {
        BerthProgram(home: home, variables: variables.merging(more) { $1 })
    }

    func start(_ arguments: [String]) throws -> RunningProgram {
        try RunningProgram(
            Self.path, arguments, environment: home.environment.merging(variables) { $1 }, scratch: home)
    }
}
