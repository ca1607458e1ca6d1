import NcursesTerminal
import TerminalUI
import TestKit
import Testing

/// Everything that opens a terminal, one after another, because a process can have only one.
@Suite("The ncurses terminal", .serialized, .heavy)
enum DeviceTests {}

/// A device on a pseudo-terminal, with its events taken one by one.
struct Session {
    let terminal: PseudoTerminal
    let device: NcursesTerminal

    /// Opens a device, lets a test use it, and closes both sides.
    static func run(
        columns: Int = 80, rows: Int = 24, term: String = "xterm-256color", locale: String = "C.UTF-8",
        usesMouse: Bool = false, usesASCII: Bool = false, environment: [String: String] = [:],
        _ body: (Session) async throws -> Void
    ) async throws {
        let terminal = try PseudoTerminal(columns: columns, rows: rows)
        defer { terminal.hangUp() }
        let options = TerminalOptions(
            usesMouse: usesMouse, usesASCII: usesASCII, capturesErrors: false,
            environment: ["TERM": term, "LC_ALL": locale].merging(environment) { $1 })
        let device = try NcursesTerminal(input: terminal.programSide, output: terminal.programSide, options: options)
        terminal.closeProgramSide()
        let session = Session(terminal: terminal, device: device)
        do {
            try await body(session)
        } catch {
            await device.close()
            throw error
        }
        await device.close()
    }

    /// The next event; nil after the last.
    func next() async -> TerminalEvent? { await device.events.first { _ in true } }

    /// The next so many events.
    func next(_ count: Int) async -> [TerminalEvent] {
        var found: [TerminalEvent] = []
        while found.count < count, let event = await next() { found.append(event) }
        return found
    }

    /// Types, then `q`, and returns the keys that came before the `q`.
    func keys(typing bytes: some Sequence<UInt8>) async -> [Key] {
        // More bytes than the system keeps wait until the device has read some.
        let typed = Array(bytes) + Array("\u{7}q".utf8)
        await offPool { [terminal] in terminal.type(typed) }
        var keys: [Key] = []
        while let event = await next() {
            guard case .key(let key) = event else { continue }
            if key == .character("q"), keys.last == .control("g") { return keys.dropLast() }
            keys.append(key)
        }
        return keys
    }

    func keys(typing text: String) async -> [Key] { await keys(typing: text.utf8) }

    /// Shows a frame and waits until its bytes contain a text. Returns the bytes that it took.
    @discardableResult
    func show(_ frame: Frame, until text: String) async -> String {
        let before = terminal.output.count
        device.show(frame)
        return await terminal.output(from: before) { $0.contains(text) }
    }
}

extension Frame {
    /// A frame with one text on it.
    init(_ text: String, at position: Position = Position(column: 2, row: 1), size: Size = Size(columns: 80, rows: 24))
    {
        self.init(size: size)
        write(text, at: position)
    }
}
