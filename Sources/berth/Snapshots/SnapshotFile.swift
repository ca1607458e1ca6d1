internal import Files
internal import Foundation
internal import Ledger
internal import Licensing

/// Where a copy of what a database's ledger holds is kept on this host: a file of its own for each ledger, for its owner alone.
struct SnapshotFile: Sendable {
    /// What is read of one at most, in bytes.
    private static let limit = 256 << 20

    let ledger: String
    let path: String

    /// - Parameters:
    ///   - ledger: the ledger's address.
    ///   - state: where this program keeps what outlasts it.
    init(of ledger: String, in state: String) {
        self.ledger = ledger
        let digest = TrailCodec.digest(Data(ledger.utf8)).prefix(16)
        path = state + "/copies/\(digest).jsonl"
    }

    /// What was kept last; nil where nothing was, or not whole, or where others may write to it.
    func read() -> LedgerSnapshot? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
            status.st_mode & 0o022 == 0, status.st_size <= Self.limit,
            let data = try? file.readToEnd(),
            let snapshot = LedgerSnapshot(text: String(decoding: data, as: UTF8.self)), snapshot.ledger == ledger
        else { return nil }
        return snapshot
    }

    /// Keeps a snapshot in the place of the one before.
    ///
    /// - Throws: `file_unwritable`.
    func write(_ snapshot: LedgerSnapshot) throws(Problem) {
        let folder = (path as NSString).deletingLastPathComponent
        do throws(SystemError) {
            try Folders.make(folder, mode: 0o700)
        } catch {
            throw .unwritable(folder, error.words)
        }
        try ReplacedFile.write(Data(snapshot.text.utf8), to: path, mode: 0o600, "a copy of a ledger") {
            $0.hasPrefix(LedgerSnapshot.beginning)
        }
    }
}
