/// Something that is asked for line by line, where an empty line keeps what it holds: `-` stands for nothing then.
public protocol LineQuestion {
    /// What asks for it, with what it means to leave it empty: `License id (empty for any)`.
    var question: String { get }
    /// One sentence about it.
    var help: String { get }
    /// Whether it may be left empty.
    var isOptional: Bool { get }
}

extension LineQuestion {
    /// What asks for it where it holds a text.
    public func question(holding text: String) -> String {
        text.isEmpty ? question : question.replacing("empty ", with: "- ")
    }

    /// What may be typed, a sentence each.
    public var lineHelp: [String] { [help] + (isOptional ? ["A single - leaves it empty."] : []) }

    /// Whether a line leaves it empty.
    public func isEmptied(by line: String) -> Bool { isOptional && line.filter { !$0.isWhitespace } == "-" }
}

extension FormField: LineQuestion {}
extension SetupStep: LineQuestion {}
