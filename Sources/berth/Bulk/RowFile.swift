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
        content = try Self.read(path)
        guard var text = String(data: content, encoding: .utf8) else {
            throw .usage("\(path) is not UTF-8 text.", name: "--from")
        }
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        let isJSON = text.first { !$0.isWhitespace } == "{"
        rows = try isJSON ? Self.jsonLines(text, path, columns) : Self.csv(text, path, columns)
        guard !rows.isEmpty else { throw .usage("\(path) has no rows.", name: "--from") }
        guard rows.count <= Self.limit.rows else {
            throw .usage("\(path) has more than \(Self.limit.rows) rows: split it.", name: "--from")
        }
    }

    private static func read(_ path: String) throws(Problem) -> Data {
        func unreadable() -> Problem {
            .usage("\(path) cannot be read: \(String(cString: strerror(errno))).", name: "--from")
        }
        // A pipe that nobody writes to would otherwise keep the program waiting as it is opened.
        let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable() }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw .usage("\(path) is a directory: name a file of rows.", name: "--from")
        }
        var content = Data()
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // A pipe that nobody has opened for writing yet reads like one that has ended, so it is asked first.
            guard Deadline.waits(toRead: descriptor) else { throw TimeLimit.over(before: "\(path) had been read") }
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count >= 0 else { throw unreadable() }
            guard count > 0 else { return content }
            content.append(contentsOf: buffer[..<count])
            guard content.count <= limit.bytes else {
                throw .usage("\(path) is larger than \(limit.bytes >> 20) MiB: split it.", name: "--from")
            }
        }
    }

    // MARK: Comma-separated values

    private static func csv(_ text: String, _ path: String, _ columns: [String]) throws(Problem) -> [Row] {
        var reader = CSVReader(text)
        do {
            guard let header = try reader.next() else { return [] }
            let names = header.fields.map { $0.trimmingCharacters(in: .whitespaces) }
            for name in names where !columns.contains(name) {
                throw Problem.usage("\(path), line \(header.line): \(unknown("column", name, columns))", name: "--from")
            }
            guard Set(names).count == names.count else {
                throw Problem.usage("\(path), line \(header.line): a column stands there twice.", name: "--from")
            }
            var rows: [Row] = []
            while let record = try reader.next() {
                rows.append(row(record, names))
            }
            return rows
        } catch let fault as CSVReader.Fault {
            throw .usage("\(path), line \(fault.line): \(fault.sentence)", name: "--from")
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .usage("\(path): \(error)", name: "--from")
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

    // MARK: JSON Lines

    /// A member of a row: a text or a number.
    private enum Member: Decodable {
        case text(String)
        case none

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .none
            } else if let number = try? container.decode(Int64.self) {
                self = .text("\(number)")
            } else {
                self = .text(try container.decode(String.self))
            }
        }
    }

    private static func jsonLines(_ text: String, _ path: String, _ columns: [String]) throws(Problem) -> [Row] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        return lines.filter { !$1.allSatisfy(\.isWhitespace) }.map { index, text in
            var row = Row(line: index + 1, values: [:])
            do {
                for (name, member) in try JSONDecoder().decode([String: Member].self, from: Data(text.utf8)) {
                    guard columns.contains(name) else {
                        row.fault = .usage(unknown("member", name, columns), name: "row")
                        continue
                    }
                    if case .text(let value) = member, !value.isEmpty { row.values[name] = value }
                }
            } catch {
                // The error is dropped, for it may quote what stands there.
                row.fault = .usage("It is no JSON object of texts and whole numbers.", name: "row")
            }
            return row
        }
    }

    private static func unknown(_ kind: String, _ name: String, _ columns: [String]) -> String {
        // What stands where a name should may be a secret.
        let hint = NearMatch.question(name, among: columns)
        let word = hint.isEmpty ? "there is a \(kind) that is none" : "there is no \(kind) \(name.inQuotes)"
        return "\(word).\(hint) There are \(columns.joined(separator: ", "))."
    }
}
