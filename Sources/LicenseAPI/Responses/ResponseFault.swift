internal import Licensing

/// Why a response is of no use, and what that leaves at the server.
struct ResponseFault: Error, Hashable {
    var code: ProblemCode
    /// The code in the server's own spelling, unredacted, where a server named it.
    var serverCode: String?
    var status: Int?
    /// In the server's words, unredacted, or in this program's.
    var message: String
    /// What the request has done. Decided here once, and never again from the code.
    var effect: ServerEffect
    /// For how many seconds the server asks to be left alone.
    var retryAfter: Double?
    /// Whether it is an error that the API itself reports, so that its `Date` is the API's too.
    var isOfTheAPI = false
}

/// A signed response whose content cannot be, or does not fit the documents.
struct ResponseMismatch: Error, Hashable {
    var message: String
}
