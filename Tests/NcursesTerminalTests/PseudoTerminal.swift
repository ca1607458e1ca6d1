import Foundation
import Glibc
import Synchronization

/// A pseudo-terminal seen from the side where the person sits: types into it, and keeps every byte that is written.
final class PseudoTerminal: Sendable {
    private struct State {
        var output: [UInt8] = []
        var isOver = false
        var waiters: [(isSatisfied: @Sendable ([UInt8]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []

        mutating func takeSatisfied() -> [CheckedContinuation<Void, Never>] {
            let satisfied = waiters.filter { isOver || $0.isSatisfied(output) }
            waiters.removeAll { isOver || $0.isSatisfied(output) }
            return satisfied.map(\.continuation)
        }
    }

    struct Unavailable: Error {}

    /// The program's end.
    let programSide: Int32
    /// Where another process finds the program's end.
    let path: String
    private let personSide: Int32
    private let stopper: Int32
    private let state = Mutex(State())

    init(columns: Int = 80, rows: Int = 24) throws {
        var person: Int32 = -1
        var program: Int32 = -1
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        var name = [CChar](repeating: 0, count: 128)
        guard openpty(&person, &program, &name, nil, &size) == 0 else { throw Unavailable() }
        path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        personSide = person
        programSide = program
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Unavailable() }
        stopper = ends[1]
        Thread.detachNewThread { [self, stopped = ends[0]] in
            read(until: stopped)
            close(personSide)
            close(stopped)
            end()
        }
    }

    /// Reads what the program writes, until it ends or the window is closed.
    private func read(until stopped: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            var waiting = [
                pollfd(fd: personSide, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stopped, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waiting, 2, -1) > 0 else { continue }
            if waiting[1].revents != 0 { return }
            let count = Glibc.read(personSide, &buffer, buffer.count)
            if count <= 0 { return }
            receive(buffer[..<count])
        }
    }

    private func receive(_ bytes: ArraySlice<UInt8>) {
        let satisfied = state.withLock { state in
            state.output += bytes
            return state.takeSatisfied()
        }
        for continuation in satisfied { continuation.resume() }
    }

    private func end() {
        let satisfied = state.withLock { state in
            state.isOver = true
            return state.takeSatisfied()
        }
        for continuation in satisfied { continuation.resume() }
    }

    /// Everything written so far.
    var output: [UInt8] { state.withLock { $0.output } }

    /// Everything written so far, as text.
    var text: String { String(decoding: output, as: UTF8.self) }

    /// Waits until what was written from an offset on satisfies a condition, or no more can come. Returns that part.
    @discardableResult
    func output(from offset: Int = 0, until isEnough: @escaping @Sendable (String) -> Bool) async -> String {
        let isSatisfied: @Sendable ([UInt8]) -> Bool = { bytes in
            bytes.count >= offset && isEnough(String(decoding: bytes[offset...], as: UTF8.self))
        }
        await withCheckedContinuation { continuation in
            let isKnown = state.withLock { state in
                let isKnown = state.isOver || isSatisfied(state.output)
                if !isKnown { state.waiters.append((isSatisfied, continuation)) }
                return isKnown
            }
            if isKnown { continuation.resume() }
        }
        return String(decoding: output[min(offset, output.count)...], as: UTF8.self)
    }

    /// Types bytes, in full.
    func type(_ bytes: some Sequence<UInt8>) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(personSide, $0.baseAddress, $0.count) }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    func type(_ text: String) { type(text.utf8) }

    /// Changes the window's size. The pseudo-terminal is nobody's controlling terminal, so the signal is sent by hand.
    func resize(columns: Int, rows: Int) {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(personSide, UInt(TIOCSWINSZ), &size)
        kill(getpid(), SIGWINCH)
    }

    /// The modes as the program has set them.
    var modes: termios {
        var modes = termios()
        tcgetattr(personSide, &modes)
        return modes
    }

    /// Changes the modes behind the program's back, as a shell does.
    func set(_ modes: termios) {
        var modes = modes
        tcsetattr(personSide, TCSANOW, &modes)
    }

    /// Closes the window. The thread that reads does it, since a descriptor in use would keep the terminal alive.
    func hangUp() { close(stopper) }

    /// Closes the end that the program was given.
    func closeProgramSide() { close(programSide) }
}
