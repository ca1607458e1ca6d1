internal import Foundation
internal import Licensing

/// A file that a command makes: private to its owner (0600), never in place of another, and there as a whole or not at all.
///
/// It is written under another name in the same directory and gets its own once all is on the disk.
struct NewFile {
    private let handle: FileHandle

    /// Makes the file.
    ///
    /// - Parameter body: writes its content.
    /// - Throws: `file_unwritable` where the file exists or cannot be written, and what the body throws; there is no file then.
    static func make(_ path: String, _ body: (NewFile) async throws -> Void) async throws {
        var status = stat()
        guard lstat(path, &status) != 0 else { throw Problem.unwritable(path, String(cString: strerror(EEXIST))) }
        let draft = path.draftPath
        let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Problem.unwritable(path) }
        defer { unlink(draft) }
        let file = NewFile(handle: FileHandle(fileDescriptor: descriptor, closeOnDealloc: true))
        do {
            try await body(file)
            try file.handle.synchronize()
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem.unwritable(path, error.localizedDescription)
        }
        try Self.name(draft, path)
        settle(folderOf: path)
    }

    /// Writes a part of the content.
    func write(_ data: Data) throws { try handle.write(contentsOf: data) }

    /// Gives the draft its name, unless something has that by now.
    private static func name(_ draft: String, _ path: String) throws(Problem) {
        if link(draft, path) == 0 { return }
        guard errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS else { throw .unwritable(path) }
        // A file system without links: the name is taken first, and what takes it is replaced.
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable(path) }
        close(descriptor)
        guard rename(draft, path) == 0 else {
            let problem = Problem.unwritable(path)
            unlink(path)
            throw problem
        }
    }

    /// Waits until the entry in a file's directory is on the disk. Not every file system can say so, and the content is there.
    static func settle(folderOf path: String) {
        let directory = (path as NSString).deletingLastPathComponent
        let descriptor = open(directory.isEmpty ? "." : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}

extension Problem {
    /// A file that was asked for cannot be written.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - message: nil for the system's last error.
    ///   - flag: the flag that names another one.
    static func unwritable(_ path: String, _ message: String? = nil, namedBy flag: String? = nil) -> Problem {
        let message = message ?? String(cString: strerror(errno))
        return Problem(.fileUnwritable, message: message, time: Date(), facts: ProblemFacts(name: flag, path: path))
    }
}
