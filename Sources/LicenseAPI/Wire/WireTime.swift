internal import FoundationEssentials
internal import Licensing

/// An instant in a response, with or without a fraction of a second (reference, section 3.2).
struct WireTime: Decodable {
    var date: Date

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = UTC.parse(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time of the License API")
        }
        self.date = date
    }
}
