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
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var verb = command as? any AsyncParsableCommand {
                try await verb.run()
            } else {
                try command.run()
            }
            return ExitCode.success.rawValue
        } catch {
            return end(with: mistyped(error, arguments) ?? error)
        }
    }

    /// Prints what an error of the parser, or a request for help, comes to.
    private static func end(with error: any Error) -> Int32 {
        let code = exitCode(for: error)
        let text = fullMessage(for: error)
        guard !text.isEmpty else { return code.rawValue }
        guard code.isSuccess else {
            let lines = withoutFarGuess(text).split(separator: "\n", omittingEmptySubsequences: false)
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

    /// The parser's words without the option that it guesses was meant, where that is another word altogether.
    private static func withoutFarGuess(_ text: String) -> String {
        guard let guess = text.firstMatch(of: /Unknown option '--([^']+)'(\. Did you mean '--([^']+)'\?)/),
            NearMatch.of(String(guess.1), among: [String(guess.3)]) == nil
        else { return text }
        return text.replacingCharacters(in: guess.2.startIndex..<guess.2.endIndex, with: "")
    }

    /// A better error where the parser has taken a mistyped verb for an argument that it does not expect; else nil.
    private static func mistyped(_ error: any Error, _ arguments: [String]) -> ValidationError? {
        guard exitCode(for: error) == .validationFailure else { return nil }
        var command: any ParsableCommand.Type = Berth.self
        for word in arguments {
            let verbs = command.configuration.subcommands
            guard !verbs.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            if let verb = verbs.first(where: { $0._commandName == word }) {
                command = verb
                continue
            }
            let hint = NearMatch.of(word, among: verbs.map { $0._commandName }).map { " Did you mean '\($0)'?" } ?? ""
            return ValidationError("Unknown command '\(word)'.\(hint)")
        }
        return nil
    }
}
