import Foundation
import Licensing
import NIOHTTP1
import TestKit
import Testing

@testable import LicenseAPI

@Suite("Calling the License API", .heavy)
struct HTTPLicenseServiceTests {
    @Test("A borrow sends its headers and body, and brings the grant with a receipt that holds no secret")
    func borrow() async throws {
        let reply = try ScriptedServer.Reply.signed(
            Fixture.borrowResponse, headers: ["Date": DateHeader.format(TestClock.start + 30)])
        try await ScriptedServer.run({ _ in reply }) { server in
            let response = try await withService(at: server.address) { try await $0.borrow(Fixture.userBorrow) }
            #expect(response.value == Fixture.grant)
            #expect(response.clockOffset == 30)

            let receipt = try #require(response.receipt)
            #expect(receipt.body == Data(Fixture.borrowResponse.utf8))
            #expect(!receipt.isRedacted)
            #expect(try TestKey.verifier.verifies(receipt.body, signature: receipt.signature))
            #expect(try TestKey.verifier.verifies(receipt))
            #expect(receipt.keyFingerprint == (try TestKey.verifier.fingerprint))
            #expect(receipt.receivedAt == TestClock.start)
            #expect(receipt.request.contains("user@example.com"))
            #expect(!receipt.request.contains("s3cret-w0rd"))

            let request = try #require(server.requests.first)
            #expect(server.requests.count == 1)
            #expect(request.method == "POST")
            #expect(request.target == "/api/v4/floating/borrow")
            #expect(Data(request.body.utf8) == (try RequestFields.borrow(Fixture.userBorrow).json()))
            let date = DateHeader.format(TestClock.start)
            #expect(request.headers.first(name: "Date") == date)
            #expect(
                request.headers.first(name: "Authorization") == Fixture.signer.authorization(dateHeader: date))
            #expect(request.headers.first(name: "Accept") == "application/json")
            #expect(request.headers.first(name: "Content-Type") == "application/json")
            #expect(request.headers.first(name: "User-Agent") == "Berth/1.2.3")
        }
    }

    @Test("A release is done by an empty text, and needs no signature")
    func release() async throws {
        try await ScriptedServer.run({ _ in .response(200, "", type: "text/plain") }) { server in
            let response = try await withService(at: server.address) { try await $0.release(Fixture.target) }
            #expect(response.value == "")
            #expect(response.receipt == nil)
            #expect(server.requests.map(\.path) == ["/api/v4/floating/release"])
        }
    }

    @Test("A release whose response ends with the connection, before any body, may not have happened")
    func cutOff() async throws {
        let heads = ["Content-Type: text/html\r\n", "", "Content-Type: application/json\r\nConnection: close\r\n"]
        for head in heads {
            let reply = ScriptedServer.Reply.bytes(Array("HTTP/1.1 200 OK\r\n\(head)\r\n".utf8))
            try await ScriptedServer.run({ _ in reply }) { server in
                let failure = try await withService(at: server.address) { service in
                    await caught { try await service.release(Fixture.target) }
                }
                // The connection's end may come as a reset, which tells nothing of what came before.
                let codes: [ProblemCode] = [.responseUnexpected, .transportLost]
                #expect(failure.map { codes.contains($0.problem.code) } == true, "\(String(describing: failure))")
                #expect(failure?.problem.effect == .possible)
            }
        }
    }

    @Test("A release with any other response may not have happened")
    func doubtfulRelease() async throws {
        for (reply, code) in [
            (ScriptedServer.Reply.response(200, "Please sign in", type: "text/plain"), ProblemCode.responseUnexpected),
            (.response(200, Fixture.refusal), .floatingNotAvailable), (.response(202, ""), .responseUnexpected),
            (.response(500, Fixture.refusal), .floatingNotAvailable),
        ] {
            let failure = try await ScriptedServer.run({ _ in reply }) { server in
                try await withService(at: server.address) { service in
                    await caught { try await service.release(Fixture.target) }
                }
            }
            #expect(failure?.problem.code == code)
            #expect(failure?.problem.effect == .possible)
        }
    }

    @Test("Every other call goes to its endpoint by its method")
    func endpoints() async throws {
        let license = #"{"id":5}"#
        let script: @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply = { request in
            let body =
                switch request.path {
                case "/api/v4/check_license", "/api/v4/activate_license": license
                case "/api/v4/user_licenses": "[\(license)]"
                case "/api/v4/product_details": #"{"product_name":"P","short_code":"PROD1"}"#
                case "/api/v4/check_license_feature": #"{"id":5,"code":"FEAT1","name":"F"}"#
                case "/api/v4/sso_url": #"{"url":"https://sso.example"}"#
                case "/api/v4/floating/feature_borrow": #"{"borrowed_until":"2031-05-06T00:00:00Z"}"#
                case "/api/v4/deactivate_license": "License deactivated"
                case "/api/v4/change_password": "Password changed"
                default: ""
                }
            return (try? .signed(body)) ?? .silence
        }
        let user = Credentials.user(name: "user@example.com", password: Secret("s3cret-w0rd"))
        try await ScriptedServer.run(script) { server in
            try await withService(at: server.address) { service in
                let activation = ActivationRequest(
                    product: "PROD1", hardwareID: Fixture.hardwareID, credentials: .licenseKey(Fixture.key))
                #expect(try await service.check(Fixture.target).value.id == 5)
                #expect(try await service.activate(activation).value.id == 5)
                #expect(try await service.deactivate(Fixture.target).value == "License deactivated")
                #expect(try await service.userLicenses(product: "PROD1", credentials: user).value.map(\.id) == [5])
                #expect(try await service.productDetails("PROD1").value.code == "PROD1")
                #expect(try await service.borrow(Fixture.featureBorrow).value.end == Fixture.instant)
                #expect(try await service.release(Fixture.featureTarget).value == "")
                #expect(try await service.checkFeature(Fixture.featureTarget).value.code == "FEAT1")
                let nameless = await #expect(throws: ServiceFailure.self) {
                    try await service.checkFeature(Fixture.target)
                }
                #expect(nameless?.problem.code == .inputInvalid)
                let changed = try await service.changePassword(
                    username: "user@example.com", from: Secret("a"), to: Secret("b"))
                #expect(changed.value == "Password changed")
                let url = try await service.singleSignOnURL(
                    product: "PROD1", customerAccountCode: "acme", response: .code)
                #expect(url.value == "https://sso.example")
            }
            #expect(
                server.requests.map { "\($0.method) \($0.path)" } == [
                    "GET /api/v4/check_license", "POST /api/v4/activate_license", "POST /api/v4/deactivate_license",
                    "GET /api/v4/user_licenses", "GET /api/v4/product_details", "POST /api/v4/floating/feature_borrow",
                    "POST /api/v4/floating/feature_release", "GET /api/v4/check_license_feature",
                    "POST /api/v4/change_password", "GET /api/v4/sso_url",
                ])
            #expect(
                server.requests[3].target
                    == "/api/v4/user_licenses?password=s3cret-w0rd&product=PROD1&username=user@example.com")
            #expect(
                server.requests[9].target
                    == "/api/v4/sso_url?customer_account_code=acme&product=PROD1&response_type=code")
        }
    }

    @Test("A license key has no list of licenses: nothing is sent")
    func userLicensesByKey() async throws {
        try await ScriptedServer.run({ _ in .silence }) { server in
            let failure = try await withService(at: server.address) { service in
                await caught { try await service.userLicenses(product: "P", credentials: .licenseKey(Fixture.key)) }
            }
            #expect(failure?.problem.code == .inputInvalid)
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("A refusal keeps the code, the words and the facts of what was asked")
    func refusal() async throws {
        try await ScriptedServer.run({ _ in .response(400, Fixture.refusal) }) { server in
            let failure = try await withService(at: server.address) { service in
                await caught { try await service.borrow(Fixture.userBorrow) }
            }
            let problem = try #require(failure?.problem)
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(problem.code == .floatingNotAvailable)
            #expect(problem.status == 400)
            #expect(problem.message == "No available slots")
            #expect(problem.time == TestClock.start)
            #expect(problem.facts.server == server.address)
            #expect(problem.facts.endpoint == "/api/v4/floating/borrow")
            #expect(problem.facts.product == "PROD1")
            #expect(problem.facts.requestedEnd == .at(Fixture.instant))
            #expect(problem.facts.license == "user@example.com")
            #expect(server.requests.count == 1)
        }
    }

    @Test("A borrow whose response is not signed may exist")
    func unverifiedBorrow() async throws {
        let failure = try await borrowFailure { _ in .response(200, Fixture.borrowResponse) }
        #expect(failure?.problem.code == .responseUnverified)
        #expect(failure?.problem.effect == .possible)
    }

    @Test("A lookup without an effect never leaves an unknown outcome")
    func lookup() async throws {
        let failure = try await ScriptedServer.run({ _ in .reset }) { server in
            try await withService(at: server.address) { service in
                await caught { try await service.productDetails("PROD1") }
            }
        }
        #expect(failure?.problem.code == .transportLost)
        #expect(failure?.problem.effect == ServerEffect.none)
    }

    @Test("A check whose connection breaks off may have taken a seat")
    func brokenCheck() async throws {
        let failure = try await ScriptedServer.run({ _ in .reset }) { server in
            try await withService(at: server.address) { service in
                await caught { try await service.check(Fixture.target) }
            }
        }
        #expect(failure?.problem.code == .transportLost)
        #expect(failure?.problem.effect == .possible)
    }
}
