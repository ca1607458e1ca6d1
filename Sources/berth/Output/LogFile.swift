internal import ClientLive
internal import Foundation
internal import Licensing
internal import Logging
internal import TerminalUI

/// A file that lines are added to, its owner's alone. Several programs may write to one.
final class LogFile: Sendable {
    private let descriptor: Int32

    /// Opens it, or begins it.
    ///
    /// - Throws: `file_unwritable`; also for a terminal, whose screen is not for this.
    init(_ path: String) throws(Problem) {
        // A pipe that nobody reads from would otherwise keep the program waiting.
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw .unwritable(path, String(cString: strerror(errno))) }
        guard isatty(descriptor) == 0 else {
            close(descriptor)
            throw .unwritable(path, "It is a terminal.")
        }
    }

    deinit { close(descriptor) }

    /// Adds a line, in one piece; what the disk does not take is not worth a request.
    func add(_ line: String) {
        let data = Data((TextWidth.sanitised(line) + "\n").utf8)
        _ = data.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    }
}

extension Logger {
    /// Writes to the file that a configuration names; says nothing where it names none.
    ///
    /// - Throws: `file_unwritable`.
    static func configured(_ configuration: BerthConfiguration) throws(Problem) -> Logger {
        guard let path = configuration.logFile else { return .silent }
        let file = try LogFile(path)
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
