internal import Foundation
internal import Licensing

/// Asks a person at the terminal.
enum Prompt {
    /// Asks for a secret without showing what is typed.
    ///
    /// - Parameters:
    ///   - name: What is asked for, for example `License key`.
    ///   - flag: The flag that names a file with it.
    /// - Throws: `input_invalid` where there is no terminal to ask at, or nothing was typed.
    static func secret(_ name: String, orFrom flag: String) throws(Problem) -> Secret {
        let question = name + ": "
        guard isatty(STDIN_FILENO) == 1 else {
            let variable = Self.variables[flag].map { "set \($0), or " } ?? ""
            throw .usage(
                "The \(name.prefix(1).lowercased() + name.dropFirst()) is needed, and there is no terminal to ask at: \(variable)name a file with \(flag).",
                name: flag)
        }
        var quiet = termios()
        guard tcgetattr(STDIN_FILENO, &quiet) == 0 else {
            throw .usage("The terminal cannot hide what is typed.", name: flag)
        }
        var before = quiet
        // ^C ends the line instead of the process, which would leave the terminal without its echo.
        quiet.c_lflag &= ~tcflag_t(ECHO | ISIG)
        withUnsafeMutableBytes(of: &quiet.c_cc) { $0[Int(VEOL)] = interrupt }
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet)
        // Only now: whoever answers at once is not seen either.
        Output.ask(question)
        let line = readLine()
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
        Output.complain("")
        if line.last == interrupt { kill(getpid(), SIGINT) }
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard !text.isEmpty else { throw .usage("Nothing was typed.", name: flag) }
        return Secret(text)
    }

    /// The variables that hold what flags name files of.
    private static let variables = ["--license-key-file": "BERTH_LICENSE_KEY", "--password-file": "BERTH_PASSWORD"]

    /// What ^C sends.
    private static let interrupt: UInt8 = 3

    /// One line as the terminal gives it away, with the byte that ended it.
    private static func readLine() -> ArraySlice<UInt8> {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var count = -1
        repeat { count = read(STDIN_FILENO, &buffer, buffer.count) } while count < 0 && errno == EINTR
        return buffer.prefix(max(0, count))
    }
}
