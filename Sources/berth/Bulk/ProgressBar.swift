internal import Foundation

/// A bar on standard error, where that is a terminal: how much of something is done.
struct ProgressBar {
    private let total: Int
    private let isShown = isatty(STDERR_FILENO) == 1
    private var done = 0
    private var isDrawn = false
    private var drawnAt: ContinuousClock.Instant?

    /// How many columns the bar itself takes.
    private static let width = 30
    /// Often enough for an eye.
    private static let pause = Duration.milliseconds(100)

    init(total: Int) { self.total = max(1, total) }

    /// Counts one more, and draws the bar, unless it was drawn just now.
    mutating func advance() {
        done += 1
        guard isShown else { return }
        let now = ContinuousClock.now
        if let drawnAt, now - drawnAt < Self.pause, done < total { return }
        (drawnAt, isDrawn) = (now, true)
        let filled = min(Self.width, done * Self.width / total)
        let text = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
        Output.ask("\r[\(text)] \(done) of \(total)")
    }

    /// Takes it off its line, so that something can be printed there.
    mutating func clear() {
        guard isDrawn else { return }
        isDrawn = false
        Output.ask("\r\u{1B}[K")
    }
}
