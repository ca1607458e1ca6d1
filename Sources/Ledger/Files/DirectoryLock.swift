internal import FoundationEssentials
internal import Glibc

/// A lock on a directory, shared with other processes.
///
/// Whoever creates or migrates a ledger must be alone with it: switching a new file to WAL mode fails at once where
/// another connection is doing the same. The lock is on the directory because closing a second descriptor of the file
/// itself would drop the locks that SQLite holds on it.
struct DirectoryLock {
    enum Failure: Error {
        /// The directory cannot be opened; the system's error number.
        case unopenable(Int32)
        /// Somebody held the lock all the time.
        case held
    }

    private let descriptor: Int32

    /// Waits until nobody else holds it, for so many seconds at most.
    init(directory: String, timeout: TimeInterval) throws(Failure) {
        descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unopenable(errno) }
        let deadline = ContinuousClock.now + .seconds(timeout)
        // The kernel knows no wait with a limit; the lock is held for milliseconds, so asking again costs little.
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard ContinuousClock.now < deadline else {
                close(descriptor)
                throw .held
            }
            usleep(5000)
        }
    }

    /// Lets the next one in.
    func release() { close(descriptor) }
}
