internal import Foundation
internal import Glibc

/// Files that are written together, each for its owner alone (0600): all of them or none, and never half of one.
///
/// Each is written under another name in its folder and gets its own once all are on the disk.
struct PrivateFiles {
    /// A file that is to be.
    struct File {
        var path: String
        var content: Data
        /// Whether it takes the place of one of which it holds all.
        var isUpdate = false

        /// The name under which it is written.
        fileprivate var draft: String {
            let path = self.path as NSString
            return path.deletingLastPathComponent + "/.\(path.lastPathComponent).\(getpid()).part"
        }
    }

    /// Why nothing was written.
    enum Fault: Error {
        /// These are there already, and were not to be replaced.
        case existing([String])
        /// The system refuses a file or folder.
        case system(String, Int32)

        /// The reason, in the system's words.
        var words: String {
            switch self {
            case .existing: String(cString: strerror(EEXIST))
            case .system(_, let code): String(cString: strerror(code))
            }
        }
    }

    /// In the order in which they get their names: what names another comes after it.
    let files: [File]

    /// Writes them; folders that are missing are made, for their owner alone (0700).
    func write(replacing: Bool) throws(Fault) {
        try makeFolders()
        let existing = files.filter { Self.kind(of: $0.path) != nil }
        if let folder = existing.first(where: { Self.kind(of: $0.path) == S_IFDIR }) {
            throw .system(folder.path, EISDIR)
        }
        let others = existing.filter { !$0.isUpdate }
        guard replacing || others.isEmpty else { throw .existing(others.map(\.path)) }
        defer { for file in files { unlink(file.draft) } }
        for file in files { try Self.write(file) }
        var made: [String] = []
        for file in files {
            do throws(Fault) {
                try Self.name(file, replacing: replacing || file.isUpdate)
                if !existing.contains(where: { $0.path == file.path }) { made.append(file.path) }
            } catch {
                // What names another is not there yet, so that nothing refers to these.
                for path in made { unlink(path) }
                throw error
            }
        }
        for folder in folders { Self.settle(folder) }
    }

    private var folders: Set<String> { Set(files.map { ($0.path as NSString).deletingLastPathComponent }) }

    private func makeFolders() throws(Fault) {
        for folder in folders {
            var path = ""
            for part in folder.split(separator: "/") {
                path += "/" + part
                if mkdir(path, 0o700) == 0 { continue }
                // A folder that is there already may be one in which nothing can be made.
                let code = errno
                var status = stat()
                guard stat(path, &status) == 0 else { throw .system(path, code) }
                guard status.st_mode & S_IFMT == S_IFDIR else { throw .system(path, ENOTDIR) }
            }
        }
    }

    /// What kind of thing is there; nil where there is nothing.
    private static func kind(of path: String) -> mode_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    private static func write(_ file: File) throws(Fault) {
        unlink(file.draft)
        let descriptor = open(file.draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(file.path, errno) }
        defer { close(descriptor) }
        // Whatever the umask.
        guard fchmod(descriptor, 0o600) == 0 else { throw .system(file.path, errno) }
        var rest = ArraySlice(file.content)
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system(file.path, errno) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw .system(file.path, errno) }
    }

    private static func name(_ file: File, replacing: Bool) throws(Fault) {
        if replacing {
            guard rename(file.draft, file.path) == 0 else { throw .system(file.path, errno) }
            return
        }
        if link(file.draft, file.path) == 0 { return }
        if errno == EEXIST { throw .existing([file.path]) }
        guard errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS else { throw .system(file.path, errno) }
        // A file system without links: the name is taken first, and what takes it is replaced.
        let descriptor = open(file.path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw errno == EEXIST ? .existing([file.path]) : .system(file.path, errno) }
        close(descriptor)
        guard rename(file.draft, file.path) == 0 else {
            let code = errno
            unlink(file.path)
            throw .system(file.path, code)
        }
    }

    /// Waits until the folder's entries are on the disk. Not every file system can say so, and the content is there.
    private static func settle(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
