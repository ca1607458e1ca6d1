import Foundation
import TestKit

extension Tmux {
    /// Has the shell run a command and waits for its exit status.
    func shell(_ command: String) async throws -> Int32 {
        let mark = UUID().uuidString.prefix(6)
        try await type("\(command); echo \"\(mark)=$?\"")
        try await press("Enter")
        return try await status(after: String(mark))
    }

    /// The exit status of what ended last.
    func status() async throws -> Int32 {
        try await waitUntil(isFullScreen: false)
        // A program that ends drops what is typed until the terminal is the shell's again.
        try await waitForShell()
        return try await shell("(exit $?)")
    }

    private func status(after mark: String) async throws -> Int32 {
        let pattern = try Regex("\(mark)=([0-9]+)", as: (Substring, Substring).self)
        return try await eventually(
            "the exit status",
            look: { try await screen().firstMatch(of: pattern).flatMap { Int32($0.1) } }, last: screen)
    }

    /// Starts the demo's desk, and waits until it is drawn.
    @discardableResult
    func startDemo(_ options: String = "") async throws -> String {
        try await type("berth --demo \(options)")
        try await press("Enter")
        return try await waitUntil("the desk") { $0.contains("DEMO") && $0.contains("F1 help") }
    }

    /// Starts the demo's desk and returns the number of its process.
    func startDemoAsProcess() async throws -> pid_t {
        let command = "sh -c 'echo $$ > \(home.path)/process; exec berth --demo'"
        try await type(command)
        try await press("Enter")
        try await waitFor("F1 help")
        let text = try home.read("process").trimmingCharacters(in: .whitespacesAndNewlines)
        guard let id = pid_t(text) else { throw NotSeen(description: "no process id: \(text)") }
        return id
    }

    /// The terminal's modes, as `stty -a` tells them.
    func modes() async throws -> String {
        _ = try await shell("stty -a > \(home.path)/modes")
        return try home.read("modes")
    }
}
