internal import FoundationEssentials
internal import Glibc

/// A command whose output is a secret. It is run without a shell, with nothing to read, and for a while only.
///
/// No ledger remembers one: whoever writes to a ledger would decide what is run here.
public struct SecretCommand: Hashable, Sendable {
    /// The program and its arguments.
    public let words: [String]
    /// The setting or variable that it stands in; nil where it comes from elsewhere.
    public let setting: String?

    /// A command of a program and its arguments; nil without a program.
    public init?(_ words: [String], setting: String? = nil) {
        guard words.first?.isEmpty == false else { return nil }
        self.words = words
        self.setting = setting
    }

    /// The program's name. The arguments are not shown: they may tell more than they should.
    public var program: String {
        guard !mayBeSecret else { return "which is no program" }
        return words.first.flatMap { $0.split(separator: "/").last.map(String.init) } ?? ""
    }

    /// Whether it is one word that is no program here: then it may be the secret itself, and is not repeated.
    var mayBeSecret: Bool {
        guard words.count == 1, let word = words.first else { return false }
        let folders = getenv("PATH").map { String(cString: $0).split(separator: ":") } ?? []
        let places = word.contains("/") ? [word] : folders.map { "\($0)/\(word)" }
        return places.allSatisfy(TrustedFile.isMissing)
    }

    /// The words of a line as a shell would part them, with quotes and backslashes understood and nothing else; nil where a quote
    /// is not closed.
    static func words(of line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = line[...]
        while let character = rest.popFirst() {
            switch (quote, character) {
            case (let open?, _) where character == open: quote = nil
            case ("'"?, _): word?.append(character)
            case (_, "\\"):
                guard let next = rest.popFirst() else { return nil }
                // Between double quotes it only takes the meaning from what has one there.
                if quote != nil, next != "\"", next != "\\" { word = (word ?? "") + "\\" }
                word = (word ?? "") + String(next)
            case (nil, "'"), (nil, "\""):
                quote = character
                word = word ?? ""
            case (nil, _) where character.isWhitespace:
                if let whole = word { words.append(whole) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        return words + (word.map { [$0] } ?? [])
    }
}
