internal import ArgumentParser
internal import Foundation
internal import Licensing

/// A subcommand: it does its work and says how it ended; what stands in its way is thrown, and printed here for all of them.
protocol Verb: AsyncParsableCommand {
    /// Whether it was asked for JSON, which a failure is printed as then, too.
    var json: Bool { get }

    /// Does the work, and prints what came of it.
    ///
    /// - Throws: a ``CommandFailure``, or the problem alone where nothing else is known.
    mutating func perform() async throws -> ExitCode
}

extension Verb {
    var json: Bool { false }

    mutating func run() async throws {
        let code: ExitCode
        do {
            code = try await perform()
        } catch let failure as CommandFailure {
            code = failure.report(asJSON: json)
        } catch let problem as Problem {
            code = CommandFailure(problem).report(asJSON: json)
        }
        throw ArgumentParser.ExitCode(code.rawValue)
    }
}

typealias ExitCode = Licensing.ExitCode
