internal import Glibc

/// The file system that a ledger lies on, or will lie on.
public struct LedgerFileSystem: Hashable, Sendable {
    /// The folder that was looked at: the ledger's own, or the nearest above it that is there.
    public let folder: String
    /// Its kind, as the kernel names it: `ext4`, `nfs4`; nil where it does not say.
    public let kind: String?
    /// Whether other hosts write to it, too, so that locks do not hold.
    public let isShared: Bool
    /// Whether it takes no writes.
    public let isReadOnly: Bool
    /// The bytes that are free for this user.
    public let freeBytes: UInt64
    /// The files that can still be made; nil where there is no such limit.
    public let freeFiles: UInt64?

    /// Looks at the folder of a path, or at the nearest above it that is there; nil where not even that can be looked at.
    public init?(of path: String) {
        var folder = path[...]
        repeat {
            folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
            let path = folder.isEmpty ? "/" : String(folder)
            let descriptor = open(path, openByName | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            var status = statvfs()
            guard fstatvfs(descriptor, &status) == 0 else { return nil }
            self.folder = path
            let mount = Mount(of: descriptor)
            kind = mount?.kind
            isShared = mount.map(NetworkFileSystem.includes) ?? false
            isReadOnly = status.f_flag & UInt(ST_RDONLY) != 0
            freeBytes = UInt64(status.f_bavail) * UInt64(status.f_frsize)
            freeFiles = status.f_files == 0 ? nil : UInt64(status.f_favail)
            return
        } while !folder.isEmpty
        return nil
    }
}
