import Foundation
import Licensing
import NIOHTTP1
import Testing

@testable import LicenseAPI

@Suite("What a response means")
struct ResponseReaderTests {
    private func read(
        _ status: Int, _ body: String, _ headers: HTTPHeaders = [:], of endpoint: Endpoint = .borrow
    ) throws -> Result<String, ResponseFault> {
        ResponseReader.read(
            HTTPResponse(status: status, headers: headers, body: Data(body.utf8)), of: endpoint,
            with: try TestKey.verifier, receivedAt: Date(timeIntervalSince1970: 0)
        ) { body in
            _ = try JSONDecoder().decode([String: Int].self, from: body)
            return String(decoding: body, as: UTF8.self)
        }
    }

    private func fault(
        _ status: Int, _ body: String, _ headers: HTTPHeaders = [:], of endpoint: Endpoint = .borrow
    ) throws -> ResponseFault? {
        if case .failure(let fault) = try read(status, body, headers, of: endpoint) { fault } else { nil }
    }

    @Test("A signed response of the right shape is its value")
    func success() throws {
        let body = #"{"a":1}"#
        #expect(try read(200, body, ["LicenseSignature": TestKey.signature(body)]) == .success(body))
    }

    @Test("An endpoint without signatures needs none")
    func unsigned() throws {
        #expect(try read(200, #"{"a":1}"#, of: .featureBorrow) == .success(#"{"a":1}"#))
    }

    @Test("Without its signature, or with an empty or a wrong one, a response is unverified and its outcome unknown")
    func unverified() throws {
        for headers in [
            [:], ["LicenseSignature": ""], ["LicenseSignature": " "],
            ["LicenseSignature": try TestKey.signature("else")],
        ] as [HTTPHeaders] {
            let fault = try fault(200, #"{"a":1}"#, headers)
            #expect(fault?.code == .responseUnverified)
            #expect(fault?.effect == .possible)
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

    @Test("A signed response of another shape is not usable, and its outcome unknown")
    func otherShape() throws {
        let body = #"{"a":"b"}"#
        let fault = try fault(200, body, ["LicenseSignature": TestKey.signature(body)])
        #expect(fault?.code == .responseNotJSON)
        #expect(fault?.message.hasSuffix("; a is in another form") == true)
        #expect(fault?.effect == .possible)
        // Of what is no object at all no member is named.
        for body in ["null", "[]", "5"] {
            let whole = try self.fault(200, body, ["LicenseSignature": TestKey.signature(body)])
            #expect(whole?.code == .responseNotJSON && whole?.message.hasSuffix(" bytes") == true, "\(body)")
        }
    }

    @Test("Blanks around a signature are not a part of it")
    func blanks() throws {
        let body = #"{"a":1}"#
        #expect(try read(200, body, ["LicenseSignature": "  \(TestKey.signature(body)) \t"]) == .success(body))
    }

    @Test("Success that is no JSON at all is told apart from a forged response", arguments: ["", "OK", "{\"a\":"])
    func notJSON(body: String) throws {
        let fault = try fault(200, body)
        #expect(fault?.code == .responseNotJSON)
        #expect(fault?.effect == .possible)
    }

    @Test("The API's errors keep their codes, known or not; a 4xx had no effect, a 5xx may have had one")
    func errors() throws {
        #expect(
            try fault(400, Fixture.refusal)
                == ResponseFault(
                    code: .floatingNotAvailable, serverCode: "floating_not_available", status: 400,
                    message: "No available slots", effect: .none,
                    isOfTheAPI: true))
        #expect(try fault(401, #"{"status":401,"code":"brand_new","message":"?"}"#)?.code == "brand_new")
        let own = try fault(400, #"{"status":400,"code":"ledger_corrupt","message":"?"}"#)
        #expect(own?.code == "server/ledger_corrupt")
        let internalError = try fault(500, #"{"status":500,"code":"internal_error","message":"sorry"}"#)
        #expect(internalError?.code == .internalError)
        #expect(internalError?.effect == .possible)
    }

    @Test("A gateway that gave up waiting leaves open what was done, and any other 4xx does not", arguments: 400..<500)
    func gateways(status: Int) throws {
        guard ![407, 429].contains(status) else { return }
        let effect: ServerEffect = [408, 499].contains(status) ? .possible : .none
        for body in [Fixture.refusal, "<html>", "no"] { #expect(try fault(status, body)?.effect == effect, "\(body)") }
    }

    @Test(
        "A web page is told as such, whatever its status",
        arguments: [
            (200, ServerEffect.possible), (403, .none), (404, .none), (502, .possible),
        ])
    func html(status: Int, effect: ServerEffect) throws {
        for (body, headers) in [
            ("<p>hello</p>", ["Content-Type": "text/html; charset=utf-8"]), ("\n <!DOCTYPE html><html>", [:]),
            ("<HTML>", [:]),
        ] as [(String, HTTPHeaders)] {
            let fault = try fault(status, body, headers)
            #expect(fault?.code == .responseHTML)
            #expect(fault?.effect == effect)
        }
    }

    @Test("A release is done by the empty text alone", arguments: [Endpoint.release, .featureRelease])
    func release(endpoint: Endpoint) throws {
        for (body, type) in [("", "text/plain"), ("", "text/html"), (#""""#, "application/json")] {
            #expect(try textFault(200, body, type, of: endpoint) == nil)
        }
        for body in [
            "Please sign in to the network", "false", "license_released", "null", "{}", "{not json", " ", "OK",
            "license_deactivated",
            String(repeating: "[", count: 400_000),
        ] {
            let fault = try textFault(200, body, of: endpoint)
            #expect(fault?.code == .responseUnexpected)
            #expect(fault?.effect == .possible)
        }
        let page = try textFault(200, "<html>Sign in to the network</html>", of: endpoint)
        #expect(page?.code == .responseHTML)
        #expect(page?.effect == .possible)
    }

    @Test("An empty body is a release where it is surely whole, under every type")
    func cutOff() throws {
        let whole: [(HTTPHeaders, isFramed: Bool)] = [
            (["Content-Length": "0"], false), (["Content-Length": "0", "Content-Encoding": "gzip"], false),
            (["Transfer-Encoding": "chunked"], false), (["Transfer-Encoding": "gzip, Chunked"], false), ([:], true),
        ]
        let doubtful: [(HTTPHeaders, isFramed: Bool)] = [
            ([:], false), (["Connection": "close"], false), (["Content-Length": "12"], false),
            (["Transfer-Encoding": "gzip"], false), (["Content-Length": "10", "Content-Encoding": "gzip"], true),
            (["Transfer-Encoding": "chunked", "Content-Encoding": "gzip"], false),
        ]
        for type in ["text/html", "text/plain", "application/json"] {
            for (headers, isFramed) in whole {
                #expect(try emptyFault(headers, type, isFramed) == nil, "\(headers)")
            }
            for (headers, isFramed) in doubtful {
                let fault = try emptyFault(headers, type, isFramed)
                #expect(fault?.code == .responseUnexpected && fault?.effect == .possible, "\(headers)")
            }
        }
    }

    private func emptyFault(_ headers: HTTPHeaders, _ type: String, _ isFramed: Bool) throws -> ResponseFault? {
        var headers = headers
        headers.add(name: "Content-Type", value: type)
        return ResponseReader.fault(
            in: HTTPResponse(status: 200, headers: headers, body: Data(), isFramed: isFramed), of: .release,
            receivedAt: Date(timeIntervalSince1970: 0))
    }

    @Test("A deactivation and a change of password are done by the documented text alone")
    func otherTexts() throws {
        for (endpoint, text) in [(Endpoint.deactivate, "license_deactivated"), (.changePassword, "password_changed")] {
            for body in [text, "\"\(text)\"", text.replacing("_", with: " ").capitalized] {
                #expect(try textFault(200, body, of: endpoint) == nil)
            }
            for body in [
                "", "Please sign in", "{\"\(text)\":false}", text + "!", "\(text)\nno", "no_\(text)", "[\"\(text)\"]",
                "The device could not be deactivated", "The password was not changed", "deactivated", "changed",
            ] {
                let fault = try textFault(200, body, of: endpoint)
                #expect(fault?.code == .responseUnexpected && fault?.effect == .possible, "\(body)")
            }
        }
    }

    private func textFault(
        _ status: Int, _ body: String, _ type: String = "text/plain", of endpoint: Endpoint
    ) throws -> ResponseFault? {
        ResponseReader.fault(
            in: HTTPResponse(
                status: status, headers: ["Content-Type": type, "Content-Length": "\(body.utf8.count)"],
                body: Data(body.utf8)), of: endpoint,
            receivedAt: Date(timeIntervalSince1970: 0))
    }

    @Test("An error under the status of a success keeps its code, and may have been carried out")
    func errorAsSuccess() throws {
        for endpoint in [Endpoint.release, .borrow, .featureBorrow] {
            let fault = try fault(200, Fixture.refusal, of: endpoint)
            #expect(fault?.code == .floatingNotAvailable)
            #expect(fault?.effect == .possible)
        }
        let feature = try fault(200, #"{"id":5,"code":"F","name":"F"}"#, of: .checkFeature)
        #expect(feature?.code == .responseUnverified, "a member named code is no error")
    }

    @Test("Of the successes 200 alone is one", arguments: [201, 202, 204, 206, 299])
    func otherSuccesses(status: Int) throws {
        let body = #"{"a":1}"#
        for fault in [
            try fault(status, body, ["LicenseSignature": TestKey.signature(body)]), try fault(status, "", of: .release),
        ] {
            #expect(fault?.code == .responseUnexpected)
            #expect(fault?.effect == .possible)
        }
    }

    @Test("A refusal's code under a 5xx is kept, and what was done is not known")
    func refusalAsFailure() throws {
        let fault = try fault(500, Fixture.refusal, of: .release)
        #expect(fault?.code == .floatingNotAvailable)
        #expect(fault?.effect == .possible)
    }

    @Test("A redirect that leads nowhere is none", arguments: [300, 302, 303, 304])
    func notRedirect(status: Int) throws {
        let fault = try fault(status, "")
        #expect(fault?.code == .responseUnexpected)
        #expect(fault?.effect == .possible)
    }

    @Test("How long to wait is read, in seconds or as a date")
    func retryAfter() throws {
        func wait(_ text: String, _ headers: HTTPHeaders = [:]) throws -> Double? {
            var headers = headers
            headers.add(name: "Retry-After", value: text)
            return try fault(429, "", headers)?.retryAfter
        }
        #expect(try wait("7") == 7)
        let date: HTTPHeaders = ["Date": "Tue, 07 Jun 2011 20:51:35 GMT"]
        #expect(try wait("Tue, 07 Jun 2011 20:52:05 GMT", date) == 30)
        #expect(try wait("Thu, 01 Jan 1970 00:01:00 GMT") == 60)
        #expect(try wait("Tue, 07 Jun 2011 20:51:05 GMT", date) == 0)
        #expect(try wait("soon") == nil)
        #expect(try wait("-1") == nil)
    }

    @Test(
        "Other responses have a code each",
        arguments: [
            (301, ProblemCode.responseRedirect, ServerEffect.none), (307, .responseRedirect, .none),
            (403, .responseNotJSON, .none), (407, .transportProxy, .none), (429, .responseTooManyRequests, .none),
            (500, .responseServerError, .possible), (503, .responseServerError, .possible),
        ])
    func others(status: Int, code: ProblemCode, effect: ServerEffect) throws {
        let fault = try fault(status, "words", ["Location": "https://elsewhere.example"])
        #expect(fault?.code == code)
        #expect(fault?.effect == effect)
        #expect(fault?.status == status)
    }

    @Test("An error body without a code is not the API's")
    func foreignJSON() throws {
        #expect(try fault(403, #"{"message":"Forbidden"}"#)?.code == .responseNotJSON)
    }

    @Test("Neither a page's text nor a redirect's query, which may echo a password, comes into a message")
    func messages() throws {
        let page = try fault(502, "<html>you sent s3cret-w0rd</html>")
        let redirect = try fault(302, "", ["Location": "https://example.com/x?password=s3cret-w0rd"])
        #expect(page?.message.contains("s3cret-w0rd") == false)
        #expect(redirect?.message == "HTTP 302 to https://example.com")
    }

    @Test("The clock's offset is the response's date against the middle of the exchange")
    func clockOffset() {
        let sent = Date(timeIntervalSince1970: 1_307_479_895)
        let response = HTTPResponse(status: 200, headers: ["Date": "Tue, 07 Jun 2011 20:53:36 GMT"], body: Data())
        #expect(response.clockOffset(sentAt: sent, receivedAt: sent + 2) == 120)
        let undated = HTTPResponse(status: 200, headers: ["Date": "yesterday"], body: Data())
        #expect(undated.clockOffset(sentAt: sent, receivedAt: sent) == nil)
    }
}
