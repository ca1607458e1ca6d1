import CDispatch
import Foundation
import SQLiteLedger
import Testing

/// A directory of one test, removed with its last reference.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    /// The permission bits of a file in it.
    func mode(of name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: file(name))
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }
}

/// What a file is, apart from its name: its bytes, its mode and when it was last changed.
struct FileState: Equatable {
    var bytes: Data
    var mode: Int?
    var owner: UInt32
    var group: UInt32
    var changed: Int
}

extension TemporaryDirectory {
    /// A new ledger in it, under a name that is not taken.
    func newLedger() throws -> (ledger: SQLiteLedger, path: String) {
        let path = file("\(UUID().uuidString).sqlite")
        return (try SQLiteLedger(path), path)
    }

    /// What a file in it is now.
    func state(of name: String) throws -> FileState {
        var status = stat()
        #expect(lstat(file(name), &status) == 0)
        return FileState(
            bytes: try Data(contentsOf: URL(filePath: file(name))), mode: Int(status.st_mode & 0o7777),
            owner: status.st_uid, group: status.st_gid, changed: status.st_ctim.tv_nsec + status.st_ctim.tv_sec)
    }

    /// The names of all that is in it.
    func names() throws -> Set<String> { Set(try FileManager.default.contentsOfDirectory(atPath: path)) }
}
