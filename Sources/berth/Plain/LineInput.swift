internal import Foundation

/// Standard input, a line at a time, read on a thread of its own: a person may take as long as they like.
enum LineInput {
    /// Whether a person sits at a terminal.
    static let isTerminal = isatty(STDIN_FILENO) == 1

    /// The most bytes of a line that are kept.
    private static let limit = 65_536
    /// The most bytes of a line that are read: what goes on after that is no text, and taken for the end of the input.
    private static let end = 1 << 20

    /// The next line, without its end; nil where the input has ended, is none of lines, or a person has said so by ^D.
    static func next() async -> String? { await offPool { read() } }

    /// The next line, not shown where it is typed at a terminal that can hide it.
    static func nextHidden(asking: @escaping @Sendable () -> Void) async -> String? {
        guard isTerminal else {
            asking()
            return await next()
        }
        return await offPool {
            guard let line = Prompt.hiddenLine(asking: asking), !line.isEmpty else { return nil }
            return String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
        }
    }

    /// Byte by byte, so that nothing is taken that belongs to what is asked next.
    private static func read() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        for _ in 0..<end {
            let count = Foundation.read(STDIN_FILENO, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
            if byte == UInt8(ascii: "\n") {
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                return String(decoding: line, as: UTF8.self)
            }
            if line.count < limit { line.append(byte) }
        }
        return nil
    }

    private static func offPool<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}
