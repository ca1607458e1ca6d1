internal import Foundation
internal import NcursesTerminal
internal import TerminalUI

/// A program that takes the terminal on its standard input and output, and ends it in the way that it was told.
///
/// `terminaldummy signal NUMBER` and `terminaldummy overflow` paint, wait for a key and crash; `terminaldummy sizes`
/// paints the sizes that it is told, and `terminaldummy signals` the signals, until `q`.
@main
struct TerminalDummy {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch arguments.first {
        case "sizes": await showSizes(on: try open())
        case "signals": await showSignals(on: try open())
        case "overflow":
            // Its own thread, because it must be the one that opens the terminal and then has no stack left.
            await withCheckedContinuation { (_: CheckedContinuation<Void, Never>) in
                Thread.detachNewThread(overflow)
            }
        default:
            let terminal = try open()
            await paint(on: terminal)
            // Held so long: a terminal that nobody holds is closed in an orderly way.
            withExtendedLifetime(terminal) { crash(arguments.last.flatMap { Int32($0) } ?? SIGSEGV) }
        }
    }

    private static func open() throws -> NcursesTerminal {
        try NcursesTerminal.open(palette: .dark, environment: ProcessInfo.processInfo.environment)
    }

    private static func crash(_ signal: Int32) {
        // The threads of the pool let through what a processor raises, and SIGABRT from abort() alone.
        if signal == SIGABRT { abort() }
        raise(signal)
    }

    private static func paint(on terminal: NcursesTerminal) async {
        terminal.show(frame("before the crash"))
        for await event in terminal.events where event == .key(.character("x")) { return }
    }

    private static func showSizes(on terminal: NcursesTerminal) async {
        for await event in terminal.events {
            if event == .key(.character("q")) { break }
            guard case .resized(let size) = event else { continue }
            let text = "\(size.columns)x\(size.rows) \(exported("COLUMNS"))x\(exported("LINES")) end"
            terminal.show(frame(text, size: size))
        }
        await terminal.close()
    }

    private static func showSignals(on terminal: NcursesTerminal) async {
        terminal.show(frame("no signal yet"))
        for await event in terminal.events {
            if event == .key(.character("q")) { break }
            if case .terminate(let signal) = event { terminal.show(frame("heard \(signal)")) }
        }
        await terminal.close()
    }

    /// What the environment says now.
    private static func exported(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "unset" }

    private static func frame(_ text: String, size: Size = Size(columns: 80, rows: 24)) -> Frame {
        var frame = Frame(size: size)
        frame.write(text, at: Position(column: 2, row: 1))
        return frame
    }

    @Sendable private static func overflow() {
        guard let terminal = try? open() else { return }
        let pressed = DispatchSemaphore(value: 0)
        Task {
            await paint(on: terminal)
            pressed.signal()
        }
        pressed.wait()
        print(depth(of: 0))
    }

    /// Calls itself until there is no stack for it.
    private static func depth(of start: Int) -> Int {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 512) { bytes in
            bytes.initialize(repeating: UInt8(truncatingIfNeeded: start))
            return depth(of: start + 1) + Int(bytes[0])
        }
    }
}
