internal import Foundation
internal import Licensing
internal import NcursesTerminal
internal import Screens
internal import TerminalUI

/// Says sentences and asks questions, a line each.
struct Conversation {
    /// What `q` does.
    private let leaving: String
    private let writesASCII: @Sendable () -> Bool
    /// Looks for what is to be said between two questions.
    private let look: @Sendable () async -> String?

    /// One before anything is configured.
    ///
    /// - Parameter ascii: whether only ASCII is written.
    init(ascii: Bool, leaving: String = "to the menu") {
        (self.leaving, writesASCII, look) = (leaving, { ascii }, { nil })
    }

    /// One that follows the configuration, and says between its questions what that has come to say.
    init(_ settings: FollowedSettings) {
        leaving = "to the menu"
        writesASCII = { settings.current.look.usesASCII }
        look = { await settings.look() }
    }

    /// Why a question was left without an answer.
    enum Left: Error {
        /// For the one before.
        case back
        /// For the menu.
        case cancelled
        /// The input has ended, or a person has said so by ^D.
        case inputEnded
    }

    /// Says something; what comes from outside in it cannot act on the terminal.
    ///
    /// - Throws: `output_unwritable`.
    func say(_ text: String) throws(Problem) { try write(plain(text) + "\n") }

    func say(_ lines: [String]) throws(Problem) {
        for line in lines { try say(line) }
    }

    /// Asks for a line.
    ///
    /// `?` tells the help and asks again; `<` leaves for the question before, `q` for the menu.
    ///
    /// - Parameter standard: what an empty line stands for, as it is shown.
    func ask(
        _ question: String, standard: String = "", help: [String], isSecret: Bool = false
    ) async throws -> String {
        let prompt = plain(question + (standard.isEmpty ? ": " : " [\(standard)]: "))
        while true {
            try await sayNews()
            let line = try await line(after: prompt, isSecret: isSecret)
            // Whoever has taken long to answer is told before anything follows from it.
            if line != nil { try await sayNews() }
            switch line?.trimmingCharacters(in: .whitespaces) {
            case nil: throw Left.inputEnded
            case "?":
                try say(help + ["An empty line keeps what stands in brackets; < goes one question back, q \(leaving)."])
            case "<": throw Left.back
            case "q": throw Left.cancelled
            default: return line ?? ""
            }
        }
    }

    /// Asks a question that is answered by yes or no.
    func isConfirmed(_ question: String, standard: Bool, help: String) async throws -> Bool {
        while true {
            let line = try await ask(question + " (yes or no)", standard: standard ? "yes" : "no", help: [help])
            switch line.trimmingCharacters(in: .whitespaces).lowercased() {
            case "": return standard
            case "y", "yes": return true
            case "n", "no": return false
            default: try say("Answer yes or no.")
            }
        }
    }

    private func sayNews() async throws(Problem) {
        if let news = await look() { try say(news) }
    }

    private func line(after prompt: String, isSecret: Bool) async throws(Problem) -> String? {
        let line: String?
        if isSecret {
            // Where the output takes nothing, the end of this line tells.
            line = await LineInput.nextHidden { try? Output.write(Data(prompt.utf8)) }
        } else {
            try write(prompt)
            line = await LineInput.next()
        }
        // What was typed at a terminal has ended its line by itself, unless it was hidden or the input's end.
        if isSecret || line == nil || !LineInput.isTerminal { try write("\n") }
        return line
    }

    private func plain(_ text: String) -> String {
        let text = TextWidth.sanitised(text)
        return writesASCII() ? ASCIIGlyphs.text(text) : text
    }

    private func write(_ text: String) throws(Problem) { try Output.write(Data(text.utf8)) }
}
