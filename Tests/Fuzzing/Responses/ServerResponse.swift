import Foundation
import Licensing
import NIOHTTP1

@testable import LicenseAPI

/// What has to hold of any response, whoever sent it.
///
/// A text of lines: the endpoint's last word and the status, the headers, an empty line, and the body.
enum ServerResponse {
    private static let receivedAt = Date(timeIntervalSince1970: 1_795_438_920)
    /// Stands in requests, so a server may say it, and nothing that is kept may.
    private static let secret = "Corr3ct-Horse-8attery"
    private static let redactor = Redactor([Secret(secret)])

    static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let (endpoint, response) = parse(bytes) else { return }
        let read = ResponseReader.read(
            response, of: endpoint, with: SampleKey.verifier, receivedAt: receivedAt
        ) { body in try decode(body, of: endpoint) }
        switch read {
        case .success:
            precondition(response.status == 200, "a response of status \(response.status) is a success")
            precondition(
                !endpoint.isSigned || SampleKey.hasSigned(response.body),
                "a response that nobody has signed is believed")
        case .failure(let fault): check(fault, of: response)
        }
        checkUnsigned(response, of: endpoint)
        checkReceipt(response)
    }

    /// Nobody can guess a signature, so what is behind it is reached without one, too.
    private static func checkUnsigned(_ response: HTTPResponse, of endpoint: Endpoint) {
        var endpoint = endpoint
        endpoint.isSigned = false
        let read = ResponseReader.read(
            response, of: endpoint, with: SampleKey.verifier, receivedAt: receivedAt
        ) { body in try decode(body, of: endpoint) }
        if case .failure(let fault) = read { check(fault, of: response) }
    }

    private static func check(_ fault: ResponseFault, of response: HTTPResponse) {
        if fault.isOfTheAPI { precondition(fault.serverCode != nil, "an error of the API has no code") }
        if let seconds = fault.retryAfter {
            precondition(seconds >= 0 && seconds.isFinite, "to be repeated after \(seconds) seconds")
        }
        // Only what a server refuses is surely not done.
        if fault.effect == .none {
            precondition((300..<500).contains(response.status), "status \(response.status) is taken for a refusal")
        }
        let code = ProblemCode(server: fault.serverCode ?? "")
        precondition(code.rawValue.count <= 72, "a code of \(code.rawValue.count) characters")
    }

    /// What is kept of a response holds no secret, and is a receipt of the bytes as they came.
    private static func checkReceipt(_ response: HTTPResponse) {
        let kept = redactor.redacted(json: response.body)
        precondition(!String(decoding: kept, as: UTF8.self).contains(secret), "a secret is kept")
        let receipt = Receipt(
            request: "{}", body: kept, isRedacted: kept != response.body,
            digest: ResponseVerifier.digest(of: response.body), signature: response.signature ?? "",
            keyFingerprint: SampleKey.verifier.fingerprint, receivedAt: receivedAt)
        precondition(
            !SampleKey.verifier.verifies(receipt) || SampleKey.hasSigned(response.body), "a receipt is believed")
    }

    /// Reads a body as the client does for that endpoint.
    private static func decode(_ body: Data, of endpoint: Endpoint) throws {
        let decoder = JSONDecoder()
        switch endpoint.path {
        case Endpoint.borrow.path: try check(decoder.decode(BorrowResponse.self, from: body).grant)
        case Endpoint.featureBorrow.path: try check(decoder.decode(FeatureBorrowResponse.self, from: body).grant)
        case Endpoint.check.path, Endpoint.activate.path:
            _ = try decoder.decode(LicenseResponse.self, from: body).license
        case Endpoint.checkFeature.path: _ = try decoder.decode(FeatureResponse.self, from: body).feature
        case Endpoint.userLicenses.path:
            _ = try decoder.decode([UserLicensesElement].self, from: body).map { try $0.content.license }
        case Endpoint.productDetails.path: _ = try decoder.decode(ProductDetailsResponse.self, from: body).product
        case Endpoint.singleSignOnURL.path, Endpoint.oauthURL.path:
            _ = try decoder.decode(AddressResponse.self, from: body).url
        default: _ = redactor.redacted(String(decoding: body, as: UTF8.self))
        }
    }

    private static func check(_ grant: BorrowGrant) {
        precondition(grant.end.timeIntervalSince1970.isFinite, "a grant without an end")
        precondition(
            (0...1_000_000).contains(grant.maxBorrowHours ?? 0), "a grant of \(grant.maxBorrowHours ?? 0) hours")
        precondition((grant.deviceID ?? 1) > 0 && (grant.licenseID ?? 1) > 0, "a grant with an id that is none")
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> (Endpoint, HTTPResponse)? {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        guard let words = lines.popFirst()?.split(separator: UInt8(ascii: " ")), words.count == 2,
            let status = Int(String(decoding: words[1], as: UTF8.self))
        else { return nil }
        let name = "/" + String(decoding: words[0], as: UTF8.self)
        guard let endpoint = Endpoint.all.first(where: { $0.path.hasSuffix(name) }) else { return nil }
        var headers = HTTPHeaders()
        while let line = lines.popFirst(), !line.isEmpty {
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            // A line of another name ends the response before it is read.
            guard parts[0].allSatisfy({ $0 < 0x80 }) else { return nil }
            headers.add(
                name: String(decoding: parts[0], as: UTF8.self),
                value: parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : "")
        }
        let body = Data(lines.joined(separator: [UInt8(ascii: "\n")]))
        return (endpoint, HTTPResponse(status: status, headers: headers, body: body))
    }
}

/// What libFuzzer, which has the program's `main`, calls with each of its inputs.
@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    ServerResponse.check(UnsafeBufferPointer(start: bytes, count: count))
    return 0
}
