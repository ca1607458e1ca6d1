public import FoundationEssentials
public import Licensing

/// Blots out secrets in what a server says, before it becomes a problem, a receipt or a line of a log.
///
/// A secret is found as it is, in other letters' case, without its dashes or with blanks or underscores for them,
/// percent-encoded, escaped as in JSON, in Base64 and in hex, alone or within a longer text; and so is its beginning, from
/// eight characters on, where a text breaks off within it. One of fewer than four characters is found only where it stands
/// as a word of its own, in its own spelling: elsewhere it could be part of any word.
public struct Redactor: Hashable, Sendable {
    /// What stands in a secret's place.
    public static let mark = Secret("").description

    private let patterns: [SecretPattern]

    /// Finds these secrets; empty ones are no secrets.
    public init(_ secrets: some Sequence<Secret>) {
        // The longest first, so that none is cut in two by a shorter one within it.
        patterns = Set(secrets).filter { !$0.isEmpty }
            .sorted { $0.exposed.unicodeScalars.count > $1.exposed.unicodeScalars.count }
            .map { SecretPattern($0.exposed) }
    }

    /// The text with every secret blotted out.
    public func redacted(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        let finds = patterns.flatMap { $0.finds(in: scalars) }
        return finds.isEmpty ? text : Self.blot(finds, in: scalars)
    }

    /// The bytes of a JSON text with every secret blotted out, and the value of every member that is named like one:
    /// the same bytes where there is none.
    public func redacted(json body: Data) -> Data {
        let scalars = Array(String(decoding: body, as: UTF8.self).unicodeScalars)
        let finds = patterns.flatMap { $0.finds(in: scalars) } + SecretMembers.values(in: scalars)
        return finds.isEmpty ? body : Data(Self.blot(finds, in: scalars).utf8)
    }

    private static func blot(_ finds: [Range<Int>], in scalars: [Unicode.Scalar]) -> String {
        var result = String.UnicodeScalarView()
        var position = 0
        for find in finds.sorted(by: { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }) {
            if find.lowerBound >= position {
                result.append(contentsOf: scalars[position..<find.lowerBound])
                result.append(contentsOf: mark.unicodeScalars)
            }
            position = max(position, find.upperBound)
        }
        result.append(contentsOf: scalars[position...])
        return String(result)
    }
}
