internal import Glibc

/// Whom a ledger's files are open to: their owner alone, or the group that shares their directory.
enum FileSharing {
    /// The mode of a ledger of one user.
    static let `private`: mode_t = 0o600
    /// The mode of a ledger that a group shares.
    static let shared: mode_t = 0o660

    /// The group that shares a directory: it has the setgid bit or may write there, and the rest of the world may not.
    ///
    /// A directory that everybody may write to, as `/tmp`, is nobody's to share.
    static func group(of directory: String) -> gid_t? {
        var status = stat()
        guard stat(directory, &status) == 0 else { return nil }
        guard status.st_mode & (S_ISGID | S_IWGRP) != 0, status.st_mode & S_IWOTH == 0 else { return nil }
        return status.st_gid
    }

    /// Opens a new file to a group; where it cannot be given to that group it stays private.
    static func open(_ descriptor: Int32, to group: gid_t) {
        if fchown(descriptor, uid_t.max, group) == 0 { _ = fchmod(descriptor, shared) }
    }

    /// Gives the files that SQLite keeps beside a database the database's own group and mode.
    ///
    /// SQLite copies the mode alone, and the group only for the superuser. Files of other users are theirs to mend.
    static func alignCompanions(of path: String) {
        var database = stat()
        guard stat(path, &database) == 0 else { return }
        for companion in [path + "-wal", path + "-shm"] {
            var status = stat()
            guard stat(companion, &status) == 0 else { continue }
            if status.st_gid != database.st_gid { _ = chown(companion, uid_t.max, database.st_gid) }
            if status.st_mode & 0o777 != database.st_mode & 0o777 { _ = chmod(companion, database.st_mode & 0o777) }
        }
    }
}
