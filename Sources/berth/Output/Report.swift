internal import ClientLive
internal import Foundation
internal import Licensing
internal import TerminalUI

/// What the commands print: words for people, JSON for scripts, problems on standard error.
enum Report {
    /// Prints a value as JSON, members in a stable order.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try Output.write(Data(escaped([UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")])))
    }

    /// Prints what was done, in a sentence or as JSON. Where the output takes neither, the sentence stands on standard error.
    ///
    /// - Throws: `output_unwritable`.
    static func done(_ sentence: String, asJSON value: (any Encodable)? = nil) throws {
        try done(sentence) { if let value { try json(value) } else { try line(sentence) } }
    }

    /// Prints what came of something. Where the output does not take it, the sentence says on standard error what was done; nil
    /// where nothing was. A signal ends the wait for who does not read, so that it is told then, too.
    ///
    /// - Throws: `output_unwritable`.
    static func done(_ sentence: String?, _ print: () throws -> Void) throws {
        let signals = Signals(isLeftBySecond: true) { _ in }
        defer {
            let heard = Signals.heard
            if !signals.stop(), let heard { Signals.end(by: heard.number) }
        }
        do {
            try print()
        } catch {
            if let sentence { note(sentence) }
            throw error
        }
    }

    /// Prints what was found, where that is the status of the command: it stays so where the output does not take it.
    ///
    /// - Parameter instead: tells on standard error what is wrong, where nobody reads it.
    /// - Throws: `output_unwritable` where all is well and that cannot be told.
    static func found(
        _ code: ExitCode, _ print: () throws -> Void, instead: () throws -> Void
    ) throws -> ExitCode {
        do {
            try print()
        } catch let problem as Problem where problem.code == .outputUnwritable && code != .success {
            try instead()
            unwritten(problem)
        }
        return code
    }

    /// Says on standard error that the output takes nothing, beside what is worse.
    static func unwritten(_ problem: Problem) { note("the output cannot be written: \(problem.message)") }

    /// JSON in which what could act on a terminal or reorder a line is escaped. Such a character stands only in its strings.
    static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while !rest.isEmpty {
            // Most of it is plain, and copied at once.
            let plain = rest.prefix { (0x20..<0x7F).contains($0) || $0 == UInt8(ascii: "\n") }
            escaped += plain
            rest = rest[plain.endIndex...]
            let other = rest.prefix { !(0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\n") }
            for scalar in String(decoding: other, as: UTF8.self).unicodeScalars { escaped += Self.escaped(scalar).utf8 }
            rest = rest[other.endIndex...]
        }
        return escaped
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
            String(scalar).utf16.map { unit in
                let digits = String(unit, radix: 16)
                return #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        default: String(scalar)
        }
    }

    /// Prints a line; what came from outside in it cannot act on the terminal.
    static func line(_ text: String) throws(Problem) {
        try Output.write(Data((TextWidth.sanitised(text) + "\n").utf8))
    }

    static func lines(_ lines: [String]) throws(Problem) {
        for text in lines { try line(text) }
    }

    /// Prints a note on standard error, beside what the command is asked for.
    static func note(_ text: String) { Output.complain("berth: " + TextWidth.sanitised(text)) }

    /// Prints a problem in words on standard error.
    ///
    /// - Parameters:
    ///   - explanation: what there is to say of it; nil for what the catalogue says.
    ///   - request: the request that it was met by, as the log names it.
    static func problem(_ problem: Problem, _ explanation: Explanation? = nil, request: String? = nil) {
        let words = words(problem, explanation, request: request)
        Output.complain(words.map { TextWidth.sanitised($0) }.joined(separator: "\n"))
    }

    /// A problem in words: what happened, likely cause, what to do, who can.
    static func words(_ problem: Problem, _ explanation: Explanation? = nil, request: String? = nil) -> [String] {
        let status = problem.status.map { " · \($0)" } ?? ""
        let explanation = explanation ?? ProblemCatalogue.explain(problem).withOwnCommands
        let isSaid = problem.message.isEmpty || explanation.whatHappened.contains(problem.message)
        return ["berth: " + explanation.whatHappened] + words(explanation)
            + ["  Code     \(problem.code.rawValue)\(status)"]
            + (request.map { ["  Request  \($0)"] } ?? [])
            + (isSaid ? [] : part("Message", problem.message, keeping: explanation.commands))
    }

    /// The parts of an explanation below its first sentence.
    static func words(_ explanation: Explanation) -> [String] {
        part("Likely", explanation.likelyCauses.joined(separator: "; or "))
            + part("You can", explanation.remedies.map(\.text).joined(separator: "; "), keeping: explanation.commands)
            + part("Who", explanation.solvers.map(\.rawValue).joined(separator: ", "))
            + part("Retry", explanation.retry.rawValue)
    }

    /// A part beside its name; nothing where there is nothing to say. Paths and commands in it are copied from here, so that none is broken.
    private static func part(_ name: String, _ text: String, keeping commands: [String] = []) -> [String] {
        guard !text.isEmpty else { return [] }
        return TextWidth.wrap(text, to: 69, keeping: commands, cutsWords: false).enumerated().map { index, line in
            "  " + TextWidth.fit(index == 0 ? name : "", to: 9) + line
        }
    }
}
