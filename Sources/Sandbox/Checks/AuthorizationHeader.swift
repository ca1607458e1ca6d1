internal import FoundationEssentials
internal import Licensing

/// What the `Authorization` header says, before anybody believes it (reference, sections 2.1 and 2.3).
enum AuthorizationHeader: Hashable, Sendable {
    /// An API key's signature over the date.
    case hmac(apiKey: String, signature: String)
    /// An OAuth token.
    case bearer(String)

    /// Reads the header: `Bearer TOKEN`, or the four parameters of an API key in any order, with or without blanks after
    /// the commas, their names in any case.
    ///
    /// - Parameter form: whether only the documented form of the four will do.
    init(_ text: String, _ form: Choices.AuthorizationForm) throws(Refusal) {
        let words = text.split(separator: " ", maxSplits: 1)
        if words.first?.lowercased() == "bearer" {
            self = .bearer(words.count == 2 ? words[1].trimmed : "")
            return
        }
        let parameters = try Self.parameters(of: text)
        let isDocumented = text.split(separator: ", ").count == parameters.count && text.contains("apikey=")
        guard form == .any || isDocumented else { throw Refusal(.authorizationInvalidHeaders) }
        if let algorithm = parameters["algorithm"], algorithm.lowercased() != "hmac-sha256" {
            throw Refusal(.hmacRequired)
        }
        guard parameters["algorithm"] != nil, let headers = parameters["headers"],
            let signature = parameters["signature"], let apiKey = parameters["apikey"]
        else { throw Refusal(.authorizationMissingParams) }
        guard headers.lowercased() == "date", Data(base64Encoded: signature)?.count == 32 else {
            throw Refusal(.authorizationInvalidHeaders)
        }
        self = .hmac(apiKey: apiKey, signature: signature)
    }

    /// Splits `name="value", name="value"`. None of the values may hold a comma or a quotation mark.
    private static func parameters(of text: String) throws(Refusal) -> [String: String] {
        var found: [String: String] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", maxSplits: 1)
            guard halves.count == 2 else { throw Refusal(.authorizationInvalidHeaders) }
            let name = halves[0].trimmed.lowercased()
            let value = halves[1].trimmed
            guard value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\""), found[name] == nil else {
                throw Refusal(.authorizationInvalidHeaders)
            }
            found[name] = String(value.dropFirst().dropLast())
        }
        return found
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
