internal import FoundationEssentials
internal import Glibc
internal import Licensing

/// The ledger's place in the file system: looked at and made ready before SQLite sees it.
struct LedgerFile {
    let path: String
    let now: @Sendable () -> Date

    private var directory: String {
        let url = URL(filePath: path).deletingLastPathComponent()
        return url.path(percentEncoded: false)
    }

    /// Creates directory and file as far as they are missing, and checks that both can be used.
    ///
    /// SQLite gives its `-wal` and `-shm` files the mode of the database, so a database of mode 0600 keeps all private.
    ///
    /// - Returns: The lock that keeps others from creating or migrating the file meanwhile.
    func prepare() throws(Problem) -> DirectoryLock {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw problem(.ledgerUnwritable, "The directory cannot be created: \(systemWords(error)).")
        }
        guard let lock = DirectoryLock(directory: directory) else {
            throw problem(.ledgerUnreadable, "The directory cannot be opened: \(systemWords(errno)).")
        }
        do {
            try create()
            try check()
        } catch {
            lock.release()
            throw error
        }
        return lock
    }

    /// Creates an empty file of mode 0600 where there is none.
    ///
    /// A file that exists is never opened here: closing it again would drop the locks that another connection of this
    /// process holds on it.
    private func create() throws(Problem) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw problem(.ledgerUnwritable, "The file cannot be created: \(systemWords(errno)).")
        }
    }

    private func check() throws(Problem) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw problem(.ledgerUnreadable, systemWords(errno) + ".") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let kind = status.st_mode & S_IFMT == S_IFDIR ? "It is a directory." : "It is not a regular file."
            throw problem(.ledgerUnreadable, kind)
        }
        guard access(path, R_OK) == 0 else { throw problem(.ledgerUnreadable, systemWords(errno) + ".") }
        guard access(path, W_OK) == 0 else { throw problem(.ledgerUnwritable, systemWords(errno) + ".") }
        guard access(directory, W_OK) == 0 else {
            throw problem(.ledgerUnwritable, "Its directory cannot be written: \(systemWords(errno)).")
        }
        if status.st_mode & 0o077 != 0, chmod(path, 0o600) != 0 {
            throw problem(.ledgerUnwritable, "It cannot be made private: \(systemWords(errno)).")
        }
    }

    private func problem(_ code: ProblemCode, _ message: String) -> Problem {
        .ledger(code, message, path: path, time: now())
    }

    private func systemWords(_ code: Int32) -> String { String(cString: strerror(code)) }

    private func systemWords(_ error: any Error) -> String {
        if let underlying = (error as? CocoaError)?.underlying as? POSIXError {
            return systemWords(underlying.code.rawValue)
        }
        return String(describing: error)
    }
}

/// A lock on a directory, shared with other processes.
///
/// Whoever creates or migrates a ledger must be alone with it: switching a new file to WAL mode fails at once where
/// another connection is doing the same. The lock is on the directory because closing a second descriptor of the file
/// itself would drop the locks that SQLite holds on it.
struct DirectoryLock {
    private let descriptor: Int32

    /// Waits until nobody else holds it; nil where the directory cannot be opened, with the reason in `errno`.
    init?(directory: String) {
        descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    }

    /// Lets the next one in.
    func release() { close(descriptor) }
}
