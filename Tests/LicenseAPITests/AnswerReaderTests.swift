import Foundation
import Licensing
import NIOHTTP1
import Testing

@testable import LicenseAPI

@Suite("What an answer means")
struct AnswerReaderTests {
    private func read(
        _ status: Int, _ body: String, _ headers: HTTPHeaders = [:], of endpoint: Endpoint = .borrow
    ) throws -> Result<String, AnswerFault> {
        AnswerReader.read(
            HTTPAnswer(status: status, headers: headers, body: Data(body.utf8)), of: endpoint,
            with: try TestKey.verifier
        ) { body in
            _ = try JSONDecoder().decode([String: Int].self, from: body)
            return String(decoding: body, as: UTF8.self)
        }
    }

    private func fault(
        _ status: Int, _ body: String, _ headers: HTTPHeaders = [:], of endpoint: Endpoint = .borrow
    ) throws -> AnswerFault? {
        if case .failure(let fault) = try read(status, body, headers, of: endpoint) { fault } else { nil }
    }

    @Test("A signed answer of the right shape is its value")
    func success() throws {
        let body = #"{"a":1}"#
        #expect(try read(200, body, ["LicenseSignature": TestKey.signature(body)]) == .success(body))
    }

    @Test("An endpoint without signatures needs none")
    func unsigned() throws {
        #expect(try read(200, #"{"a":1}"#, of: .featureBorrow) == .success(#"{"a":1}"#))
    }

    @Test("Without its signature, or with a wrong one, an answer is unverified and its outcome unknown")
    func unverified() throws {
        for headers in [[:], ["LicenseSignature": try TestKey.signature("else")]] as [HTTPHeaders] {
            let fault = try fault(200, #"{"a":1}"#, headers)
            #expect(fault?.code == .answerUnverified)
            #expect(fault?.effect == .unknown)
        }
    }

    @Test("The endpoints verified are those that the vendor's client verifies")
    func signedEndpoints() {
        let signed: [Endpoint] = [
            .borrow, .activate, .check, .checkFeature, .userLicenses, .productDetails, .singleSignOnURL,
        ]
        let unsigned: [Endpoint] = [.release, .featureBorrow, .featureRelease, .deactivate, .changePassword, .oauthURL]
        #expect(signed.allSatisfy { $0.isSigned })
        #expect(!unsigned.contains { $0.isSigned })
    }

    @Test("A check takes a seat, so it has an effect; lists and descriptions have none")
    func effects() {
        #expect(Endpoint.check.hasEffect)
        #expect(Endpoint.checkFeature.hasEffect)
        let lookups: [Endpoint] = [.userLicenses, .productDetails, .singleSignOnURL, .oauthURL]
        #expect(!lookups.contains { $0.hasEffect })
    }

    @Test("A signed answer of another shape is not usable, and its outcome unknown")
    func otherShape() throws {
        let body = #"{"a":"b"}"#
        let fault = try fault(200, body, ["LicenseSignature": TestKey.signature(body)])
        #expect(fault?.code == .answerNotJSON)
        #expect(fault?.effect == .unknown)
    }

    @Test("Success that is no JSON at all is told apart from a forged answer", arguments: ["", "OK", "{\"a\":"])
    func notJSON(body: String) throws {
        let fault = try fault(200, body)
        #expect(fault?.code == .answerNotJSON)
        #expect(fault?.effect == .unknown)
    }

    @Test("The API's errors keep their codes, known or not; a 4xx had no effect, a 5xx may have had one")
    func errors() throws {
        #expect(
            try fault(400, Fixture.refusal)
                == AnswerFault(
                    code: .floatingNotAvailable, status: 400, message: "No available slots", effect: .none))
        #expect(try fault(401, #"{"status":401,"code":"brand_new","message":"?"}"#)?.code == "brand_new")
        let internalError = try fault(500, #"{"status":500,"code":"internal_error","message":"sorry"}"#)
        #expect(internalError?.code == .internalError)
        #expect(internalError?.effect == .unknown)
    }

    @Test(
        "A web page is told as such, whatever its status",
        arguments: [
            (200, ServiceFailure.Effect.unknown), (403, .none), (404, .none), (502, .unknown),
        ])
    func html(status: Int, effect: ServiceFailure.Effect) throws {
        for (body, headers) in [
            ("<p>hello</p>", ["Content-Type": "text/html; charset=utf-8"]), ("\n <!DOCTYPE html><html>", [:]),
            ("<HTML>", [:]),
        ] as [(String, HTTPHeaders)] {
            let fault = try fault(status, body, headers)
            #expect(fault?.code == .answerHTML)
            #expect(fault?.effect == effect)
        }
    }

    @Test("A web page is no success for an endpoint that answers with a text either")
    func htmlForText() throws {
        let fault = try fault(200, "<html>Sign in to the network</html>", of: .release)
        #expect(fault?.code == .answerHTML)
        #expect(fault?.effect == .unknown)
    }

    @Test(
        "Other answers have a code each",
        arguments: [
            (301, ProblemCode.answerRedirect, ServiceFailure.Effect.none), (307, .answerRedirect, .none),
            (403, .answerNotJSON, .none), (407, .transportProxy, .none), (429, .answerTooManyRequests, .none),
            (500, .answerServerError, .unknown), (503, .answerServerError, .unknown),
        ])
    func others(status: Int, code: ProblemCode, effect: ServiceFailure.Effect) throws {
        let fault = try fault(status, "words")
        #expect(fault?.code == code)
        #expect(fault?.effect == effect)
        #expect(fault?.status == status)
    }

    @Test("An error body without a code is not the API's")
    func foreignJSON() throws {
        #expect(try fault(403, #"{"message":"Forbidden"}"#)?.code == .answerNotJSON)
    }

    @Test("Neither a page's text nor a redirect's query, which may echo a password, comes into a message")
    func messages() throws {
        let page = try fault(502, "<html>you sent s3cret-w0rd</html>")
        let redirect = try fault(302, "", ["Location": "https://example.com/x?password=s3cret-w0rd"])
        #expect(page?.message.contains("s3cret-w0rd") == false)
        #expect(redirect?.message == "HTTP 302 to https://example.com")
    }

    @Test("The clock's offset is the answer's date against the middle of the exchange")
    func clockOffset() {
        let sent = Date(timeIntervalSince1970: 1_307_479_895)
        let answer = HTTPAnswer(status: 200, headers: ["Date": "Tue, 07 Jun 2011 20:53:36 GMT"], body: Data())
        #expect(answer.clockOffset(sentAt: sent, receivedAt: sent + 2) == 120)
        let undated = HTTPAnswer(status: 200, headers: ["Date": "yesterday"], body: Data())
        #expect(undated.clockOffset(sentAt: sent, receivedAt: sent) == nil)
    }
}
