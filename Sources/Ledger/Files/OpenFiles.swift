internal import FoundationEssentials
internal import Glibc
internal import Licensing

/// The files that a connection has open, to notice when they lose their names to others.
///
/// SQLite goes on writing to a file that was removed or replaced, and what it writes is lost with the connection.
struct OpenFiles: Sendable {
    private struct Identity: Equatable {
        let device: dev_t
        let number: ino_t

        /// Nil where there is no file of that name.
        init?(path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            (device, number) = (status.st_dev, status.st_ino)
        }
    }

    private let path: String
    private let identities: [String: Identity]

    /// Looks at the database and the two files beside it, which are there as long as a connection is.
    init(path: String) {
        self.path = path
        let names = ["", "-wal", "-shm"].map { path + $0 }
        identities = names.reduce(into: [:]) { $0[$1] = Identity(path: $1) }
    }

    /// What has happened to the files; nil where each still has its name.
    var fault: String? {
        for (name, identity) in identities.sorted(by: { $0.key < $1.key }) {
            let now = Identity(path: name)
            if now == identity { continue }
            let subject = name == path ? "It" : "Its part \(name)"
            return now == nil ? "\(subject) was removed." : "\(subject) was replaced by another file."
        }
        return nil
    }

    /// - Throws: `ledger_replaced`.
    func check(time: Date) throws(Problem) {
        guard let fault else { return }
        throw .ledger(.ledgerReplaced, fault, path: path, time: time)
    }
}
