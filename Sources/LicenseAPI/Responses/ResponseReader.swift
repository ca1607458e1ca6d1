internal import FoundationEssentials
internal import Licensing

/// Decides what a response means, and what of it is to be believed. Pure: bytes in, a value or a fault out.
enum ResponseReader {
    /// Reads the response of an endpoint.
    ///
    /// - Parameter decode: makes the value from the body; throws where the body has another shape.
    static func read<Value>(
        _ response: HTTPResponse, of endpoint: Endpoint, with verifier: ResponseVerifier, receivedAt: Date,
        decode: (Data) throws -> Value
    ) -> Result<Value, ResponseFault> {
        if let fault = fault(in: response, of: endpoint, receivedAt: receivedAt) { return .failure(fault) }
        func failure(_ code: ProblemCode, _ message: String) -> Result<Value, ResponseFault> {
            .failure(ResponseFault(code: code, status: response.status, message: message, effect: .possible))
        }
        if endpoint.isSigned, !verifier.verifies(response.body, signature: response.signature) {
            guard response.body.isJSON else { return failure(.responseNotJSON, response.summary) }
            return failure(
                .responseUnverified,
                response.signature == nil
                    ? "The response has no LicenseSignature."
                    : "The LicenseSignature does not match the response and the key.")
        }
        do {
            return .success(try decode(response.body))
        } catch let error as ResponseMismatch {
            return failure(.responseMismatched, error.message)
        } catch {
            let member = (error as? DecodingError)?.member.map { "; \($0)" } ?? ""
            return failure(.responseNotJSON, response.summary + member)
        }
    }

    /// What is wrong with a response, whatever value it should bring; nil where it may be good.
    static func fault(in response: HTTPResponse, of endpoint: Endpoint, receivedAt: Date) -> ResponseFault? {
        let status = response.status
        func fault(_ code: ProblemCode, _ message: String, _ effect: ServerEffect) -> ResponseFault {
            ResponseFault(
                code: code, status: status, message: message, effect: effect,
                retryAfter: response.retryAfter(receivedAt: receivedAt))
        }
        switch status {
        case 200:
            // An error's body under a success's status: the code is the API's, and what was done is anybody's guess.
            if let error = response.error, error.isWhole { return apiFault(error, fault, .possible) }
            return successFault(in: response, of: endpoint, fault)
        case 301, 302, 307, 308:
            if let target = response.redirectTarget {
                return fault(.responseRedirect, "HTTP \(status) to \(target)", .none)
            }
            return fault(.responseUnexpected, response.summary, .possible)
        case 407: return fault(.transportProxy, response.summary, .none)
        case 429: return fault(.responseTooManyRequests, response.error?.message ?? response.summary, .none)
        case 400..<600:
            // A 4xx says that the request was not carried out, whoever says it, but for those of a gateway that gave up
            // waiting (408, 499); after these and after a 5xx it may have been.
            let effect: ServerEffect = status < 500 && ![408, 499].contains(status) ? .none : .possible
            if let error = response.error { return apiFault(error, fault, effect) }
            if response.isHTML { return fault(.responseHTML, response.summary, effect) }
            return fault(status < 500 ? .responseNotJSON : .responseServerError, response.summary, effect)
        default: return fault(.responseUnexpected, response.summary, .possible)
        }
    }

    private static func apiFault(
        _ error: ErrorResponse, _ fault: (ProblemCode, String, ServerEffect) -> ResponseFault, _ effect: ServerEffect
    ) -> ResponseFault {
        var fault = fault(ProblemCode(server: error.code), error.message ?? "", effect)
        fault.serverCode = error.code
        fault.isOfTheAPI = true
        return fault
    }

    /// What speaks against a response of status 200: a text is believed where it is the documented one alone.
    private static func successFault(
        in response: HTTPResponse, of endpoint: Endpoint,
        _ fault: (ProblemCode, String, ServerEffect) -> ResponseFault
    ) -> ResponseFault? {
        guard case .text(let text) = endpoint.response else {
            return response.isHTML ? fault(.responseHTML, response.summary, .possible) : nil
        }
        // What is empty says the same under every type; but of what broke off nobody knows what it would have been.
        if response.body.isEmpty, !response.isWhollyEmpty {
            return fault(.responseUnexpected, "the body may have been cut off: \(response.summary)", .possible)
        }
        if response.body.isText(text) { return nil }
        if response.isHTML, !response.body.isEmpty { return fault(.responseHTML, response.summary, .possible) }
        return fault(.responseUnexpected, "not the documented text: \(response.summary)", .possible)
    }
}

extension HTTPResponse {
    /// The error of the License API in the body, if there is one.
    fileprivate var error: ErrorResponse? { try? JSONDecoder().decode(ErrorResponse.self, from: body) }
}

extension Data {
    fileprivate var isJSON: Bool { (try? JSONDecoder().decode(AnyJSON.self, from: self)) != nil }

    /// Whether it is a text and nothing more: as it is, or in JSON, as the vendor's clients take it too; in any case, and with
    /// blanks for the lines between its words.
    fileprivate func isText(_ text: String) -> Bool {
        guard count <= 100, let own = String(validating: self, as: UTF8.self) else { return false }
        let said = own.lowercased().replacing(" ", with: "_")
        return said == text || said == "\"\(text)\""
    }
}

extension DecodingError {
    /// Which member does not fit, and why; nil where that is no member, but the whole.
    fileprivate var member: String? {
        func words(_ path: [any CodingKey], _ what: String) -> String? {
            path.isEmpty ? nil : "\(path.map(\.stringValue).joined(separator: ".")) is \(what)"
        }
        return switch self {
        case .keyNotFound(let key, let context): words(context.codingPath + [key], "missing")
        case .valueNotFound(_, let context): words(context.codingPath, "null")
        case .typeMismatch(_, let context), .dataCorrupted(let context): words(context.codingPath, "in another form")
        @unknown default: nil
        }
    }
}

/// Any JSON at all.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) throws {}
}
