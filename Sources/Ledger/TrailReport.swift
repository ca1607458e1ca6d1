public import FoundationEssentials

/// What a verification of the trail found, where it found nothing wrong.
public struct TrailReport: Hashable, Sendable {
    /// A point of the trail that somebody took note of: a line's number and its hash, in lower-case hex.
    public struct Anchor: Hashable, Sendable {
        public var line: Int64
        public var hash: String

        public init(line: Int64, hash: String) {
            self.line = line
            self.hash = hash
        }
    }

    /// A place where times go back by more than a minute although numbers go on: a clock was set back.
    public struct SetBack: Hashable, Sendable {
        /// The line whose time is earlier than that of the line before it.
        public var line: Int64
        public var seconds: TimeInterval

        public init(line: Int64, seconds: TimeInterval) {
            self.line = line
            self.seconds = seconds
        }
    }

    /// The first line that is kept; nil for an empty trail.
    public var first: Int64?
    /// How many lines are kept.
    public var lines = 0
    /// The last line; nil for an empty trail.
    public var head: Anchor?
    public var setBacks: [SetBack] = []
    /// Whether the trail runs through the point that was noted; false where none was given, and where the line is one of
    /// those that a cut has removed, so that nothing can be held against it.
    public var isAnchored = false

    public init() {}
}
