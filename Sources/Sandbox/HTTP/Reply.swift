internal import FoundationEssentials
internal import HTTPTypes
internal import Licensing

/// An answer, before it is signed and dated.
struct Reply: Sendable {
    var status: HTTPResponse.Status = .ok
    var contentType: String
    var body: Data
    /// Whether the service signs this answer (reference, section 7.2).
    var isSigned = false
    /// What goes wrong with it on purpose.
    var faults: [Faults.Fault] = []

    /// A JSON answer with a signature.
    static func signed(_ json: JSON) -> Reply {
        Reply(contentType: "application/json", body: json.data, isSigned: true)
    }

    /// A JSON answer without a signature.
    static func unsigned(_ json: JSON, status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status: status, contentType: "application/json", body: json.data)
    }

    /// A plain text, never signed.
    static func text(_ text: String) -> Reply {
        Reply(contentType: "text/plain; charset=utf-8", body: Data(text.utf8))
    }

    /// The error body of the reference's section 1.1: three members and no others.
    static func refused(_ refusal: Refusal) -> Reply {
        .unsigned(
            [
                "status": .integer(Int64(refusal.status.code)),
                "code": .string(refusal.code.rawValue),
                "message": .string(refusal.message),
            ],
            status: refusal.status)
    }
}
