internal import FoundationEssentials
internal import Glibc
internal import Licensing
internal import Synchronization

/// What a ledger is opened for.
enum LedgerPurpose: Hashable, Sendable {
    /// To read and to write; where there is none, the performer begins one.
    case use(Performer)
    /// To read, and to take the lines of another one; where there is none, the first of them begins it.
    case copy
    /// To read and to write one that is there.
    case upkeep
    /// To read one that is there, and to change nothing.
    case reading

    var isReading: Bool { self == .reading }

    /// Whether a ledger is begun where there is none.
    var begins: Bool {
        switch self {
        case .use, .copy: true
        case .upkeep, .reading: false
        }
    }
}

/// A ledger's place in the file system, looked at anew each time before SQLite opens something there.
struct LedgerPlace {
    /// The file, without a link on the way to it.
    let path: String
    let directory: String
    let sharing: Sharing
    /// What the system says of the file; nil where there is none.
    let file: stat?
    private let missing: [String]

    /// Looks, and changes nothing.
    init(_ given: String, for purpose: LedgerPurpose) throws(LedgerFault) {
        let walk = try PathWalk(given)
        (path, directory, missing) = (walk.path, walk.directory, walk.missing)
        guard let parent = walk.directories.last else {
            throw LedgerFault(.ledgerUnreadable, systemWords(ENOENT) + ".")
        }
        sharing = missing.isEmpty ? Sharing(of: parent.status) : .owner
        file = walk.file
        if file == nil, !purpose.begins {
            try Self.checkNothingLeft(of: path)
            throw LedgerFault(.ledgerMissing, systemWords(ENOENT) + ".")
        }
        try checkKind()
        var trusted: Set<uid_t> = [0, geteuid()]
        if purpose.isReading || sharing.group != nil { trusted.insert(parent.status.st_uid) }
        if purpose.isReading {
            // Whoever owns what is read could change it anyhow; and so could the one in whose home it lies, also where the
            // superuser has made a directory there. A reader creates nothing and changes no mode.
            if let file { trusted.insert(file.st_uid) }
            if let home = walk.directories.first(where: { !trusted.contains($0.status.st_uid) }) {
                trusted.insert(home.status.st_uid)
            }
        }
        try walk.check(trusting: trusted, sharing: sharing)
        try Self.checkFileSystem(parent.path)
        if !purpose.isReading { try checkOwner(trusted) }
        if !holdsLedger { try Self.checkNothingLeft(of: path) }
    }

    /// Whether a ledger was ever written there.
    var holdsLedger: Bool { file.map { $0.st_size > 0 } ?? false }

    private func checkKind() throws(LedgerFault) {
        guard let file else { return }
        if file.st_mode & S_IFMT == S_IFREG {
            // SQLite takes a file of one byte for an empty one.
            guard file.st_size == 0 || file.st_size >= 100 else { throw DatabaseHeader.foreign }
            return
        }
        let isDirectory = file.st_mode & S_IFMT == S_IFDIR
        throw LedgerFault(.ledgerUnreadable, isDirectory ? "It is a directory." : "It is not a regular file.")
    }

    /// A file in a shared directory may be any member's; elsewhere it is the user's own.
    private func checkOwner(_ trusted: Set<uid_t>) throws(LedgerFault) {
        guard let file, !trusted.contains(file.st_uid), sharing.group != file.st_gid else { return }
        throw LedgerFault(.ledgerUnsafe, "It belongs to \(userName(file.st_uid)).", owner: file.st_uid)
    }

    private static func checkFileSystem(_ directory: String) throws(LedgerFault) {
        let descriptor = open(directory, openByName | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw LedgerFault(.ledgerUnreadable, "\(directory): \(systemWords(errno)).") }
        defer { close(descriptor) }
        guard let mount = Mount(of: descriptor), NetworkFileSystem.includes(mount) else { return }
        let words =
            "It lies on a file system that other hosts write to, too (\(mount.kind)), and locks do not hold there."
        throw LedgerFault(.ledgerUnsafe, words)
    }

    /// A journal or a log without its database is what is left of a ledger that was removed or moved without them.
    static func checkNothingLeft(of path: String) throws(LedgerFault) {
        for suffix in ["-journal", "-wal"] where lstat(path + suffix) != nil {
            if suffix == "-journal", isOfNewDatabase(path + suffix) { continue }
            // Somebody may have begun it since it was looked at, and be writing the next line.
            if let file = lstat(path), file.st_size > 0 { return }
            throw LedgerFault(.ledgerUnreadable, "It is gone, and \(path + suffix), a part of it, was left.")
        }
    }

    /// Whether a journal is that of somebody who begins a ledger, or died while he did: its header counts no page of before.
    private static func isOfNewDatabase(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT }
        defer { close(descriptor) }
        var header = [UInt8](repeating: 0, count: 20)
        _ = read(descriptor, &header, header.count)
        return header[16...].allSatisfy { $0 == 0 }
    }
}

extension LedgerPlace {
    /// Serves one creation in this process at a time: closing the new file would drop the locks that another connection
    /// of the process has taken on it meanwhile.
    private static let creation = Mutex(())

    /// Creates an empty file, and before it the directories that are missing, open to those whom its place is open to.
    ///
    /// Where somebody else was faster, his file is the one.
    func create() throws(LedgerFault) {
        for path in missing {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
                let words = "\(path) cannot be created: \(systemWords(errno))."
                throw LedgerFault(.ledgerUnwritable, words, folder: Self.folder(of: path))
            }
            Self.sync(Self.folder(of: path))
        }
        try Self.creation.withLock { _ throws(LedgerFault) in
            let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                if errno == EEXIST { return }
                let words = "It cannot be created: \(systemWords(errno))."
                throw LedgerFault(.ledgerUnwritable, words, folder: directory)
            }
            defer { close(descriptor) }
            guard let group = sharing.group else { return }
            guard fchown(descriptor, uid_t.max, group) == 0, fchmod(descriptor, sharing.mode) == 0 else {
                throw LedgerFault(.ledgerUnwritable, "It cannot be shared: \(systemWords(errno)).")
            }
        }
        Self.sync(directory)
    }

    /// Takes from an existing file the permissions that its place does not give.
    ///
    /// The file is opened by no more than its name (``openByName``): closing any other descriptor of it would drop the locks that
    /// SQLite holds on it in this process.
    func narrow() throws(LedgerFault) {
        let descriptor = open(path, openByName | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw LedgerFault(.ledgerUnreadable, systemWords(errno) + ".") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw LedgerFault(.ledgerReplaced, "It was replaced by something else.")
        }
        let excess = status.st_mode & 0o777 & ~sharing.mode
        guard excess != 0, status.st_uid == geteuid() || geteuid() == 0 else { return }
        guard chmod("/proc/self/fd/\(descriptor)", status.st_mode & 0o777 & sharing.mode) == 0 else {
            throw LedgerFault(.ledgerUnwritable, "It cannot be closed to others: \(systemWords(errno)).")
        }
    }

    /// Checks that file and directory may be written, which SQLite would tell in fewer words.
    func checkWritable() throws(LedgerFault) {
        guard faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 else {
            throw LedgerFault(.ledgerUnwritable, systemWords(errno) + ".")
        }
        guard faccessat(AT_FDCWD, directory, W_OK | X_OK, AT_EACCESS) == 0 else {
            throw LedgerFault(.ledgerUnwritable, "Its directory cannot be written: \(systemWords(errno)).")
        }
    }

    /// Checks that the file, and the directories that are missing on the way to it, could be created.
    func checkCreatable() throws(LedgerFault) {
        let parent = missing.first.map(Self.folder(of:)) ?? directory
        guard faccessat(AT_FDCWD, parent, W_OK | X_OK, AT_EACCESS) == 0 else {
            throw LedgerFault(.ledgerUnwritable, "It cannot be created: \(systemWords(errno)).", folder: parent)
        }
    }

    /// The folder that something stands in, or is to.
    private static func folder(of path: String) -> String {
        guard let end = path.lastIndex(of: "/"), end > path.startIndex else { return "/" }
        return String(path[..<end])
    }

    /// Makes new names in a directory durable.
    private static func sync(_ directory: String) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

/// Opens what a name stands for without opening it for reading or writing (`O_PATH`, which the C library does not show
/// here): it can be looked at, and closing it drops no lock of this process.
let openByName: Int32 = 0o10_000_000

/// What stands under a name, links not followed; nil where nothing does.
func lstat(_ path: String) -> stat? {
    var status = stat()
    return Glibc.lstat(path, &status) == 0 ? status : nil
}
