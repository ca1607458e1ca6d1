/// Reads comma-separated values (RFC 4180): fields in quotation marks may hold commas, line breaks and doubled quotation marks.
struct CSVReader {
    /// A record, and the line that it begins on.
    struct Record {
        var line: Int
        var fields: [String]
    }

    /// What keeps the rest of a text from being read.
    struct Fault: Error {
        var line: Int
        var sentence: String
    }

    private var scalars: Substring.UnicodeScalarView
    private var line = 1

    init(_ text: String) { scalars = text[...].unicodeScalars }

    /// The next record; nil at the end. Lines with nothing on them are passed over.
    mutating func next() throws(Fault) -> Record? {
        while let first = scalars.first, first == "\n" || first == "\r" { advance() }
        guard !scalars.isEmpty else { return nil }
        var record = Record(line: line, fields: [])
        while true {
            record.fields.append(try scalars.first == "\"" ? quoted() : plain())
            guard let after = scalars.first else { return record }
            advance()
            // A carriage return is a line break, or the first half of one.
            if after != "," { return record }
        }
    }

    private mutating func plain() throws(Fault) -> String {
        var field = ""
        while let scalar = scalars.first, scalar != ",", scalar != "\n", scalar != "\r" {
            guard scalar != "\"" else {
                throw Fault(
                    line: line,
                    sentence: "A quotation mark stands in the middle of a field that does not begin with one.")
            }
            field.unicodeScalars.append(scalar)
            advance()
        }
        return field
    }

    private mutating func quoted() throws(Fault) -> String {
        let start = line
        advance()
        var field = ""
        while let scalar = scalars.first {
            advance()
            if scalar != "\"" {
                field.unicodeScalars.append(scalar)
            } else if scalars.first == "\"" {
                field.unicodeScalars.append(scalar)
                advance()
            } else {
                guard let after = scalars.first, after != ",", after != "\n", after != "\r" else { return field }
                throw Fault(line: line, sentence: "Something stands behind the quotation mark that ends a field.")
            }
        }
        throw Fault(line: start, sentence: "A quotation mark has no second one.")
    }

    private mutating func advance() {
        let scalar = scalars.removeFirst()
        if scalar == "\n" || (scalar == "\r" && scalars.first != "\n") { line += 1 }
    }
}
