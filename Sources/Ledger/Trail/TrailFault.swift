/// Why a trail, or a line of it, is not what was written.
public struct TrailFault: Error, Hashable, Sendable {
    /// The first thing that does not fit, in a sentence.
    public let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}
