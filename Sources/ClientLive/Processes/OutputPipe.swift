internal import CProcess
internal import Foundation
internal import Glibc

/// A pipe that a program writes to and that is read as it comes; of more than is kept the rest is dropped.
final class OutputPipe {
    /// Where the program writes.
    private(set) var input: Int32
    /// What has come.
    private(set) var content = Data()
    private let output: Int32
    private let limit: Int
    private var hasEnded = false

    init(keeping limit: Int) throws(CommandRun.Fault) {
        var ends: [Int32] = [-1, -1]
        guard cp_pipe(&ends) == 0 else { throw .cannotStart(errno) }
        (output, input) = (ends[0], ends[1])
        self.limit = limit
        // Only this end: a program does not expect to be told to wait with its output.
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(output)
        closeInput()
    }

    /// Lets go of the end that the program has by now.
    func closeInput() {
        guard input >= 0 else { return }
        close(input)
        input = -1
    }

    /// Waits until one of several pipes brings something, or for a while, and reads what has come.
    ///
    /// - Returns: whether anything has come.
    static func wait(for pipes: [OutputPipe], milliseconds: Int32) -> Bool {
        let open = pipes.filter { !$0.hasEnded }
        var waiting = open.map { pollfd(fd: $0.output, events: Int16(POLLIN), revents: 0) }
        guard poll(&waiting, nfds_t(waiting.count), milliseconds) > 0 else { return false }
        for (pipe, found) in zip(open, waiting) where found.revents != 0 { pipe.read() }
        return true
    }

    private func read() {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = Glibc.read(output, &buffer, buffer.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count > 0 else { return hasEnded = true }
        content.append(contentsOf: buffer[..<min(count, limit - content.count)])
    }
}
