internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing

/// A subcommand: it does its work and says how it ended; what stands in its way is thrown, and printed here for all of them.
protocol Verb: AsyncParsableCommand {
    /// Whether it was asked for JSON, which a failure is printed as then, too.
    var json: Bool { get }

    /// Whether it asks the server for something: where it fails by itself, nothing was sent.
    var sends: Bool { get }

    /// Whether it reads secrets: a variable that was probably meant to be one is told then.
    var readsSecrets: Bool { get }

    /// Whether it asks a server by the settings: a variable that was probably meant to be one is told then.
    var goesBySettings: Bool { get }

    /// How long it may take; nil where nobody says.
    var limit: TimeLimit? { get }

    /// The flags that a command which it names needs, too.
    var ownFlags: OwnFlags { get }

    /// Does the work, and prints what came of it.
    ///
    /// - Throws: a ``CommandFailure``, or the problem alone where nothing else is known.
    mutating func perform() async throws -> ExitCode
}

extension Verb {
    var json: Bool { false }
    var sends: Bool { false }
    var readsSecrets: Bool { sends }
    var goesBySettings: Bool { sends }
    var limit: TimeLimit? { nil }

    mutating func run() async throws {
        var verb = self
        let code = try await OwnCommand.$given.withValue(.init(ownFlags)) { try await verb.ended() }
        throw ArgumentParser.ExitCode(code.rawValue)
    }

    /// Does the work, prints what stood in its way, and says how the command ends.
    private mutating func ended() async throws -> ExitCode {
        var verb = self
        for variable in ProcessEnvironment.current.mistyped
        where variable.isAboutSecret ? readsSecrets : goesBySettings {
            Report.note(variable.sentence)
        }
        let limit = limit
        return try await Output.$end.withValue(limit?.ending) {
            do {
                return try await Deadline.$current.withValue(limit?.deadline) { try await verb.perform() }
            } catch let failure as CommandFailure {
                return failure.report(asJSON: verb.json, sends: verb.sends)
            } catch let problem as Problem {
                let isTimedOut = problem.code == .operationNotSent && limit?.isOver == true
                return CommandFailure(problem, isTimedOut: isTimedOut).report(asJSON: verb.json, sends: verb.sends)
            }
        }
    }
}

/// A verb that asks the server for something, by the flags that all of these share.
protocol SendingVerb: Verb {
    /// Where it goes.
    var connection: ConnectionOptions { get }

    /// How it goes about it.
    var sending: SendingOptions { get }
}

extension SendingVerb {
    var json: Bool { sending.json }
    var sends: Bool { true }
    var goesBySettings: Bool { sends && !sending.quiet }
    var limit: TimeLimit? { sending.timeout }
    var ownFlags: OwnFlags { connection.ownFlags }
}

typealias ExitCode = Licensing.ExitCode
