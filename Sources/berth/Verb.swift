internal import ArgumentParser
internal import Foundation
internal import Licensing

/// A subcommand: it does its work and says how it ended; what stands in its way is thrown, and printed here for all of them.
protocol Verb: AsyncParsableCommand {
    /// Whether it was asked for JSON, which a failure is printed as then, too.
    var json: Bool { get }

    /// Whether it asks the server for something: where it fails by itself, nothing was sent.
    var sends: Bool { get }

    /// Does the work, and prints what came of it.
    ///
    /// - Throws: a ``CommandFailure``, or the problem alone where nothing else is known.
    mutating func perform() async throws -> ExitCode
}

extension Verb {
    var json: Bool { false }
    var sends: Bool { false }

    mutating func run() async throws {
        let code: ExitCode
        do {
            code = try await perform()
        } catch let failure as CommandFailure {
            code = failure.report(asJSON: json, sends: sends)
        } catch let problem as Problem {
            code = CommandFailure(problem).report(asJSON: json, sends: sends)
        }
        throw ArgumentParser.ExitCode(code.rawValue)
    }
}

typealias ExitCode = Licensing.ExitCode
