internal import ClientLive
internal import Foundation
internal import Licensing
internal import Synchronization
internal import TerminalUI

/// Standard output and standard error, whose every byte is accounted for.
enum Output {
    /// From when on nobody is waited for who does not read, where the command's time is limited.
    @TaskLocal static var end: ContinuousClock.Instant?

    /// Writes to standard output.
    ///
    /// - Throws: `output_unwritable` where it is full or closed, and where nobody reads it until the command is to end.
    static func write(_ bytes: some ContiguousBytes) throws(Problem) {
        guard let obstacle = send(bytes, to: STDOUT_FILENO) else { return }
        throw Problem(.outputUnwritable, message: obstacle, time: Date())
    }

    /// Writes a line to standard error. Where that cannot be written either there is nobody left to tell.
    static func complain(_ text: String) {
        _ = send(Data((text + "\n").utf8), to: STDERR_FILENO)
    }

    /// Writes the beginning of a line to standard error, for a person to go on with.
    static func ask(_ question: String) { _ = send(Data(question.utf8), to: STDERR_FILENO) }

    // MARK: A line that does not stay

    /// Whether standard error is a terminal on which a line can be taken back.
    static let takesPassingLines =
        isatty(STDERR_FILENO) == 1 && !["", "dumb"].contains(ProcessInfo.processInfo.environment["TERM"] ?? "")

    /// Whether a passing line stands on the terminal now, and how many commands run that may ask something there; held by whoever
    /// writes.
    private static let passing = Mutex((isThere: false, commands: 0))

    /// Keeps passing lines off the terminal while a command runs that may ask something there, and says what is waited for where
    /// that takes long.
    static func makeRoomForCommands() {
        CommandAudience.current = CommandAudience(
            begins: {
                passing.withLock { passing in
                    clear(&passing.isThere)
                    passing.commands += 1
                }
            },
            lasts: { if isatty(STDERR_FILENO) == 1 { complain(TextWidth.sanitised($0)) } },
            ends: { passing.withLock { $0.commands -= 1 } })
    }

    /// Puts a line on standard error that the next one of these, or anything else that is printed, takes the place of; nil
    /// takes it away. Where something is being printed just now it is left out.
    static func pass(_ text: String?) {
        guard takesPassingLines else { return }
        _ = passing.withLockIfAvailable { passing in
            guard passing.commands == 0, passing.isThere || text != nil else { return }
            passing.isThere = text != nil
            sendAll(Data("\r\u{1B}[K\(text ?? "")".utf8), to: STDERR_FILENO)
        }
    }

    /// Takes a passing line away.
    private static func clear(_ isPassing: inout Bool) {
        if isPassing { sendAll(Data("\r\u{1B}[K".utf8), to: STDERR_FILENO) }
        isPassing = false
    }

    /// Writes all of it; returns why it cannot, where it cannot.
    private static func send(_ bytes: some ContiguousBytes, to descriptor: Int32) -> String? {
        passing.withLock { passing in
            clear(&passing.isThere)
            return sendAll(bytes, to: descriptor)
        }
    }

    @discardableResult
    private static func sendAll(_ bytes: some ContiguousBytes, to descriptor: Int32) -> String? {
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                guard takes(descriptor) else { return "nobody reads it" }
                let count = Foundation.write(
                    descriptor, bytes.baseAddress?.advanced(by: written), min(bytes.count - written, portion))
                if count > 0 {
                    written += count
                } else if errno != EINTR, errno != EAGAIN {
                    return String(cString: strerror(errno))
                }
            }
            return nil
        }
    }

    // MARK: Nobody who reads

    /// How much is written at once: a pipe that takes anything takes that much, so that no write waits.
    private static let portion = Int(PIPE_BUF)
    /// How long somebody has to read on once a signal is to end the command.
    private static let grace = Duration.seconds(1)
    /// After how many milliseconds a wait looks whether a signal has come.
    private static let pause = 100.0

    /// Waits until a file takes something: without end, unless a signal or the command's time is to end the command.
    private static func takes(_ descriptor: Int32) -> Bool {
        while true {
            let end = [Self.end, Signals.heard.map { $0.at + grace }].compactMap(\.self).min()
            let left = end.map { max(0, ($0 - .now) / .milliseconds(1)) } ?? pause
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            // What is wrong with it, if that is so, the write tells.
            let found = poll(&waiting, 1, Int32(min(left, pause).rounded(.up)))
            if found > 0 || (found < 0 && errno != EINTR) { return true }
            if left <= 0 { return false }
        }
    }
}

extension Problem {
    /// Whether nothing takes the output since its reader has closed the pipe.
    var isOfReaderGone: Bool { code == .outputUnwritable && message == String(cString: strerror(EPIPE)) }
}
