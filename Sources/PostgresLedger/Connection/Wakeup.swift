internal import CPostgres
internal import Glibc
internal import Licensing

/// What a thread waits for beside its connection: a file descriptor that anybody can make readable.
final class Wakeup: Sendable {
    let descriptor: Int32

    /// - Parameter make: makes the descriptor; negative where it cannot.
    /// - Throws: `ledger_unreachable` where the process, or the system, has none left.
    init(_ make: () -> Int32) throws(PostgresFault) {
        let descriptor = make()
        guard descriptor >= 0 else {
            throw PostgresFault(.ledgerUnreachable, "Nothing more can be opened: \(String(cString: strerror(errno))).")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Makes it readable.
    func ring() {
        var count: UInt64 = 1
        _ = write(descriptor, &count, MemoryLayout.size(ofValue: count))
    }

    /// Makes it unreadable until it is rung again.
    func silence() {
        var count: UInt64 = 0
        _ = Glibc.read(descriptor, &count, MemoryLayout.size(ofValue: count))
    }
}

/// Waits until one of some descriptors is ready, or a moment has come.
///
/// - Returns: what each is ready for; nil where the moment has come.
func wait(for descriptors: [(descriptor: Int32, events: Int32)], until end: ContinuousClock.Instant?) -> [Int32]? {
    var waiting = descriptors.map { pollfd(fd: $0.descriptor, events: Int16($0.events), revents: 0) }
    while true {
        var milliseconds: Int32 = -1
        if let end {
            let left = (end - .now) / .milliseconds(1)
            guard left > 0 else { return nil }
            milliseconds = Int32(min(left.rounded(.up), 60_000))
        }
        let found = poll(&waiting, nfds_t(waiting.count), milliseconds)
        if found > 0 || (found < 0 && errno != EINTR) { return waiting.map { Int32($0.revents) } }
    }
}
