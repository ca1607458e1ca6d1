internal import Glibc
internal import Synchronization

/// A lock on a file, for one holder at a time. The system takes it from a process that dies.
///
/// It stands on another file beside it, for the file itself may be replaced; that one stays, and says which process had it.
public final class FileLock: Sendable {
    /// Why there is no lock.
    public enum Fault: Error {
        /// Somebody else has it: the process, where that is known.
        case held(by: Int32?)
        case system(SystemError)
    }

    private let descriptor: Mutex<Int32?>

    /// Takes the lock, and waits for nobody.
    ///
    /// - Parameter path: the file, in a folder that is there.
    public init(of path: String) throws(Fault) {
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(SystemError()) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let fault = errno == EWOULDBLOCK ? Fault.held(by: Self.holder(descriptor)) : .system(SystemError())
            close(descriptor)
            throw fault
        }
        let process = Array("\(getpid())\n".utf8)
        // Who has it is a help to people; the lock itself does not depend on it.
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, process, process.count, 0)
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Lets another have it.
    public func release() {
        descriptor.withLock { descriptor in
            if let open = descriptor { close(open) }
            descriptor = nil
        }
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: buffer.prefix(count), as: UTF8.self).prefix { $0.isNumber })
    }
}
