/// A text that must not be seen: a license key, a password, a shared key, a token.
///
/// It prints, dumps and interpolates as `‹redacted›`. ``exposed`` is the one way to its text; it belongs in a request
/// body, a signature or a comparison and nowhere else. It is not `Codable`, so it cannot slip into a file.
public struct Secret: Hashable, Sendable {
    /// The text itself. Every use of this name is a place to look at in a review.
    public let exposed: String

    /// Wraps a text.
    public init(_ text: String) { exposed = text }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { exposed.isEmpty }

    /// Whether it stands in a text. One of a few characters stands in any words, and tells nothing there.
    public func isIn(_ text: String) -> Bool { exposed.utf8.count >= 6 && text.contains(exposed) }

    /// The last four characters, by which a person tells license keys apart; empty for a text too short to hide any.
    public var lastFour: String { exposed.count >= 12 ? String(exposed.suffix(4)) : "" }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "‹redacted›" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
