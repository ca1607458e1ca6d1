internal import Foundation
internal import Licensing

extension EndInput {
    /// A length of time that a flag takes, in seconds.
    ///
    /// - Throws: `input_invalid`, where it is none.
    static func length(_ text: String, for flag: String) throws(Problem) -> TimeInterval {
        if let length = length(text) { return length }
        let hint = wholeLength(insteadOf: text).map { " Did you mean \($0)?" } ?? ""
        throw .usage(
            "\(flag) takes a length of time from a minute to ten years, in whole numbers: 24h, 90m, 2d or 1d 12h.\(hint)",
            name: flag)
    }
}
