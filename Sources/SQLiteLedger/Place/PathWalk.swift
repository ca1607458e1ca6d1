internal import Glibc
internal import Licensing

/// A way through directories to a file, gone step by step, with every link on it resolved and all on it looked at.
struct PathWalk {
    /// Something on the way, as the system describes it.
    struct Step {
        var path: String
        var status: stat
    }

    /// The directories that are there, from the root to the one of the file.
    private(set) var directories: [Step] = []
    /// The links that were followed.
    private(set) var links: [Step] = []
    /// The directories that are missing, the outermost first.
    private(set) var missing: [String] = []
    /// Where the way ends, without a link in it.
    private(set) var path = ""
    /// What stands there; nil where nothing does.
    private(set) var file: stat?

    private static let mostLinks = 40

    init(_ path: String) throws(LedgerFault) {
        directories = [Step(path: "/", status: try Self.status(of: "/") ?? stat())]
        var names = Self.names(try Self.absolute(path))
        while let name = names.popLast() {
            try take(name, &names)
        }
        guard !self.path.isEmpty else { throw LedgerFault(.ledgerUnreadable, "It is a directory.") }
    }

    /// The directory that the file stands in, or is to stand in.
    var directory: String {
        guard let end = path.lastIndex(of: "/"), end > path.startIndex else { return "/" }
        return String(path[..<end])
    }

    private mutating func take(_ name: String, _ names: inout [String]) throws(LedgerFault) {
        let isLast = names.isEmpty
        let parent = missing.last ?? directories.last?.path ?? "/"
        if name == ".." {
            guard missing.isEmpty else { throw LedgerFault(.ledgerUnreadable, systemWords(ENOENT) + ".") }
            if directories.count > 1 { directories.removeLast() }
            return
        }
        let here = parent == "/" ? "/" + name : parent + "/" + name
        guard missing.isEmpty, let status = try Self.status(of: here) else {
            if isLast { path = here } else { missing.append(here) }
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFLNK:
            links.append(Step(path: here, status: status))
            guard links.count <= Self.mostLinks else { throw LedgerFault(.ledgerUnreadable, systemWords(ELOOP) + ".") }
            let target = try Self.target(of: here)
            if target.hasPrefix("/") { directories.removeLast(directories.count - 1) }
            names += Self.names(target)
        case S_IFDIR where !isLast: directories.append(Step(path: here, status: status))
        case _ where !isLast: throw LedgerFault(.ledgerUnreadable, "\(here) is no directory.")
        default: (path, file) = (here, status)
        }
    }

    /// The names in a path, the last one first.
    private static func names(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init).filter { $0 != "." }.reversed()
    }

    private static func absolute(_ path: String) throws(LedgerFault) -> String {
        if path.hasPrefix("/") { return path }
        guard let current = getcwd(nil, 0) else { throw LedgerFault(.ledgerUnreadable, systemWords(errno) + ".") }
        defer { free(current) }
        return String(cString: current) + "/" + path
    }

    private static func status(of path: String) throws(LedgerFault) -> stat? {
        var status = stat()
        if lstat(path, &status) == 0 { return status }
        if errno == ENOENT { return nil }
        throw LedgerFault(.ledgerUnreadable, "\(path): \(systemWords(errno)).")
    }

    private static func target(of link: String) throws(LedgerFault) -> String {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = bytes.withUnsafeMutableBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { bytes in
                bytes.baseAddress.map { readlink(link, $0, bytes.count) } ?? -1
            }
        }
        guard count > 0 else { throw LedgerFault(.ledgerUnreadable, "\(link): \(systemWords(errno)).") }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
