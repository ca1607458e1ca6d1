internal import FoundationEssentials
internal import Glibc
internal import Licensing

/// The ledger's place in the file system: looked at and made ready before SQLite sees it.
struct LedgerFile {
    let path: String
    let timeout: TimeInterval
    let now: @Sendable () -> Date

    var directory: String {
        let url = URL(filePath: path).deletingLastPathComponent()
        return url.path(percentEncoded: false)
    }

    /// Creates directory and file as far as they are missing, and checks that both can be used.
    ///
    /// - Parameter creating: Whether a missing file is created.
    /// - Returns: The lock that keeps others from creating or migrating the file meanwhile.
    func prepare(creating: Bool) throws(Problem) -> DirectoryLock {
        if creating {
            try createDirectory()
        } else if Glibc.access(path, F_OK) != 0, errno == ENOENT {
            throw problem(.ledgerMissing, systemWords(errno) + ".")
        }
        let lock = try lockDirectory()
        do {
            try create()
            try check()
        } catch {
            lock.release()
            throw error
        }
        return lock
    }

    private func createDirectory() throws(Problem) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw problem(.ledgerUnwritable, "The directory cannot be created: \(systemWords(error)).")
        }
    }

    private func lockDirectory() throws(Problem) -> DirectoryLock {
        do throws(DirectoryLock.Failure) {
            return try DirectoryLock(directory: directory, timeout: timeout)
        } catch {
            switch error {
            case .unopenable(let code):
                throw problem(.ledgerUnreadable, "The directory cannot be opened: \(systemWords(code)).")
            case .held:
                throw .ledgerLocked(
                    by: .locking(directory: directory), else: "Its directory stays locked.", path: path, time: now())
            }
        }
    }

    /// Creates an empty file where there is none, open to those whom its directory is open to.
    ///
    /// A file that exists is never opened here: closing it again would drop the locks that another connection of this
    /// process holds on it.
    private func create() throws(Problem) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            if let group = FileSharing.group(of: directory) { FileSharing.open(descriptor, to: group) }
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
        let allowed = FileSharing.group(of: directory) == nil ? FileSharing.private : FileSharing.shared
        let excess = status.st_mode & 0o777 & ~allowed
        if excess != 0, chmod(path, status.st_mode & allowed) != 0 {
            throw problem(.ledgerUnwritable, "It cannot be closed to others: \(systemWords(errno)).")
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
