internal import Dispatch
internal import Glibc
internal import Licensing
internal import Synchronization

/// Tells when a file is written to, and when it loses its name, by the kernel's notifications (inotify).
final class FileWatch: Sendable {
    /// An element after each burst of notifications. It ends with the watch.
    let events: AsyncStream<Void>
    private let source: Mutex<any DispatchSourceRead>

    /// Begins to watch.
    ///
    /// - Throws: `ledger_unwatched`, where the system has no watch left to give.
    init(_ path: String) throws(LedgerFault) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { throw LedgerFault(.ledgerUnwatched, systemWords(errno) + ".") }
        // A file that is removed while it is open tells that by its attributes: one link less.
        guard inotify_add_watch(descriptor, path, UInt32(IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF)) >= 0 else {
            let words = systemWords(errno)
            close(descriptor)
            throw LedgerFault(.ledgerUnwatched, words + ".")
        }
        let source = DispatchSource.makeReadSource(
            fileDescriptor: descriptor, queue: DispatchQueue(label: "ledger.watch"))
        let (events, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        source.setEventHandler {
            Self.drain(descriptor)
            continuation.yield()
        }
        source.setCancelHandler {
            close(descriptor)
            continuation.finish()
        }
        self.events = events
        self.source = Mutex(source)
        self.source.withLock { $0.activate() }
    }

    /// Ends the watch and gives the descriptor back.
    func stop() { source.withLock { $0.cancel() } }

    deinit { stop() }

    /// Takes all notifications that are waiting; what they say does not matter.
    private static func drain(_ descriptor: Int32) {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
        }
    }
}
