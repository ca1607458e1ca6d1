/// The body of every error of the License API (reference, section 1.1).
struct ErrorResponse: Decodable {
    var code: String
    var message: String?
    /// The HTTP status, repeated.
    private var status: Double?

    /// Whether all three documented members are there, and the status is that of an error.
    var isWhole: Bool { message != nil && (status ?? 0) >= 400 }

    enum CodingKeys: CodingKey { case code, message, status }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        code = try container.decode(String.self, forKey: .code)
        message = try? container.decodeIfPresent(String.self, forKey: .message)
        status = try? container.decodeIfPresent(Double.self, forKey: .status)
    }
}
