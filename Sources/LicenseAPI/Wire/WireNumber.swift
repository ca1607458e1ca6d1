internal import FoundationEssentials

/// A number that has to be a whole one, and is judged only when it is used: one that cannot be is no other shape, but a
/// response that does not fit.
struct WireNumber: Decodable {
    private let number: Int64?
    /// As it came, for a message.
    private let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            (number, text) = (nil, "null")
        } else if let whole = try? container.decode(Int64.self) {
            (number, text) = (whole, String(whole))
        } else {
            (number, text) = (nil, String(try container.decode(Double.self)))
        }
    }

    /// The number, where it lies within the limits.
    func value(_ name: String, in limits: ClosedRange<Int64>) throws(ResponseMismatch) -> Int64 {
        guard let number, limits.contains(number) else {
            throw ResponseMismatch(message: "\(name) is \(text), which cannot be.")
        }
        return number
    }

    /// The number as one of hours.
    func hours(_ name: String) throws(ResponseMismatch) -> Int { Int(try value(name, in: 0...1_000_000)) }

    /// The number as one of things that are counted, or of minutes.
    func count(_ name: String) throws(ResponseMismatch) -> Int { Int(try value(name, in: 0...Int64(Int32.max))) }
}
