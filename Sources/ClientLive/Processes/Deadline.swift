internal import FoundationEssentials
internal import Glibc

/// The moment by which a task has to be done, known to all that it calls.
public enum Deadline {
    /// That of this task; nil where it may take as long as it takes.
    @TaskLocal public static var current: ContinuousClock.Instant?

    /// Whether it is over.
    public static var isOver: Bool { current.map { $0 <= .now } ?? false }

    /// How much time is left; nil where there is no end to it.
    static var left: Duration? { current.map { max(.zero, $0 - .now) } }

    /// Waits until it is over, for whoever has given up a moment before, and says that it is.
    static func waitOut() {
        while let left, left > .zero { usleep(useconds_t(min((left / .microseconds(1)).rounded(.up), 500_000))) }
    }

    /// Waits until a file can be read, somebody who writes to it has gone, or the deadline is over.
    ///
    /// - Returns: whether the deadline is not over.
    public static func waits(toRead descriptor: Int32) -> Bool { waits(toRead: descriptor, until: current) }

    /// Waits until a file can be read, somebody who writes to it has gone, or a moment has come.
    ///
    /// - Returns: whether that moment has not come.
    static func waits(toRead descriptor: Int32, until end: ContinuousClock.Instant?) -> Bool {
        while true {
            var milliseconds: Int32 = -1
            if let end {
                let left = (end - .now) / .milliseconds(1)
                guard left > 0 else { return false }
                milliseconds = Int32(min(left.rounded(.up), 60_000))
            }
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let found = poll(&waiting, 1, milliseconds)
            if found > 0 || (found < 0 && errno != EINTR) { return true }
        }
    }
}
