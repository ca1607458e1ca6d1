internal import Crypto
internal import FoundationEssentials
public import Licensing

/// Signs requests with a company's API key (reference, section 2.1).
///
/// Only the date is covered: neither method, path nor body.
public struct RequestSigner: Hashable, Sendable {
    /// The company's API key, a UUID-shaped text.
    public var apiKey: Secret
    /// The key that signs; its UTF-8 bytes are the HMAC key.
    public var sharedKey: Secret

    public init(apiKey: Secret, sharedKey: Secret) {
        self.apiKey = apiKey
        self.sharedKey = sharedKey
    }

    /// The Base64 HMAC-SHA256 of the two-line signing string for a `Date` header's value.
    public func signature(dateHeader: String) -> String {
        let text = "licenseSpring\ndate: \(dateHeader)"
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(text.utf8), using: SymmetricKey(data: Data(sharedKey.exposed.utf8)))
        return Data(code).base64EncodedString()
    }

    /// The `Authorization` header's value for a `Date` header's value, in the comma-only form with `apikey`.
    public func authorization(dateHeader: String) -> String {
        Self.authorization(signature: signature(dateHeader: dateHeader), apiKey: apiKey.exposed)
    }

    static func authorization(signature: String, apiKey: String) -> String {
        #"algorithm="hmac-sha256",headers="date",signature="\#(signature)",apikey="\#(apiKey)""#
    }
}
