import Foundation
import Licensing
import TestKit
import Testing

@testable import LicenseAPI

@Suite("A request that is only sketched", .heavy)
struct RequestSketchTests {
    /// What heard of requests.
    private actor Heard {
        var sketches: [RequestSketch] = []

        func take(_ sketch: RequestSketch) { sketches.append(sketch) }
    }

    /// The sketches of what a service is asked for, at a server that nobody could reach.
    private func sketches(
        _ authorization: Authorization = .apiKey(Fixture.signer),
        _ ask: @Sendable (HTTPLicenseService) async throws -> Void
    ) async throws -> [RequestSketch] {
        let heard = Heard()
        let service = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: "http://127.0.0.1:9"), authorization: authorization,
                client: Fixture.client),
            now: { Date(timeIntervalSince1970: 1_307_479_895) }
        ).rehearsing { await heard.take($0) }
        do {
            try await ask(service)
            Issue.record("nothing can have come of it")
        } catch let failure as ServiceFailure {
            #expect(failure.problem.code == .operationNotSent && failure.problem.effect == .none)
        }
        return await heard.sketches
    }

    @Test("A POST has its body byte for byte, with variables for what is secret")
    func post() async throws {
        let sketches = try await sketches { _ = try await $0.borrow(Fixture.userBorrow) }
        let sketch = try #require(sketches.first)
        #expect(sketch.method == "POST" && sketch.url == "http://127.0.0.1:9/api/v4/floating/borrow")
        let body = try #require(sketch.body)
        #expect(body.contains(#""password":"$BERTH_PASSWORD""#), "\(body)")
        let sent = try RequestFields.borrow(Fixture.userBorrow).withVariables.json()
        #expect(body == String(decoding: sent, as: UTF8.self))
        let headers = Dictionary(uniqueKeysWithValues: sketch.headers.map { ($0.name, $0.value) })
        #expect(headers["Date"] == "Tue, 07 Jun 2011 20:51:35 GMT")
        #expect(
            headers["Authorization"]
                == #"algorithm="hmac-sha256",headers="date",signature="$SIGNATURE",apikey="$BERTH_API_KEY""#)
        #expect(headers["Content-Type"] == "application/json" && headers["User-Agent"] == Fixture.client.userAgent)
    }

    @Test("A GET has its query, and no token is fetched for it")
    func get() async throws {
        let client = OAuthClient(clientID: "acme", clientSecret: Secret("s3cret"))
        let sketches = try await sketches(.oauth(client)) { service in
            _ = try await service.userLicenses(
                product: "SIM", credentials: .user(name: "ana@example.com", password: Secret("s3cret-w0rd")))
        }
        let sketch = try #require(sketches.first)
        #expect(sketches.count == 1 && sketch.method == "GET" && sketch.body == nil)
        #expect(sketch.url.hasPrefix("http://127.0.0.1:9/api/v4/user_licenses?password=$BERTH_PASSWORD&product=SIM&"))
        #expect(sketch.headers.contains(.init(name: "Authorization", value: "Bearer $TOKEN")))
    }

    @Test("A secret that was typed in another place is blotted out")
    func misplaced() async throws {
        var request = Fixture.borrow
        request.product = Fixture.key.exposed
        let misplaced = request
        let sketches = try await sketches { _ = try await $0.borrow(misplaced) }
        let sketch = try #require(sketches.first)
        #expect(sketch.body?.contains(Fixture.key.exposed) == false)
    }
}
