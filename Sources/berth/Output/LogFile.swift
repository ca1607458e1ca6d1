internal import ClientLive
internal import Foundation
internal import Licensing
internal import Logging
internal import TerminalUI

/// A file that lines are added to, its owner's alone, or standard error. Several programs may write to one.
final class LogFile: Sendable {
    /// Nil for standard error, which others write to as well.
    private let descriptor: Int32?

    /// Opens it, or begins it.
    ///
    /// - Throws: `file_unwritable`; also for a file that holds anything but such lines, and for one that others may write to, so
    ///   that a name that was mistyped harms no other file.
    init(_ path: String) throws(Problem) {
        guard path != BerthConfiguration.standardError else {
            descriptor = nil
            return
        }
        // A pipe that nobody reads from would otherwise keep the program waiting, and a link could lead to any file.
        let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else {
            let words = errno == ELOOP ? "It is a link." : String(cString: strerror(errno))
            throw .unwritable(path, words)
        }
        if let problem = Self.problem(of: descriptor, path) {
            close(descriptor)
            throw problem
        }
        self.descriptor = descriptor
    }

    /// Checks that it does not lie over a desk.
    ///
    /// - Throws: `file_unwritable` for standard error where that is a terminal.
    static func checkDesk(_ path: String?) throws(Problem) {
        guard path == BerthConfiguration.standardError, isatty(STDERR_FILENO) == 1 else { return }
        throw .unwritable(
            BerthConfiguration.standardError,
            "It is the screen that the desk is on. Name a file for the log, or have standard error go elsewhere: 2>FILE"
        )
    }

    /// Checks that it could be opened, or begun, and changes nothing.
    ///
    /// - Throws: as ``init(_:)``.
    static func check(_ path: String) throws(Problem) {
        guard path != BerthConfiguration.standardError else { return }
        var status = stat()
        if lstat(path, &status) != 0, errno == ENOENT {
            // A folder's name, which is not made for a file.
            guard !path.hasSuffix("/") else { throw .unwritable(path, String(cString: strerror(EISDIR))) }
            let folder = (path as NSString).deletingLastPathComponent
            guard faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0 else {
                throw .unwritable(path, String(cString: strerror(errno)))
            }
            return
        }
        _ = try LogFile(path)
    }

    /// Why nothing is added to an open file; nil where it is a log, or may become one.
    private static func problem(of descriptor: Int32, _ path: String) -> Problem? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .unwritable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { return .unwritable(path, "It is no regular file.") }
        guard status.st_uid == geteuid() else { return .unwritable(path, "It belongs to another user.") }
        guard status.st_mode & 0o022 == 0 else {
            var problem = Problem.unwritable(
                path, "Others than its owner can write to it. Run: chmod go-w \(path.shellQuoted)")
            problem.facts.isWritableByOthers = true
            return problem
        }
        var start = [UInt8](repeating: 0, count: 256)
        let count = pread(descriptor, &start, start.count, 0)
        guard count >= 0 else { return .unwritable(path) }
        // A byte that is no text makes it another file's.
        guard count == 0 || LogLines.begins(String(decoding: start.prefix(count), as: UTF8.self)) else {
            return .unwritable(path, "It holds something else than a log of Berth, and nothing is added to that.")
        }
        return nil
    }

    deinit { if let descriptor { close(descriptor) } }

    /// Adds a line, in one piece; what the disk does not take is not worth a request.
    func add(_ line: String) {
        let line = TextWidth.sanitised(line)
        guard let descriptor else { return Output.complain(line) }
        let data = Data((line + "\n").utf8)
        _ = data.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    }
}

extension Logger {
    /// Writes to the file that a configuration names; says nothing where it names none.
    ///
    /// - Parameter isRehearsed: whether nothing is sent, so that there is nothing to log; the file is not begun then.
    /// - Throws: `file_unwritable`.
    static func configured(
        _ configuration: BerthConfiguration, isRehearsed: Bool = false
    ) throws(Problem) -> Logger {
        guard let path = configuration.logFile else { return .silent }
        let file: LogFile
        do throws(Problem) {
            guard !isRehearsed else {
                try LogFile.check(path)
                return .silent
            }
            file = try LogFile(path)
        } catch {
            throw error.named(configuration.spelling(of: "log_file"))
        }
        var logger = Logger(label: "berth") { _ in LogLines(file: file) }
        logger.logLevel = Logger.Level(rawValue: configuration.logLevel) ?? .info
        return logger
    }
}

/// Lines of a log: `2026-11-27T18:00:00Z info 4711 response request=1x9k status=200`.
private struct LogLines: LogHandler {
    let file: LogFile
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    /// Whether a text begins with such a line.
    static func begins(_ text: String) -> Bool {
        let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: "|")
        let pattern =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z (\(levels)) [0-9]+ [a-z ]+ request=[0-9a-z]+ "
        return text.range(of: pattern, options: .regularExpression) != nil
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        // The request first: it is what a line is looked up by.
        let words = (facts.filter { $0.key == "request" } + facts.filter { $0.key != "request" }).map {
            "\($0.key)=\($0.value)"
        }
        let head = ["\(UTC.format(Date()))", "\(event.level)", "\(getpid())", "\(event.message)"]
        file.add((head + words).joined(separator: " "))
    }
}
