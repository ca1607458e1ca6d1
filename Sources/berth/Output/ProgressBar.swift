/// A bar on standard error, where that is a terminal: how much of something that is counted is done.
struct ProgressBar {
    private let total: Int
    private let isShown: Bool
    private var done = 0
    private var drawnAt: ContinuousClock.Instant?

    /// How many columns the bar itself takes.
    private static let width = 30
    /// Often enough for an eye.
    private static let pause = Duration.milliseconds(100)

    /// - Parameter isQuiet: whether it is not to be shown even there.
    init(total: Int, isQuiet: Bool) {
        self.total = max(1, total)
        isShown = !isQuiet
    }

    /// Counts one more, and draws the bar, unless it was drawn just now.
    mutating func advance() {
        done += 1
        guard isShown else { return }
        let now = ContinuousClock.now
        if let drawnAt, now - drawnAt < Self.pause, done < total { return }
        drawnAt = now
        Output.pass(Self.text(done, of: total))
    }

    /// The bar and its numbers.
    ///
    /// - Parameter total: at least 1.
    static func text(_ done: Int, of total: Int) -> String {
        let filled = min(width, done * width / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        return "[\(bar)] \(done) of \(total)"
    }
}
