internal import FoundationEssentials
internal import Licensing
internal import NIOHTTP1

/// Decides what an answer means. Pure: bytes in, a value or a fault out.
enum AnswerReader {
    /// Reads the answer of an endpoint.
    ///
    /// - Parameter decode: makes the value from the body; throws where the body has another shape.
    static func read<Value>(
        _ answer: HTTPAnswer, of endpoint: Endpoint, with verifier: ResponseVerifier,
        decode: (Data) throws -> Value
    ) -> Result<Value, AnswerFault> {
        if let fault = fault(in: answer) { return .failure(fault) }
        if endpoint.isSigned, !verifier.verifies(answer.body, signature: answer.signature) {
            return .failure(unverified(answer))
        }
        do {
            return .success(try decode(answer.body))
        } catch {
            return .failure(
                AnswerFault(code: .answerNotJSON, status: answer.status, message: answer.summary, effect: .unknown))
        }
    }

    /// What is wrong with an answer whatever was asked; nil where it may be good.
    static func fault(in answer: HTTPAnswer) -> AnswerFault? {
        let status = answer.status
        func fault(_ code: ProblemCode, _ message: String, _ effect: ServiceFailure.Effect) -> AnswerFault {
            AnswerFault(code: code, status: status, message: message, effect: effect)
        }
        switch status {
        case 200..<300:
            return answer.isHTML ? fault(.answerHTML, answer.summary, .unknown) : nil
        case 300..<400:
            return fault(.answerRedirect, answer.redirectSummary, .none)
        case 407:
            return fault(.transportProxy, answer.summary, .none)
        case 429:
            return fault(.answerTooManyRequests, answer.error?.message ?? answer.summary, .none)
        default:
            // A 4xx says that the request was not carried out; after anything else it may have been.
            let effect: ServiceFailure.Effect = (400..<500).contains(status) ? .none : .unknown
            if let error = answer.error {
                return fault(ProblemCode(rawValue: error.code), error.message ?? "", effect)
            }
            if answer.isHTML { return fault(.answerHTML, answer.summary, effect) }
            return fault(status >= 500 ? .answerServerError : .answerNotJSON, answer.summary, effect)
        }
    }

    /// Tells a forged or unsigned answer from one that is no answer of the API at all.
    private static func unverified(_ answer: HTTPAnswer) -> AnswerFault {
        guard (try? JSONDecoder().decode(AnyJSON.self, from: answer.body)) != nil else {
            return AnswerFault(code: .answerNotJSON, status: answer.status, message: answer.summary, effect: .unknown)
        }
        let message =
            answer.signature == nil
            ? "the answer has no LicenseSignature" : "the LicenseSignature does not match the answer and the key"
        return AnswerFault(code: .answerUnverified, status: answer.status, message: message, effect: .unknown)
    }
}

extension HTTPAnswer {
    /// The `LicenseSignature` header, in Base64.
    var signature: String? { headers.first(name: "LicenseSignature") }

    /// The error of the License API in the body, if there is one.
    fileprivate var error: ErrorAnswer? { try? JSONDecoder().decode(ErrorAnswer.self, from: body) }

    /// Where a redirect leads: scheme and host only, because the rest may echo a query with a password.
    fileprivate var redirectSummary: String {
        guard let location = headers.first(name: "Location"), let components = URLComponents(string: location),
            let scheme = components.scheme, let host = components.host
        else { return summary }
        return "HTTP \(status) to \(scheme)://\(host)"
    }
}

/// Any JSON at all.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) throws {}
}
