internal import ClientLive
internal import Foundation
internal import Licensing
internal import Synchronization
internal import TerminalUI

/// Standard output and standard error, whose every byte is accounted for.
enum Output {
    /// Writes to standard output.
    ///
    /// - Throws: `output_unwritable` where it is full or closed.
    static func write(_ data: Data) throws(Problem) {
        guard let code = send(data, to: STDOUT_FILENO) else { return }
        throw Problem(.outputUnwritable, message: String(cString: strerror(code)), time: Date())
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

    /// Writes all of it; returns the system's error where it cannot.
    private static func send(_ data: Data, to descriptor: Int32) -> Int32? {
        passing.withLock { passing in
            clear(&passing.isThere)
            return sendAll(data, to: descriptor)
        }
    }

    @discardableResult
    private static func sendAll(_ data: Data, to descriptor: Int32) -> Int32? {
        data.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Foundation.write(
                    descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                if count > 0 {
                    written += count
                } else if errno == EAGAIN {
                    // Somebody else made the pipe or terminal non-blocking.
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&waiting, 1, -1)
                } else if errno != EINTR {
                    return errno
                }
            }
            return nil
        }
    }
}
