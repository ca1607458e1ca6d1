import Foundation
import TestKit
import Testing

/// A terminal as a person has it before them: a shell in a tmux server that serves one test alone.
struct Tmux {
    let home: Home
    private let path: String
    private let server: RunningProgram

    /// Where tmux is installed; nil where it is not.
    static let installedPath = findProgram("tmux")

    /// Opens a terminal with a shell in it, runs the body, and closes it whatever comes.
    static func run(
        columns: Int = 80, rows: Int = 24, term: String = "screen-256color", variables: [String: String] = [:],
        _ body: (Tmux) async throws -> Void
    ) async throws {
        let installedPath = try #require(installedPath)
        let home = try Home()
        let server = try RunningProgram(
            installedPath, ["-D", "-S", home.file("tmux"), "-f", "/dev/null"], environment: home.environment,
            scratch: home)
        let terminal = Tmux(home: home, path: installedPath, server: server)
        do {
            let settings = variables.merging(["TERM": term]) { $1 }
            try await terminal.open(columns, rows, settings)
            try await body(terminal)
        } catch {
            await terminal.close()
            throw error
        }
        await terminal.close()
    }

    /// Gives the server a terminal with a shell.
    private func open(_ columns: Int, _ rows: Int, _ variables: [String: String]) async throws {
        _ = try await eventually(
            "tmux", look: { FileManager.default.fileExists(atPath: home.file("tmux")) ? true : nil },
            last: { server.errors })
        try await command(
            ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
                + variables.sorted { $0.key < $1.key }.flatMap { ["-e", "\($0.key)=\($0.value)"] } + ["sh"])
        try await waitUntil("the shell's prompt") { $0.contains { !$0.isWhitespace } }
    }

    /// Closes the terminal under whatever runs in it.
    func close() async {
        server.signal(SIGTERM)
        _ = try? await server.ended()
    }

    /// Types text as it is.
    func type(_ text: String) async throws { try await command(["send-keys", "-l", text]) }

    /// Presses keys by tmux's names for them: `Enter`, `Escape`, `F2`, `C-c`.
    func press(_ keys: String...) async throws { try await command(["send-keys"] + keys) }

    /// What the terminal shows: its rows, without the blanks at their ends.
    func screen() async throws -> String { try await command(["capture-pane", "-p"]) }

    /// What the terminal shows, with the sequences that colour it.
    func colouredScreen() async throws -> String { try await command(["capture-pane", "-p", "-e"]) }

    /// Gives the terminal another size.
    func resize(columns: Int, rows: Int) async throws {
        try await command(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// A property of the terminal by its name in tmux's formats, for example `alternate_on`.
    func property(_ name: String) async throws -> String {
        try await command(["display-message", "-p", "#{\(name)}"]).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @discardableResult
    private func command(_ arguments: [String]) async throws -> String {
        let ended = try await RunningProgram(
            path, ["-S", home.file("tmux")] + arguments, environment: home.environment, scratch: home
        ).ended()
        guard ended.status == 0 else { throw NotSeen(description: "tmux \(arguments): \(ended)") }
        return ended.output
    }
}
