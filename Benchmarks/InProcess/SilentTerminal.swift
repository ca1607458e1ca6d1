import Benchmark
import Foundation
import Glibc
import Synchronization
import TerminalUI

@testable import NcursesTerminal

/// A terminal that shows nothing: the program's end of it, and a thread that counts what comes out at the other.
final class SilentTerminal {
    struct Unavailable: Error {}

    private var opened: (screen: Screen, painter: FramePainter, reader: Reader, programSide: Int32)?

    /// Measures the painting of a frame, and how many bytes it takes; a process has one terminal, so its size is changed.
    func measure(
        _ benchmark: Benchmark, _ size: Size, before prepare: (inout FramePainter, Screen) -> Void,
        painting frame: () -> Frame
    ) throws {
        var (screen, painter, reader, programSide) = try opened ?? Self.open()
        var window = winsize(
            ws_row: UInt16(size.rows), ws_col: UInt16(size.columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(programSide, UInt(TIOCSWINSZ), &window)
        _ = screen.resize()
        prepare(&painter, screen)
        _ = reader.bytes(after: screen)
        let frame = frame()
        benchmark.measured { painter.paint(frame) }
        benchmark.measurement(.terminalBytes, reader.bytes(after: screen))
        opened = (screen, painter, reader, programSide)
    }

    private static func open() throws -> (Screen, FramePainter, Reader, Int32) {
        var (person, program): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&person, &program, nil, nil, &size) == 0 else { throw Unavailable() }
        let options = TerminalOptions(environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8"])
        let screen = try Screen(input: program, output: program, options: options)
        screen.takeOver()
        return (screen, FramePainter(screen: screen, usesASCII: false), Reader(person), program)
    }

    /// Reads what is written, and knows it by a mark at its end that no frame has.
    private final class Reader: Sendable {
        private static let mark: UInt8 = 5
        private let marks = DispatchSemaphore(value: 0)
        private let count = Mutex(0)

        init(_ descriptor: Int32) {
            Thread.detachNewThread { [self] in
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while true {
                    let size = read(descriptor, &buffer, buffer.count)
                    if size <= 0 { return }
                    count.withLock { $0 += size }
                    if buffer[size - 1] == Self.mark { marks.signal() }
                }
            }
        }

        /// How many bytes have come since the last look.
        func bytes(after screen: Screen) -> Int {
            screen.write([Self.mark])
            marks.wait()
            return count.withLock { count in
                defer { count = 0 }
                return count - 1
            }
        }
    }
}
