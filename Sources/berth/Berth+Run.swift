internal import ArgumentParser
internal import Foundation
internal import Licensing
internal import TerminalUI

extension Berth {
    /// Runs the command that the arguments name, and returns the exit status.
    ///
    /// What the parser has to say, help and versions among it, is printed here, since its own printing tells nobody of an
    /// output that takes nothing.
    static func run(_ arguments: [String]) async -> Int32 {
        if let mistake = Mistyped(help: arguments) { return refuse(arguments, mistake) }
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var verb = command as? any AsyncParsableCommand {
                try await verb.run()
            } else {
                try command.run()
            }
            return ExitCode.success.rawValue
        } catch let code as ArgumentParser.ExitCode {
            // How a verb has ended is no fault of its arguments, whatever the number.
            return code.rawValue
        } catch {
            guard exitCode(for: error) == .validationFailure else { return end(with: error, arguments) }
            if let mistake = Mistyped(arguments) { return refuse(arguments, mistake) }
            guard arguments.contains("--json") else { return end(with: error, arguments) }
            let told = PossibleSecrets(arguments).hidden(in: message(for: error))
            return CommandFailure(nil, message: told).report(asJSON: true).rawValue
        }
    }

    /// Tells a word that there is none of, and what was probably meant.
    private static func refuse(_ arguments: [String], _ mistake: Mistyped) -> Int32 {
        let secrets = PossibleSecrets(arguments)
        let mistake = mistake.telling { secrets.hidden(in: $0) }
        if arguments.contains("--json") {
            return CommandFailure(mistake, message: mistake.sentence).report(asJSON: true).rawValue
        }
        Output.complain(mistake.words.map { TextWidth.sanitised($0) }.joined(separator: "\n"))
        return ExitCode.usage.rawValue
    }

    /// Prints what an error of the parser, or a request for help, comes to.
    private static func end(with error: any Error, _ arguments: [String]) -> Int32 {
        let code = exitCode(for: error)
        let text =
            code.isSuccess ? fullMessage(for: error) : PossibleSecrets(arguments).hidden(in: fullMessage(for: error))
        guard !text.isEmpty else { return code.rawValue }
        guard code.isSuccess else {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            Output.complain(lines.map { TextWidth.sanitised(String($0)) }.joined(separator: "\n"))
            return code.rawValue
        }
        do {
            try Output.write(Data((text + "\n").utf8))
            return code.rawValue
        } catch {
            return CommandFailure(error).report(asJSON: false).rawValue
        }
    }
}
