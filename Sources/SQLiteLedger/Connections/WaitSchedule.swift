/// When a wait for a lock looks at who holds it, tells who that is, and ends.
struct WaitSchedule: Hashable, Sendable {
    /// How long a holder is waited for that was stopped.
    let timeout: Duration
    /// How long one is waited for that works, in all.
    var longest: Duration { timeout * 12 }
    /// How long a wait lasts before a person is told of it.
    static let untold = Duration.seconds(1)

    init(timeout: Duration) { self.timeout = timeout }

    /// Whether it looks at who holds the lock, which costs more than a wait: once in a while is enough.
    func looks(after attempts: Int, waited: Duration) -> Bool {
        attempts.isMultiple(of: 16) && waited > min(timeout, Self.untold)
    }

    /// Whether it tells whom it waits for.
    func tells(waited: Duration) -> Bool { waited > Self.untold }

    /// Whether it gives up.
    func isOver(waited: Duration, isHolderStopped: Bool) -> Bool { waited > (isHolderStopped ? timeout : longest) }
}
