internal import FoundationEssentials
internal import GRDB
internal import Glibc
internal import Licensing

/// A ledger whose last writer has died, as it was before that writer's last transaction.
///
/// The journal that such a writer leaves has to be rolled back before anything is read. Where that cannot be done in place,
/// as for a file that may only be read, it is done in a private copy, which lasts as long as the reading.
enum JournalCopy {
    /// Reads from a copy, on a thread that may block.
    static func read<Value>(_ file: OpenedFile, _ work: (Database) throws -> Value) throws -> Value {
        try file.check()
        let directory = try makeDirectory()
        defer { remove(directory) }
        let copy = directory + "/ledger.sqlite"
        // The journal first: once it is gone or another, somebody has rolled it back meanwhile, and the two do not fit.
        let before = lstat(file.path + "-journal")
        try copyFile(file.path + "-journal", to: copy + "-journal")
        try copyFile(file.path, to: copy)
        guard let before, let after = lstat(file.path + "-journal"), before.st_ino == after.st_ino,
            before.st_size == after.st_size
        else { throw DatabaseError(resultCode: .SQLITE_BUSY) }
        let queue = try DatabaseQueue(path: copy)
        return try queue.read(work)
    }

    private static func makeDirectory() throws(LedgerFault) -> String {
        let pattern = FileManager.default.temporaryDirectory.path(percentEncoded: false) + "/ledger-XXXXXX"
        var bytes = Array(pattern.utf8CString)
        guard mkdtemp(&bytes) != nil else { throw fault(errno) }
        return bytes.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    /// Copies a file by descriptors. Closing them drops this process's locks on the file, of which it has none as long as
    /// nobody's journal stands in the way.
    private static func copyFile(_ source: String, to destination: String) throws(LedgerFault) {
        let input = open(source, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard input >= 0 else { throw LedgerFault(.ledgerUnreadable, "\(source): \(systemWords(errno)).") }
        defer { close(input) }
        let output = open(destination, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw fault(errno) }
        defer { close(output) }
        while true {
            let count = sendfile(output, input, nil, 1 << 20)
            if count == 0 { return }
            guard count > 0 || errno == EINTR else { throw fault(errno) }
        }
    }

    private static func remove(_ directory: String) {
        for name in ["ledger.sqlite", "ledger.sqlite-journal"] { unlink(directory + "/" + name) }
        rmdir(directory)
    }

    private static func fault(_ number: Int32) -> LedgerFault {
        LedgerFault(
            .ledgerUnreadable,
            "Its last writer died while it wrote. To read it as it was before needs a temporary copy: \(systemWords(number))."
        )
    }
}
