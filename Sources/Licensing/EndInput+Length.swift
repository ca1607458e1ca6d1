public import FoundationEssentials

extension EndInput {
    /// Reads a length of time as an end that is one is typed: `24h`, `90m`, `1d 12h`, `2 weeks`.
    ///
    /// - Returns: the length in seconds; nil for what is no length, or none at all, such as `0h`.
    public static func length(_ text: String) -> TimeInterval? {
        guard let length = try? EndReader(text, now: .distantPast, zone: .utc).length(), length > 0 else { return nil }
        return length
    }
}
