internal import FoundationEssentials
internal import Licensing

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Files that only their owner may read.
enum PrivateFile {
    /// The file's bytes; nil where there is no such file.
    static func contents(of path: String) throws(Problem) -> Data? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            return try Data(contentsOf: URL(filePath: path))
        } catch {
            throw problem("The file cannot be read: \(error)", path: path)
        }
    }

    /// Puts a file with these bytes in place of any other, at once and wholly, with mode 0600.
    ///
    /// The bytes go to a file beside it first, which then takes its name: a crash leaves the old file or the new one.
    static func store(_ data: Data, at path: String) throws(Problem) {
        try makeFolder(of: path)
        let draft = "\(path).\(getpid()).\(UUID().uuidString).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw systemProblem(path) }
        let written = data.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                if count < 0 { return false }
                rest = rest.dropFirst(count)
            }
            return fsync(descriptor) == 0
        }
        guard close(descriptor) == 0, written, rename(draft, path) == 0 else {
            let failure = systemProblem(path)
            unlink(draft)
            throw failure
        }
    }

    /// A problem with a file of the sandbox, which names it.
    static func problem(_ message: String, path: String) -> Problem {
        var facts = ProblemFacts()
        facts.path = path
        return Problem(.configUnreadable, message: message, time: Date(), facts: facts)
    }

    private static func makeFolder(of path: String) throws(Problem) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw problem("The folder cannot be made: \(error)", path: folder)
        }
    }

    private static func systemProblem(_ path: String) -> Problem {
        problem("The file cannot be written: \(String(cString: strerror(errno)))", path: path)
    }
}
