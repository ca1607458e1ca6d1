internal import Dispatch
internal import Glibc
internal import Synchronization

/// Tells when a file is written to, and when it or another loses its name, by the kernel's notifications (inotify).
final class FileWatch: Sendable {
    private let descriptor: Int32
    private let source: Mutex<any DispatchSourceRead>

    /// Begins to collect notifications; nil where the file cannot be watched.
    ///
    /// - Parameters:
    ///   - written: The file whose writing is told.
    ///   - renamed: The file of which only removal and renaming are told.
    init?(written: String, renamed: String) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        // A file that is removed while it is open tells that by its attributes: one link less.
        let nameLost = UInt32(IN_ATTRIB | IN_MOVE_SELF)
        guard inotify_add_watch(descriptor, written, UInt32(IN_MODIFY) | nameLost) >= 0,
            inotify_add_watch(descriptor, renamed, nameLost) >= 0
        else {
            close(descriptor)
            return nil
        }
        let source = DispatchSource.makeReadSource(
            fileDescriptor: descriptor, queue: DispatchQueue(label: "ledger.watch"))
        source.setCancelHandler { close(descriptor) }
        self.descriptor = descriptor
        self.source = Mutex(source)
    }

    /// Calls back after each burst of them, one call at a time. To be called once.
    func start(_ written: @escaping @Sendable () -> Void) {
        source.withLock { [descriptor] source in
            source.setEventHandler {
                Self.drain(descriptor)
                written()
            }
            source.activate()
        }
    }

    /// Ends the calls and gives the descriptor back. To be called once, after ``start(_:)``.
    func stop() { source.withLock { $0.cancel() } }

    /// Takes all notifications that are waiting; what they say does not matter.
    private static func drain(_ descriptor: Int32) {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
        }
    }
}
