import Testing

/// Journeys through the real program in a real terminal, one after the other.
@Suite(
    "In a terminal", .serialized, .timeLimit(.minutes(2)),
    .enabled(
        if: Tmux.installedPath != nil || Tmux.isRequired,
        "tmux is not installed: these tests sit before a real terminal (set BERTH_REQUIRE_TMUX=1 to fail instead)"))
struct InATerminal {}
