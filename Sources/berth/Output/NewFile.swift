internal import Foundation
internal import Licensing

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A file that a command makes: private to its owner (0600), and never in place of another.
struct NewFile {
    private let handle: FileHandle
    private let path: String

    /// - Throws: `file_unwritable` where the file exists or cannot be created.
    init(_ path: String) throws(Problem) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unwritable(path, String(cString: strerror(errno))) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.path = path
    }

    /// - Throws: `file_unwritable`; the file is removed then, so that no part of it stands for the whole.
    func write(_ data: Data) throws(Problem) {
        do {
            try handle.write(contentsOf: data)
        } catch {
            unlink(path)
            throw .unwritable(path, error.localizedDescription)
        }
    }

    /// Waits until all is on the disk.
    func finish() throws(Problem) {
        do {
            try handle.synchronize()
        } catch {
            unlink(path)
            throw .unwritable(path, error.localizedDescription)
        }
    }
}

extension Problem {
    /// A file that was asked for cannot be written.
    static func unwritable(_ path: String, _ message: String) -> Problem {
        var facts = ProblemFacts()
        facts.path = path
        return Problem(.fileUnwritable, message: message, time: Date(), facts: facts)
    }
}
