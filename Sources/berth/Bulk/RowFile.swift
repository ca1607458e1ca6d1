internal import ClientLive
internal import Foundation
internal import Licensing

/// A file of rows: comma-separated values with a header, or JSON Lines.
struct RowFile {
    /// A row as it stands in the file, with the line that it begins on.
    struct Row {
        var line: Int
        /// Its values by their columns; empty ones count as absent.
        var values: [String: String]
        /// What is wrong with it as a row.
        var fault: Problem?
    }

    let rows: [Row]
    /// Tells a file of this content from others.
    let content: Data

    /// The largest file, in bytes, and the most rows in one: what is checked before anything is sent has to be held.
    private static let limit = (bytes: 32 << 20, rows: 100_000)

    /// Reads a file whose rows have some of these columns.
    ///
    /// - Parameter path: `-` for standard input.
    /// - Throws: `input_invalid`, with the line, where it cannot be read as a whole; `operation_not_sent` where the command's
    ///   time was over before it had been.
    init(_ path: String, columns: [String]) throws(Problem) {
        let name = path == "-" ? "standard input" : path
        content = try Self.read(path, called: name)
        guard var text = String(validating: content, as: UTF8.self) else {
            throw .usage(
                "\(name), line \(content.faultyLine): it is not UTF-8 text. Save the file as UTF-8.", name: "--from")
        }
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        switch text.first(where: { !$0.isWhitespace }) {
        case "{": rows = try JSONRows(columns).rows(of: text, name)
        case "[":
            throw .usage(
                "\(name) is a list in JSON. Have an object a line, with no brackets or commas around.", name: "--from")
        default: rows = try Self.csv(text, name, columns)
        }
        guard !rows.isEmpty else { throw .usage("\(name) has no rows.", name: "--from") }
        guard rows.count <= Self.limit.rows else {
            throw .usage("\(name) has more than \(Self.limit.rows) rows: split it.", name: "--from")
        }
    }

    private static func read(_ path: String, called name: String) throws(Problem) -> Data {
        func unreadable() -> Problem {
            .usage("\(name) cannot be read: \(String(cString: strerror(errno))).", name: "--from")
        }
        // A pipe that nobody writes to would otherwise keep the program waiting as it is opened.
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable() }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw .usage("\(name) is a directory: name a file of rows.", name: "--from")
        }
        var content = Data()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // A pipe that nobody has opened for writing yet reads like one that has ended, so it is asked first.
            guard Deadline.waits(toRead: descriptor) else { throw TimeLimit.over(before: "\(name) had been read") }
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else { throw unreadable() }
            guard count > 0 else { return content }
            content.append(contentsOf: buffer[..<count])
            guard content.count <= limit.bytes else {
                throw .usage("\(name) is larger than \(limit.bytes >> 20) MiB: split it.", name: "--from")
            }
        }
    }

    // MARK: Comma-separated values

    private static func csv(_ text: String, _ name: String, _ columns: [String]) throws(Problem) -> [Row] {
        var reader = CSVReader(text)
        do {
            guard let header = try reader.next() else { return [] }
            let names = header.fields.map { $0.trimmingCharacters(in: .whitespaces) }
            if let fault = fault(ofHeader: names, columns) {
                throw Problem.usage("\(name), line \(header.line): \(fault)", name: "--from")
            }
            var rows: [Row] = []
            while let record = try reader.next() {
                try TimeLimit.check("\(name) had been read")
                rows.append(row(record, names))
            }
            return rows
        } catch let fault as CSVReader.Fault {
            throw .usage("\(name), line \(fault.line): \(fault.sentence)", name: "--from")
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .usage("\(name): \(error)", name: "--from")
        }
    }

    private static func row(_ record: CSVReader.Record, _ names: [String]) -> Row {
        guard record.fields.count == names.count else {
            let sentence = "It has \(record.fields.count) fields, and the header \(names.count)."
            return Row(line: record.line, values: [:], fault: .usage(sentence, name: "row"))
        }
        let values = zip(names, record.fields.map { $0.trimmingCharacters(in: .whitespaces) }).filter { !$1.isEmpty }
        return Row(line: record.line, values: Dictionary(values) { first, _ in first })
    }

    /// What is wrong with the columns that a header names; nil where nothing is.
    ///
    /// What stands where a header should may be a secret: it is not repeated where nothing in it is a column.
    private static func fault(ofHeader names: [String], _ columns: [String]) -> String? {
        guard names.contains(where: columns.contains) else {
            return "the first line is to name the columns, and there is none of them in it. \(known(columns))"
        }
        if let place = names.firstIndex(where: { !columns.contains($0) }) {
            guard !names[place].isEmpty else { return "column \(place + 1) has no name. \(known(columns))" }
            return unknown("column", names[place], columns)
        }
        return names.doubled.map { "the column \($0) stands there twice." }
    }

    static func unknown(_ kind: String, _ name: String, _ columns: [String]) -> String {
        "there is no \(kind) \(KeyShape.hidden(name).inQuotes).\(NearMatch.question(name, among: columns)) \(known(columns))"
    }

    private static func known(_ columns: [String]) -> String { "There are \(columns.joined(separator: ", "))." }
}

extension [String] {
    /// The first that stands among them once more.
    var doubled: String? {
        var seen: Set<String> = []
        return first { !seen.insert($0).inserted }
    }
}

extension Data {
    /// The line of the first byte that is no UTF-8 text.
    fileprivate var faultyLine: Int {
        var (bytes, decoder) = (makeIterator(), Unicode.UTF8())
        var (line, last) = (1, Unicode.Scalar(0))
        while case .scalarValue(let scalar) = decoder.decode(&bytes) {
            if scalar == "\r" || (scalar == "\n" && last != "\r") { line += 1 }
            last = scalar
        }
        return line
    }
}
