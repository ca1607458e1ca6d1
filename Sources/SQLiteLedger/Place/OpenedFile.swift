internal import FoundationEssentials
internal import Glibc
internal import Licensing

/// A database that a connection has open: which file it is, and what may stand beside it.
struct OpenedFile: Sendable {
    let path: String
    /// The file as `/proc/locks` names it: device and number.
    let lockName: String?
    private let sharing: Sharing
    private let device: dev_t
    private let number: ino_t
    private let owner: uid_t

    init(_ place: LedgerPlace) throws(LedgerFault) {
        let descriptor = open(place.path, openByName | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw LedgerFault(.ledgerUnreadable, systemWords(errno) + ".") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw LedgerFault(.ledgerReplaced, "It was replaced by something else.")
        }
        (path, sharing) = (place.path, place.sharing)
        (device, number, owner) = (status.st_dev, status.st_ino, status.st_uid)
        lockName = Mount(of: descriptor).map { "\($0.device):\(status.st_ino)" }
    }

    /// What has happened to the file; nil where it has its name still.
    ///
    /// SQLite goes on writing to a file that was removed or replaced, and what it writes is lost with the connection.
    var loss: String? {
        guard let now = lstat(path) else { return "It was removed." }
        return now.st_dev == device && now.st_ino == number ? nil : "It was replaced by another file."
    }

    /// - Throws: `ledger_replaced`; what ``checkCompanions()`` finds.
    func check() throws(LedgerFault) {
        if let loss { throw LedgerFault(.ledgerReplaced, loss) }
        try checkCompanions()
    }

    /// Looks at what SQLite would take for a part of the database.
    ///
    /// Whoever leaves a journal beside it decides what the database holds next, so it has to be of somebody who may write
    /// to it anyhow.
    private func checkCompanions() throws(LedgerFault) {
        if lstat(path + "-wal") != nil {
            let words = "\(path)-wal is beside it, a log that this program never makes and that may hold newer steps."
            throw LedgerFault(.ledgerUnreadable, words)
        }
        guard let journal = lstat(path + "-journal") else { return }
        let isMember = sharing.group == journal.st_gid && sharing.mode & S_IWGRP != 0
        guard journal.st_mode & S_IFMT == S_IFREG, [0, geteuid(), owner].contains(journal.st_uid) || isMember else {
            throw LedgerFault(
                .ledgerUnsafe,
                "The journal beside it, \(path)-journal, is \(userName(journal.st_uid))’s, or is no file.")
        }
    }
}
