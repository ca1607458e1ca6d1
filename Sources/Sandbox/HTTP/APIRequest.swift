internal import FoundationEssentials
internal import HTTPTypes

/// A request as the endpoints see it.
struct APIRequest: Sendable {
    var method: HTTPRequest.Method
    /// Without the query.
    var path: String
    /// Everything after the question mark, as it came.
    var query: String
    var headers: HTTPFields
    /// The host and port that the client asked for.
    var authority: String?
    var body: Data
    /// Whether it comes from this host.
    var isLocal: Bool
    /// When it arrived, by the sandbox's clock.
    var now: Date
}
