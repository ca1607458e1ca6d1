internal import Foundation
internal import Licensing

/// Reads rows in JSON Lines: an object a line, of texts and whole numbers.
struct JSONRows {
    let columns: [String]

    init(_ columns: [String]) { self.columns = columns }

    /// The rows of a text, each with what is wrong with it as a row. Lines with nothing on them are passed over.
    ///
    /// - Parameters:
    ///   - text: the file's content.
    ///   - name: what the file is called.
    /// - Throws: `operation_not_sent` where the command's time is over before.
    func rows(of text: String, _ name: String) throws(Problem) -> [RowFile.Row] {
        var rows: [RowFile.Row] = []
        for (place, line) in text.textLines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            try TimeLimit.check("\(name) had been read")
            rows.append(row(Data(line.utf8), line: place + 1))
        }
        return rows
    }

    private func row(_ text: Data, line: Int) -> RowFile.Row {
        var row = RowFile.Row(line: line, values: [:])
        // The error is dropped, for it may quote what stands there.
        guard let members = try? JSONDecoder().decode([String: Member].self, from: text) else {
            row.fault = .usage("It is no JSON object of texts and whole numbers.", name: "row")
            return row
        }
        let names = Self.names(in: text)
        if let unknown = names.first(where: { !columns.contains($0) }) {
            // What stands where names should may be secrets.
            let sentence =
                names.contains(where: columns.contains)
                ? RowFile.unknown("member", unknown, columns)
                : "none of its members is one that there is: \(columns.joined(separator: ", "))."
            row.fault = .usage(sentence, name: "row")
        } else if let doubled = names.doubled {
            row.fault = .usage("It has \(doubled) more than once: say which one counts.", name: doubled)
        }
        for case (let name, .text(let value)) in members where !value.isEmpty { row.values[name] = value }
        return row
    }

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

    /// The names of an object's members in their order, those that stand there twice among them, which decoding hides.
    ///
    /// - Parameter object: JSON that can be read, with no object or list in it.
    private static func names(in object: Data) -> [String] {
        let bytes = [UInt8](object)
        var (names, place): ([String], Int) = ([], 0)
        while let start = bytes[place...].firstIndex(of: UInt8(ascii: "\"")) {
            var end = start + 1
            while bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
            place = end + 1
            let next = bytes[place...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            guard next == UInt8(ascii: ":") else { continue }
            names.append((try? JSONDecoder().decode(String.self, from: Data(bytes[start..<place]))) ?? "")
        }
        return names
    }
}

extension String {
    /// Its lines, whichever line break each ends with: a line feed, a carriage return or both.
    fileprivate var textLines: [Substring] {
        var (lines, start, place): ([Substring], Index, Index) = ([], startIndex, startIndex)
        while place < endIndex {
            let scalar = unicodeScalars[place]
            let end = place
            unicodeScalars.formIndex(after: &place)
            guard scalar == "\n" || scalar == "\r" else { continue }
            lines.append(self[start..<end])
            if scalar == "\r", place < endIndex, unicodeScalars[place] == "\n" {
                unicodeScalars.formIndex(after: &place)
            }
            start = place
        }
        return lines + [self[start...]]
    }
}
