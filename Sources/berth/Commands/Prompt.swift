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
        FileHandle.standardError.write(Data(question.utf8))
        var quiet = termios()
        guard tcgetattr(STDIN_FILENO, &quiet) == 0 else {
            throw .usage("The terminal cannot hide what is typed.", name: question)
        }
        var before = quiet
        quiet.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        guard let line = readLine(), !line.isEmpty else { throw .usage("Nothing was typed.", name: question) }
        return Secret(line)
    }
}
