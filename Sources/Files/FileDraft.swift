public import FoundationEssentials
public import Glibc

/// A file that is written under another name in its folder, for its owner alone (0600), and gets its own name once all of it is on the
/// disk: whoever reads that name sees a whole file or none, whatever happens meanwhile.
///
/// A draft that was given no name is removed with the value. One that a killed program has left is removed by the next draft of the
/// same file, once nobody has written to it for an hour.
public final class FileDraft: Sendable {
    /// Where the file is to be.
    public let path: String
    private let draft: String
    private let descriptor: Int32

    /// Makes an empty one.
    ///
    /// - Parameter path: where the file is to be, in a folder that is there.
    public init(of path: String) throws(SystemError) {
        let draft = path.draftPath
        let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemError() }
        (self.path, self.draft, self.descriptor) = (path, draft, descriptor)
        try share(mode: 0o600)
        Self.removeOld(of: path)
    }

    deinit {
        close(descriptor)
        unlink(draft)
    }

    /// Writes a part of the content, after what was written before.
    public func write(_ data: Data) throws(SystemError) {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError() }
            rest = rest.dropFirst(count)
        }
    }

    /// Lets others use it as an older file may be used, where the system allows that.
    ///
    /// - Parameters:
    ///   - mode: who may use it, whatever the umask.
    ///   - owner: whose it is to be: only the superuser may give a file away, and whoever may not keeps it.
    public func share(mode: mode_t, as owner: (user: uid_t, group: gid_t)? = nil) throws(SystemError) {
        if let owner, owner.user != geteuid() || owner.group != getegid() {
            _ = fchown(descriptor, owner.user, owner.group)
        }
        guard fchmod(descriptor, mode) == 0 else { throw SystemError() }
    }

    /// Waits until all that was written is on the disk.
    public func settle() throws(SystemError) { guard fsync(descriptor) == 0 else { throw SystemError() } }

    /// Gives it its name, in place of any other file.
    public func replace() throws(SystemError) {
        try settle()
        guard rename(draft, path) == 0 else { throw SystemError() }
        Self.settle(folderOf: path)
    }

    /// Gives it its name, unless something has that by now: `EEXIST` then, and of several that try at once one succeeds.
    public func create() throws(SystemError) {
        try settle()
        if link(draft, path) != 0 { try createWithoutLink(SystemError()) }
        Self.settle(folderOf: path)
    }

    /// On a file system without links the name is taken first, and what takes it is replaced.
    private func createWithoutLink(_ error: SystemError) throws(SystemError) {
        guard [EPERM, EOPNOTSUPP, ENOSYS].contains(error.code) else { throw error }
        let placeholder = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard placeholder >= 0 else { throw SystemError() }
        close(placeholder)
        guard rename(draft, path) == 0 else {
            let error = SystemError()
            unlink(path)
            throw error
        }
    }

    /// Waits until the entry in a file's folder is on the disk. Not every file system can say so, and the content is there.
    private static func settle(folderOf path: String) {
        let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Removes the drafts of a file that nobody goes on with.
    private static func removeOld(of path: String) {
        let folder = folder(of: path)
        guard let entries = opendir(folder) else { return }
        defer { closedir(entries) }
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard path.hasDraft(named: name) else { continue }
            let draft = folder + "/" + name
            var status = stat()
            guard lstat(draft, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
                time(nil) - status.st_mtim.tv_sec > 3_600
            else { continue }
            unlink(draft)
        }
    }

    private static func folder(of path: String) -> String {
        guard let end = path.lastIndex(of: "/") else { return "." }
        return end == path.startIndex ? "/" : String(path[..<end])
    }
}
