/// An element of an SVG document: its attributes in their order, and either a text or further elements.
///
/// Written here and not by a library of XML, since that of Foundation on Linux reads memory which it has freed when a
/// document goes before its elements.
struct SVGElement {
    var name: String
    var attributes: [(name: String, value: String)]
    var text = ""
    var children: [SVGElement] = []

    init(_ name: String, _ attributes: [(name: String, value: String)] = [], text: String = "") {
        self.name = name
        self.attributes = attributes
        self.text = text
    }

    /// The whole document that this is the root of, which begins with the XML declaration and ends with a line end.
    var document: String {
        var lines = [#"<?xml version="1.0" encoding="utf-8" standalone="no"?>"#]
        write(to: &lines, indent: "")
        return lines.joined(separator: "\n") + "\n"
    }

    private func write(to lines: inout [String], indent: String) {
        let attributes = attributes.map { #" \#($0.name)="\#(Self.escaped($0.value, quotes: true))""# }.joined()
        let opening = "\(indent)<\(name)\(attributes)>"
        guard !children.isEmpty else { return lines.append("\(opening)\(Self.escaped(text, quotes: false))</\(name)>") }
        lines.append(opening)
        for child in children { child.write(to: &lines, indent: indent + "  ") }
        lines.append("\(indent)</\(name)>")
    }

    /// The text as it may stand in an element, or in an attribute between double quotes.
    private static func escaped(_ text: String, quotes: Bool) -> String {
        // By scalars, since a mark that combines makes one character with the sign before it.
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"" where quotes: escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
