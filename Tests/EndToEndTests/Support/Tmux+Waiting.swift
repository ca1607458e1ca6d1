import Foundation
import TestKit

extension Tmux {
    /// Waits until the screen shows a text, and returns the screen.
    @discardableResult
    func waitFor(_ text: String) async throws -> String {
        try await waitUntil("“\(text)”") { $0.contains(text) }
    }

    /// Waits until the screen is as described, and returns it.
    @discardableResult
    func waitUntil(_ what: String, _ isSatisfied: (String) -> Bool) async throws -> String {
        try await eventually(
            what,
            look: {
                let screen = try await screen()
                return isSatisfied(screen) ? screen : nil
            }, last: screen)
    }

    /// Waits until a full-screen program is on the screen, or off it again.
    func waitUntil(isFullScreen: Bool) async throws {
        _ = try await eventually(
            isFullScreen ? "a full-screen program" : "the shell's screen",
            look: { try await property("alternate_on") == (isFullScreen ? "1" : "0") ? true : nil }, last: screen)
    }

    /// Waits until the shell has the terminal again, whether the program's screen was another one or not.
    func waitForShell() async throws {
        _ = try await eventually(
            "the shell", look: { try await property("pane_current_command") == "sh" ? true : nil }, last: screen)
    }
}
