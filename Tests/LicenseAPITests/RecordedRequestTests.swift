import Foundation
import Licensing
import NIOHTTP1
import TestKit
import Testing

@testable import LicenseAPI

@Suite("Requests beside those of the official Python SDK", .heavy)
struct RecordedRequestTests {
    /// A call, and how its request may differ from the SDK's.
    struct Pair: Sendable, CustomTestStringConvertible {
        /// The recorded request's name.
        var name: String
        /// The members that differ, each with the reason.
        var differences: [String: String] = [:]
        var usesToken = false
        var call: @Sendable (HTTPLicenseService) async throws -> Void

        var testDescription: String { name }
    }

    private static let anyType = "the documentation recommends application/json, and the SDK takes anything"
    private static let spelling = "the documentation writes apikey, the SDK apiKey"
    private static let noBody = "the SDK declares a type for a body that a GET does not have"
    private static let everyPost = ["header.accept": anyType, "header.authorization": spelling]
    private static let everyGet = everyPost.merging(["header.content-type": noBody]) { $1 }

    private static let user = Credentials.user(name: "ana+test@example.com", password: Secret("s3cret-w0rd"))
    private static var userTarget: LicenseTarget {
        var target = Fixture.userTarget
        target.licenseID = 1_699_349_720_166_389
        return target
    }

    static let pairs: [Pair] = [
        Pair(name: "borrow by key", differences: everyPost) { _ = try await $0.borrow(Fixture.borrow) },
        Pair(name: "borrow by user", differences: everyPost) { service in
            var request = Fixture.userBorrow
            request.credentials = user
            _ = try await service.borrow(request)
        },
        Pair(name: "borrow by code", differences: everyPost) { service in
            var request = Fixture.borrow
            request.bundleCode = "SUITE"
            request.credentials = .singleSignOn(
                .init(proof: .code(Secret("c0de")), customerAccountCode: "acme", redirectURI: "https://here.example"))
            _ = try await service.borrow(request)
        },
        Pair(name: "release", differences: everyPost) { _ = try await $0.release(Fixture.target) },
        Pair(name: "release by user", differences: everyPost) { _ = try await $0.release(userTarget) },
        Pair(name: "feature borrow", differences: everyPost) { service in
            var request = Fixture.featureBorrow
            request.end = .at(Fixture.instant)
            _ = try await service.borrow(request)
        },
        Pair(
            name: "feature borrow, no end",
            differences: everyPost.merging([
                "body.borrowed_until":
                    "the documentation requires it and null asks for the maximum, the SDK leaves it out"
            ]) { $1 }
        ) { _ = try await $0.borrow(Fixture.featureBorrow) },
        Pair(name: "feature release", differences: everyPost) {
            _ = try await $0.release(Fixture.featureTarget)
        },
        Pair(name: "check", differences: everyGet) { _ = try await $0.check(Fixture.target) },
        Pair(name: "check by user", differences: everyGet) { _ = try await $0.check(Fixture.userTarget) },
        Pair(name: "check feature", differences: everyGet) { _ = try await $0.checkFeature(Fixture.featureTarget) },
        Pair(
            name: "activate",
            differences: everyPost.merging(["body.sdk_ver": "each names itself"]) { $1 }
        ) { service in
            _ = try await service.activate(
                ActivationRequest(
                    product: "PROD1", hardwareID: Fixture.hardwareID, credentials: .licenseKey(Fixture.key)))
        },
        Pair(name: "deactivate", differences: everyPost) { _ = try await $0.deactivate(Fixture.target) },
        Pair(name: "user licenses", differences: everyGet) {
            _ = try await $0.userLicenses(product: "PROD1", credentials: user)
        },
        Pair(name: "product details", differences: everyGet) { _ = try await $0.productDetails("PROD1") },
        Pair(name: "change password", differences: everyPost) {
            _ = try await $0.changePassword(
                username: "ana+test@example.com", from: Secret("s3cret-w0rd"), to: Secret("n3w"))
        },
        Pair(name: "sign-on address", differences: everyGet) {
            _ = try await $0.singleSignOnURL(product: "PROD1", customerAccountCode: "acme", response: .code)
        },
        Pair(name: "borrow with a token", differences: ["header.accept": anyType], usesToken: true) {
            _ = try await $0.borrow(Fixture.borrow)
        },
        Pair(name: "token address", differences: ["header.accept": anyType], usesToken: true) {
            _ = try await $0.borrow(Fixture.borrow)
        },
        Pair(name: "token", differences: ["header.accept": anyType], usesToken: true) {
            _ = try await $0.borrow(Fixture.borrow)
        },
    ]

    @Test("A request is the SDK's, member by member, but for the differences that are listed", arguments: pairs)
    func compared(_ pair: Pair) async throws {
        let recorded = try #require(try RecordedRequest.all()[pair.name])
        let date = DateHeader.parse(recorded.headers["date"] ?? DateHeader.format(TestClock.start))
        let requests = try await ScriptedServer.run(Self.script) { server in
            let authorization: Authorization =
                pair.usesToken
                ? .oauth(OAuthClient(clientID: "client-1", clientSecret: Secret("cl1ent-s3cret")))
                : .apiKey(Fixture.signer)
            let failure = try await withService(
                at: server.address, authorization: authorization, clock: TestClock(try #require(date))
            ) { service in await caught { try await pair.call(service) } }
            #expect(failure?.problem.code == .unknownProduct)
            return server.requests
        }
        let ours = try RecordedRequest(try #require(requests.first { $0.path == recorded.path }))
        #expect(ours.method == recorded.method)
        let differing = Set(ours.members.keys).union(recorded.members.keys)
            .filter { ours.members[$0] != recorded.members[$0] }
        #expect(differing == Set(pair.differences.keys))
        if let signed = ours.headers["authorization"] {
            #expect(signed == recorded.headers["authorization"]?.replacingOccurrences(of: "apiKey=", with: "apikey="))
        }
    }

    @Test("Every recorded request has its counterpart")
    func complete() throws {
        #expect(Set(try RecordedRequest.all().keys) == Set(Self.pairs.map(\.name)))
    }

    /// What the recording server responds with, too.
    private static let script: @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply = { request in
        let host = request.headers.first(name: "Host") ?? ""
        switch request.path {
        case "/api/v4/oauth_url": return .response(200, #"{"url":"http://\#(host)/token"}"#)
        case "/token": return .response(200, #"{"access_token":"a-token","expires_in":480,"token_type":"Bearer"}"#)
        default: return .response(400, #"{"status":400,"code":"unknown_product","message":"recorded"}"#)
        }
    }
}
