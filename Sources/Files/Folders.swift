public import Glibc

/// Folders for files that are to be written.
public enum Folders {
    /// Makes a folder, and those above it that are missing; one that is there stays as it is.
    ///
    /// - Parameters:
    ///   - path: of the folder.
    ///   - mode: who may use those that are made, as far as the umask lets them.
    public static func make(_ path: String, mode: mode_t) throws(SystemError) {
        guard mkdir(path, mode) != 0 else { return }
        let error = SystemError()
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw SystemError(ENOTDIR) }
            return
        }
        guard error.code == ENOENT, let end = path.lastIndex(of: "/"), end != path.startIndex else { throw error }
        try make(String(path[..<end]), mode: mode)
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw SystemError() }
    }
}
