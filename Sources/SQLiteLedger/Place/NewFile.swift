internal import GRDB
internal import Glibc
internal import Licensing

/// A file of mode 0600 that was just made for a copy of a ledger, in a place where nobody else could exchange it.
struct NewFile: Sendable {
    /// Without a link on the way to it.
    let path: String
    private let device: dev_t
    private let number: ino_t

    /// Makes it. One that exists is left as it is.
    ///
    /// - Parameters:
    ///   - path: where, in a directory that is there.
    ///   - ledger: the ledger's own place: whom that is shared with may share this one's.
    /// - Throws: what is wrong with the place, or the system's words.
    init(_ path: String, besides ledger: LedgerPlace) throws(LedgerFault) {
        let walk = try PathWalk(path)
        guard let parent = walk.directories.last?.status else {
            throw LedgerFault(.fileUnwritable, systemWords(ENOENT) + ".")
        }
        let theirs = Sharing(of: parent)
        let isShared = theirs.group != nil && theirs.group == ledger.sharing.group
        try walk.check(
            trusting: isShared ? [0, geteuid(), parent.st_uid] : [0, geteuid()], sharing: isShared ? theirs : .owner)
        // By the name that was given: a link in the file's own place is something that exists.
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LedgerFault(.fileUnwritable, systemWords(errno) + ".") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw LedgerFault(.fileUnwritable, systemWords(errno) + ".") }
        (self.path, device, number) = (walk.path, status.st_dev, status.st_ino)
    }

    /// Checks that SQLite has opened this very file.
    func check(_ database: Database) throws(LedgerFault) {
        try DatabaseHeader.checkName(database, path)
        guard let now = lstat(path), now.st_dev == device, now.st_ino == number else {
            throw LedgerFault(.ledgerReplaced, "It was replaced by another file.")
        }
    }

    /// Removes it, and what SQLite has left beside it.
    func remove() {
        for suffix in ["", "-journal"] { unlink(path + suffix) }
    }
}
