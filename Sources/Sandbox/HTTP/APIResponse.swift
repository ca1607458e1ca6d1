internal import FoundationEssentials
internal import HTTPTypes
internal import Licensing

/// A response, before it is signed and dated.
struct APIResponse: Sendable {
    var status: HTTPResponse.Status = .ok
    var contentType: String
    var body: Data
    /// Whether the service signs this response (reference, section 7.2).
    var isSigned = false
    /// What goes wrong with it on purpose.
    var faults: [Faults.Fault] = []

    /// A JSON response with a signature.
    static func signed(_ json: JSON) -> APIResponse {
        APIResponse(contentType: "application/json", body: json.data, isSigned: true)
    }

    /// A JSON response without a signature.
    static func unsigned(_ json: JSON, status: HTTPResponse.Status = .ok) -> APIResponse {
        APIResponse(status: status, contentType: "application/json", body: json.data)
    }

    /// A plain text, never signed.
    static func text(_ text: String) -> APIResponse {
        APIResponse(contentType: "text/plain; charset=utf-8", body: Data(text.utf8))
    }

    /// The error body of the reference's section 1.1: three members and no others.
    static func refused(_ refusal: Refusal) -> APIResponse {
        .unsigned(
            [
                "status": .integer(Int64(refusal.status.code)),
                "code": .string(refusal.code.rawValue),
                "message": .string(refusal.message),
            ],
            status: refusal.status)
    }

    /// The refusal of a body that is too large.
    static func tooLarge(limit: Int) -> APIResponse {
        refused(
            Refusal(.validationError, "The request body is larger than \(limit) bytes")
                .with(status: HTTPResponse.Status.contentTooLarge.code))
    }

    /// The refusal of what is not HTTP, or has more headers than are read.
    static let malformed = refused(
        Refusal(.validationError, "The request is not HTTP, or its headers are too large"))
}
