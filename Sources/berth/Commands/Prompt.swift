internal import ClientLive
internal import Foundation
internal import Licensing

/// Asks a person at the terminal.
enum Prompt {
    /// Asks for a secret without showing what is typed.
    ///
    /// - Parameters:
    ///   - name: What is asked for, for example `License key`.
    ///   - flag: The flag that names a file with it.
    /// - Throws: `input_secret_missing` where there is no terminal to ask at, `input_invalid` where nothing was typed.
    static func secret(_ name: String, orFrom flag: String) throws(Problem) -> Secret {
        let question = name + ": "
        guard isPossible else {
            throw missing("The " + name.prefix(1).lowercased() + name.dropFirst(), flag)
        }
        guard let line = hiddenLine(asking: { Output.ask(question) }) else {
            throw .usage("The terminal cannot hide what is typed.", name: flag)
        }
        Output.complain("")
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
        try TimeLimit.check("anything was typed")
        guard !text.isEmpty else { throw .usage("Nothing was typed.", name: flag) }
        return Secret(text)
    }

    /// Whether there is a person to ask.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 }

    /// Asks for a yes; anything but that is a no. A signal ends the process, whoever else listens.
    static func isConfirmed(_ question: String) -> Bool {
        let signals = Signals { Signals.end(by: $0) }
        defer { signals.stop() }
        Output.ask(question + " [y/N] ")
        let answer = String(decoding: readLine(), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return ["y", "yes"].contains(answer.lowercased())
    }

    /// Asks whether a borrow may end earlier than it does now.
    ///
    /// - Throws: `operation_not_sent` where it may not.
    static func requireShortening(of borrow: Borrow, from old: Date, to new: Date) throws(Problem) {
        guard isConfirmed("\(borrow.shortening(from: old, to: new)) Shorten it?") else {
            throw Problem(.operationNotSent, message: "The end was left as it is.", time: Date(), effect: .none)
        }
    }

    /// Reads a line from the terminal without showing it, as the terminal gives it away; nil where that cannot hide it.
    ///
    /// - Parameter asking: asks for it, once nothing that is typed shows.
    static func hiddenLine(asking: () -> Void) -> ArraySlice<UInt8>? {
        var quiet = termios()
        guard tcgetattr(STDIN_FILENO, &quiet) == 0 else { return nil }
        var before = quiet
        // ^C ends the line instead of the process, which would leave the terminal without its echo.
        quiet.c_lflag &= ~tcflag_t(ECHO | ISIG)
        withUnsafeMutableBytes(of: &quiet.c_cc) { $0[Int(VEOL)] = interrupt }
        // A signal that ends the process gives the terminal its echo back first.
        let signals = Signals { [before] number in
            var before = before
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            Signals.end(by: number)
        }
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet)
        // Only now: whoever types at once is not seen either.
        asking()
        let line = readLine()
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
        signals.stop()
        if line.last == interrupt {
            // What was typed has ended no line, and not every shell begins one by itself.
            Output.complain("")
            kill(getpid(), SIGINT)
        }
        return line
    }

    /// A secret without a place where it is, and without anybody to ask.
    private static func missing(_ name: String, _ flag: String) -> Problem {
        let sources = ["a file that \(flag) names"] + (configured[flag] ?? [])
        let message =
            "\(name) is needed. It comes from \(sources.joined(separator: ", ")) or a prompt, which needs a terminal."
        return Problem(.secretMissing, message: message, time: Date(), facts: ProblemFacts(name: flag))
    }

    /// Where else that is which flags name files of.
    private static let configured = [
        "--license-key-file": ["BERTH_LICENSE_KEY", "license_key_file in the configuration"],
        "--password-file": ["BERTH_PASSWORD", "password_file in the configuration"],
    ]

    /// What ^C sends.
    private static let interrupt: UInt8 = 3

    /// One line as the terminal gives it away, with the byte that ended it; empty where the command's time was over before.
    private static func readLine() -> ArraySlice<UInt8> {
        guard Deadline.waits(toRead: STDIN_FILENO) else { return [] }
        var buffer = [UInt8](repeating: 0, count: 4096)
        var count = -1
        repeat { count = read(STDIN_FILENO, &buffer, buffer.count) } while count < 0 && errno == EINTR
        return buffer.prefix(max(0, count))
    }
}
