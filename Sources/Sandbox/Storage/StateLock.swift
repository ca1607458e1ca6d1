internal import FoundationEssentials
internal import Licensing
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Holds a ``StateFile`` for one sandbox: two that kept their seats in one file would each undo what the other granted.
///
/// The lock is on a file beside it, because the state itself is replaced with every change. The system takes the lock
/// from a process that dies; the file stays and says which process had it.
final class StateLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock, or throws a problem that names the process that has it.
    init(of path: String) throws(Problem) {
        let lockPath = path + ".lock"
        try PrivateFile.makeFolder(of: lockPath)
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw PrivateFile.unwritable(lockPath) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let failure =
                isHeld
                ? Self.inUse(path, by: Self.holder(descriptor)) : PrivateFile.unwritable(lockPath)
            close(descriptor)
            throw failure
        }
        let process = Array("\(getpid())\n".utf8)
        // Who holds it is a help to people; the lock itself does not depend on it.
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, process, process.count, 0)
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Lets another sandbox have the file.
    func release() {
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

    private static func inUse(_ path: String, by process: Int32?) -> Problem {
        var problem = PrivateFile.problem("\(path) is locked.", path: path, code: .sandboxStateInUse)
        problem.facts.process = process
        return problem
    }
}
