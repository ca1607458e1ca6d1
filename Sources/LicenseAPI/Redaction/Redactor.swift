public import FoundationEssentials
public import Licensing

/// Blots out secrets in what a server says, before it becomes a problem, a receipt or a line of a log.
///
/// A secret is found by its letters and digits: in any case, with or without its dashes, with whatever between them, and
/// escaped, as often as may be, as in JSON, an address or HTML; in Base64, Base32 and hex, too. So is its beginning, from
/// eight letters on, and from five on where they stand alone; a mere word counts only where it breaks off. One of fewer than four characters is found
/// only where it stands as a word of its own, in its own spelling: elsewhere it could be part of any word.
public struct Redactor: Hashable, Sendable {
    /// What stands in a secret's place.
    public static let mark = Secret("").description

    private var patterns: Set<SecretPattern> = []
    private var words: Set<SecretWord> = []

    /// Finds these secrets; empty ones are no secrets.
    public init(_ secrets: some Sequence<Secret>) { hide(secrets) }

    /// Finds these as well.
    mutating func hide(_ secrets: some Sequence<Secret>) {
        let texts = Set(secrets.map(\.exposed)).filter { !$0.isEmpty }
        patterns = texts.reduce(into: patterns) { $0.formUnion(SecretPattern.all(of: $1)) }
        words.formUnion(texts.compactMap(SecretWord.init))
    }

    /// The text with every secret blotted out.
    public func redacted(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        let finds = finds(in: scalars, unescaped: Reading(unescaping: scalars))
        return finds.isEmpty ? text : Self.blot(finds, in: scalars)
    }

    /// The JSON text, or what may quote one, with every secret blotted out, and the value of every member that is named like
    /// one: the same text where there is none.
    public func redacted(json text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        let unescaped = Reading(unescaping: scalars)
        let finds = finds(in: scalars, unescaped: unescaped) + SecretMembers.values(in: unescaped)
        return finds.isEmpty ? text : Self.blot(finds, in: scalars)
    }

    /// The bytes of a JSON text, redacted: the same bytes where nothing in them is secret.
    public func redacted(json body: Data) -> Data {
        let text = String(decoding: body, as: UTF8.self)
        let redacted = redacted(json: text)
        return redacted == text ? body : Data(redacted.utf8)
    }

    private func finds(in text: [Unicode.Scalar], unescaped: Reading) -> [Range<Int>] {
        let asWritten = Reading(asWritten: text)
        let readings = unescaped == asWritten ? [asWritten] : [asWritten, unescaped]
        return patterns.flatMap { pattern in readings.flatMap(pattern.finds) } + words.flatMap { $0.finds(in: text) }
    }

    private static func blot(_ finds: [Range<Int>], in scalars: [Unicode.Scalar]) -> String {
        var result: [Unicode.Scalar] = []
        var position = 0
        for find in finds.sorted(by: { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }) {
            if find.lowerBound >= position {
                result.append(contentsOf: scalars[position..<find.lowerBound])
                result.append(contentsOf: mark.unicodeScalars)
            }
            position = max(position, find.upperBound)
        }
        result.append(contentsOf: scalars[position...])
        return String(String.UnicodeScalarView(result))
    }
}
