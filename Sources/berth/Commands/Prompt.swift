internal import Foundation
internal import Licensing

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Asks a person at the terminal.
enum Prompt {
    /// Asks for a secret without showing what is typed.
    ///
    /// - Throws: `input_invalid` where there is no terminal to ask at, or nothing was typed.
    static func secret(_ question: String) throws(Problem) -> Secret {
        guard isatty(STDIN_FILENO) == 1 else {
            throw .usage(
                "A secret is needed and there is no terminal to ask at: set its BERTH_… variable or name a file.",
                name: question)
        }
        var quiet = termios()
        guard tcgetattr(STDIN_FILENO, &quiet) == 0 else {
            throw .usage("The terminal cannot hide what is typed.", name: question)
        }
        var before = quiet
        // ^C ends the line instead of the process, which would leave the terminal without its echo.
        quiet.c_lflag &= ~tcflag_t(ECHO | ISIG)
        withUnsafeMutableBytes(of: &quiet.c_cc) { $0[Int(VEOL)] = interrupt }
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet)
        // Only now: whoever answers at once is not seen either.
        FileHandle.standardError.write(Data(question.utf8))
        let line = readLine()
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
        FileHandle.standardError.write(Data("\n".utf8))
        if line.last == interrupt { kill(getpid(), SIGINT) }
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard !text.isEmpty else { throw .usage("Nothing was typed.", name: question) }
        return Secret(text)
    }

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
