import TestKit
import Testing

/// Journeys through the real program in a real terminal, one after the other.
@Suite("In a terminal", .serialized, .heavy, .tmux) struct InATerminal {}

extension Trait where Self == Need {
    /// The terminal that the journeys sit before.
    static var tmux: Need {
        Need("tmux is not installed", variable: "BERTH_REQUIRE_TMUX") { Tmux.installedPath != nil }
    }
}
