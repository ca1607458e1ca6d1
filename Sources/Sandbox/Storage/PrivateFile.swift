internal import Files
internal import FoundationEssentials
internal import Glibc
internal import Licensing

/// Files that only their owner may read.
enum PrivateFile {
    /// The file's bytes; nil where there is no such file.
    ///
    /// Refuses what is not a regular file, and what has more bytes than the limit: no more than that is ever read.
    ///
    /// - Parameter isSecret: whether a file that others may read is refused.
    static func contents(of path: String, limit: Int, isSecret: Bool = false) throws(Problem) -> Data? {
        // Without O_NONBLOCK, opening a pipe would wait for somebody to write to it.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw unreadable(path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw problem("\(path) is a folder: name a file in it.", path: path)
        default: throw problem("\(path) is not a regular file.", path: path)
        }
        if isSecret, status.st_mode & 0o077 != 0 {
            throw problem("\(path) can be read by others: chmod 600 it.", path: path, code: .secretFileExposed)
        }
        return try bytes(of: descriptor, limit: limit, path: path)
    }

    /// Puts a file with these bytes in place of any other, at once and wholly, with mode 0600.
    static func store(_ data: Data, at path: String) throws(Problem) {
        try write(data, to: path) { draft throws(SystemError) in try draft.replace() }
    }

    /// Makes a file with these bytes, wholly and with mode 0600, unless there is one already.
    ///
    /// - Returns: whether it was made. Of several that try at once, one makes it.
    static func create(_ data: Data, at path: String) throws(Problem) -> Bool {
        var isMade = true
        try write(data, to: path) { draft throws(SystemError) in
            do throws(SystemError) {
                try draft.create()
            } catch {
                guard error.code == EEXIST else { throw error }
                isMade = false
            }
        }
        return isMade
    }

    private static func write(
        _ data: Data, to path: String, _ name: (FileDraft) throws(SystemError) -> Void
    ) throws(Problem) {
        try makeFolder(of: path)
        do throws(SystemError) {
            let draft = try FileDraft(of: path)
            try draft.write(data)
            try name(draft)
        } catch {
            throw unwritable(path, error.code)
        }
    }

    /// A problem with a file of the sandbox, which names it.
    static func problem(_ message: String, path: String, code: ProblemCode = .configUnreadable) -> Problem {
        return Problem(code, message: message, time: Date(), facts: ProblemFacts(path: path))
    }

    /// Makes the folder that a file is to be in, for its owner alone, where there is none.
    static func makeFolder(of path: String) throws(Problem) {
        var folder = ""
        for part in URL(filePath: path).deletingLastPathComponent().path.split(separator: "/") {
            folder += "/" + part
            if mkdir(folder, 0o700) == 0 || errno == EEXIST { continue }
            // One that is there already may be in a folder in which nothing can be made.
            let code = errno
            guard !FileManager.default.fileExists(atPath: folder) else { continue }
            throw unwritable(folder, code)
        }
    }

    /// A file that the system does not let be read.
    static func unreadable(_ path: String, _ code: Int32 = errno) -> Problem {
        problem("\(path) cannot be read: \(String(cString: strerror(code)))", path: path)
    }

    /// A file or a folder that the system does not let be made, written or locked.
    static func unwritable(_ path: String, _ code: Int32 = errno) -> Problem {
        problem(String(cString: strerror(code)), path: path, code: .fileUnwritable)
    }

    private static func bytes(of descriptor: Int32, limit: Int, path: String) throws(Problem) -> Data {
        var data = Data()
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = read(descriptor, &buffer, min(buffer.count, limit + 1 - data.count))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { return data }
            data.append(contentsOf: buffer.prefix(count))
            guard data.count <= limit else {
                throw problem("\(path) is larger than \(limit) bytes.", path: path, code: .configInvalid)
            }
        }
    }
}
