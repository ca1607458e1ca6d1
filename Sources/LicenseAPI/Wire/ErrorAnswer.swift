/// The body of every error of the License API (reference, section 1.1).
struct ErrorAnswer: Decodable {
    var code: String
    var message: String?
}
