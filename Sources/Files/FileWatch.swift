internal import Dispatch
internal import Glibc
internal import Synchronization

/// Tells when something happens to files or in folders, by the kernel's notifications (inotify).
public final class FileWatch: Sendable {
    /// What is looked for.
    public enum Subject: Sendable {
        /// That a file is written to, and that it loses its name.
        case file
        /// That files of a folder come, go, were written or may be used by others than before, and that the folder is moved.
        case folder

        fileprivate var mask: UInt32 {
            switch self {
            // A file that is removed while it is open tells that by its attributes: one link less.
            case .file: UInt32(IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF)
            case .folder:
                UInt32(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO)
                    | UInt32(IN_MOVE_SELF | IN_ONLYDIR)
            }
        }
    }

    /// An element after each burst of notifications. It ends with the watch.
    public let events: AsyncStream<Void>
    private let descriptor: Int32
    private let subject: Subject
    private let source: Mutex<any DispatchSourceRead>

    /// Begins to watch a file, or folders.
    ///
    /// - Throws: where one is not there, or the system has no watch left to give.
    public init(_ paths: String..., for subject: Subject) throws(SystemError) {
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError() }
        for path in paths where inotify_add_watch(descriptor, path, subject.mask) < 0 {
            let code = errno
            close(descriptor)
            throw SystemError(code)
        }
        (self.descriptor, self.subject) = (descriptor, subject)
        let source = DispatchSource.makeReadSource(
            fileDescriptor: descriptor, queue: DispatchQueue(label: "file.watch"))
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

    /// Watches a path, too, as far as that can be done; one that is watched already, as what is there by now.
    public func add(_ path: String) {
        source.withLock { source in
            if !source.isCancelled { _ = inotify_add_watch(descriptor, path, subject.mask) }
        }
    }

    /// Ends the watch and gives the descriptor back.
    public func stop() { source.withLock { $0.cancel() } }

    deinit { stop() }

    /// Takes all notifications that are waiting; what they say does not matter.
    private static func drain(_ descriptor: Int32) {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            while read(descriptor, buffer.baseAddress, buffer.count) > 0 {}
        }
    }
}
