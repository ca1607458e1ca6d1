public import FoundationEssentials

extension EndInput {
    /// Reads a length of time as an end that is one is typed: `24h`, `90m`, `1d 12h`, `2 weeks`.
    ///
    /// - Returns: the length in seconds; nil for what is no length, or none at all, such as `0h`.
    public static func length(_ text: String) -> TimeInterval? {
        guard let length = try? reader(text).length(), length > 0 else { return nil }
        return length
    }

    /// What to type in place of a length with a fraction: `1h30m` for `1,5h`; nil for what has none.
    public static func wholeLength(insteadOf text: String) -> String? {
        do throws(EndFlaw) {
            _ = try reader(text).length()
            return nil
        } catch {
            guard case .fraction(let texts) = error else { return nil }
            return texts.first { length($0) != nil }
        }
    }

    private static func reader(_ text: String) -> EndReader { EndReader(text, now: .distantPast, zone: .utc) }
}
