import Foundation
import TestKit

/// A pipe that is full, and that nobody reads unless a test does.
final class FullPipe: Sendable {
    let path: String
    private let descriptor: Int32

    init(_ home: Home) throws {
        path = home.file("pipe-" + UUID().uuidString.prefix(8))
        guard mkfifo(path, 0o600) == 0 else { throw NotSeen(description: "a pipe") }
        descriptor = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        let filling = [UInt8](repeating: UInt8(ascii: "\n"), count: 4096)
        while write(descriptor, filling, filling.count) > 0 {}
    }

    /// Reads what is in it by now.
    ///
    /// - Parameter most: how many bytes at most; nil for all.
    func read(_ most: Int? = nil) -> String {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: most ?? 1 << 16)
        repeat {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        } while most == nil
        return text.replacing(/^\n+/, with: "")
    }

    deinit { close(descriptor) }
}

extension RunningProgram {
    /// Waits until it listens to a signal itself.
    func listens(to number: Int32) async throws {
        try await waitUntil("a handler of signal \(number)") { signals("SigCgt") & (1 << UInt64(number - 1)) != 0 }
    }

    /// Waits until a signal that was sent to it has reached it.
    func hears(_ number: Int32) async throws {
        try await waitUntil("the end of signal \(number)") { signals("ShdPnd") & (1 << UInt64(number - 1)) == 0 }
    }

    /// Its end, which comes by itself before long: one that does not is killed, and ends with 137.
    func endedByItself() async throws -> Ended {
        _ = try? await eventually(
            "its end", look: { FileManager.default.fileExists(atPath: "/proc/\(id)/status") ? nil : true })
        signal(SIGKILL)
        return try await ended()
    }

    /// One of the sets of signals that the kernel tells of a process.
    private func signals(_ name: String) -> UInt64 {
        let text = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split { $0.isWhitespace }.last.flatMap { UInt64($0, radix: 16) } ?? 0
    }
}
