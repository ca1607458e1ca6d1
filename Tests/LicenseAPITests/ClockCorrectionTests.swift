import Foundation
import Licensing
import NIOHTTP1
import TestKit
import Testing

@testable import LicenseAPI

@Suite("When the clocks differ", .heavy)
struct ClockCorrectionTests {
    private static let ahead: TimeInterval = 20 * 60
    /// As far as a server's clock can be from the date of a request that it takes.
    private static let within: TimeInterval = 14 * 60

    /// A server whose clock is 20 minutes ahead, and which takes nothing else.
    private static func strict(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
        let serverTime = DateHeader.format(TestClock.start + ahead)
        guard request.headers.first(name: "Date") == serverTime else {
            return .response(400, Fixture.dateRefusal, headers: ["Date": serverTime])
        }
        return (try? .signed(Fixture.borrowResponse, headers: ["Date": serverTime])) ?? .silence
    }

    @Test("A refused date is corrected by the server's clock, and the request repeated")
    func corrected() async throws {
        try await ScriptedServer.run(Self.strict) { server in
            let response = try await withService(at: server.address) { try await $0.borrow(Fixture.borrow) }
            #expect(response.value == Fixture.grant)
            #expect(response.clockOffset == Self.ahead)
            #expect(
                server.requests.map { $0.headers.first(name: "Date") } == [
                    DateHeader.format(TestClock.start), DateHeader.format(TestClock.start + Self.ahead),
                ])
            let corrected = DateHeader.format(TestClock.start + Self.ahead)
            #expect(
                server.requests.last?.headers.first(name: "Authorization")
                    == Fixture.signer.authorization(dateHeader: corrected))
        }
    }

    @Test("The correction is kept for the next call")
    func kept() async throws {
        try await ScriptedServer.run(Self.strict) { server in
            try await withService(at: server.address) { service in
                _ = try await service.borrow(Fixture.borrow)
                _ = try await service.borrow(Fixture.borrow)
            }
            #expect(server.requests.count == 3)
        }
    }

    @Test("A date that is refused again is not corrected again")
    func once() async throws {
        let serverTime = DateHeader.format(TestClock.start + Self.ahead)
        let reply = ScriptedServer.Reply.response(400, Fixture.dateRefusal, headers: ["Date": serverTime])
        try await ScriptedServer.run({ _ in reply }) { server in
            let failure = try await withService(at: server.address) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .dateHeaderDiff)
            #expect(failure?.problem.effect == ServerEffect.none)
            #expect(failure?.clockOffset == Self.ahead)
            #expect(failure?.problem.facts.clockOffset == Self.ahead)
            #expect(server.requests.count == 2)
        }
    }

    @Test("What may have been carried out is never repeated, whatever the code says", arguments: [500, 408, 200])
    func neverTwice(status: Int) async throws {
        for code in ["date_header_diff", "oauth_token_expired"] {
            let reply = ScriptedServer.Reply.response(
                status, #"{"status":\#(max(400, status)),"code":"\#(code)","message":"no"}"#,
                headers: ["Date": DateHeader.format(TestClock.start + Self.ahead)])
            let client = OAuthClient(clientID: "client", clientSecret: Secret("cl1ent+secret"))
            for authorization in [Authorization.apiKey(Fixture.signer), .oauth(client)] {
                await client.keep(.init(text: Secret("bearer-token-1"), expiresAt: .distantFuture))
                try await ScriptedServer.run({ _ in reply }) { server in
                    let failure = try await withService(at: server.address, authorization: authorization) { service in
                        await caught { try await service.borrow(Fixture.borrow) }
                    }
                    #expect(failure?.problem.effect == .possible)
                    #expect(server.requests.count == 1)
                }
            }
        }
    }

    @Test("A refusal that does not tell the server's time is not repeated")
    func undated() async throws {
        try await ScriptedServer.run({ _ in .response(400, Fixture.dateRefusal) }) { server in
            let failure = try await withService(at: server.address) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .dateHeaderDiff)
            #expect(server.requests.count == 1)
        }
    }

    @Test("A date is believed from the API alone: not from a page, a gateway, or by plain HTTP from elsewhere")
    func strangers() async throws {
        let date = ["Date": DateHeader.format(TestClock.start + Self.ahead)]
        for reply in [
            ScriptedServer.Reply.response(200, "<html>Sign in</html>", type: "text/html", headers: date),
            .response(403, "no", type: "text/plain", headers: date), .response(503, "no", headers: date),
            .response(200, Fixture.borrowResponse, headers: date),
        ] {
            try await ScriptedServer.run({ _ in reply }) { server in
                try await withService(at: server.address) { service in
                    let failure = await caught { try await service.borrow(Fixture.borrow) }
                    #expect(failure != nil)
                    #expect(failure?.clockOffset == nil)
                    #expect(service.clock.lastOffset == nil)
                }
            }
        }
    }

    @Test("By plain HTTP from elsewhere a date is believed in what is signed alone")
    func plainHTTP() async throws {
        let date = ["Date": DateHeader.format(TestClock.start + Self.within)]
        let signed = try ScriptedServer.Reply.signed(Fixture.borrowResponse, headers: date)
        let replies: [(ScriptedServer.Reply, TimeInterval?)] = [
            (.response(200, "", headers: date), nil), (.response(400, Fixture.refusal, headers: date), nil),
            (signed, Self.within),
        ]
        for (reply, offset) in replies {
            try await ScriptedServer.run({ _ in reply }) { server in
                try await TunnelProxy.run(to: server.port) { proxy, _ in
                    let transport = TransportConfiguration(
                        server: "http://licenses.invalid", proxies: ["http_proxy": proxy],
                        allowsInsecureHTTP: true)
                    try await withService(transport) { service in
                        _ = await caught { try await service.release(Fixture.target) }
                        if offset != nil { _ = try await service.borrow(Fixture.borrow) }
                        #expect(service.clock.lastOffset == offset)
                        #expect(!server.requests.isEmpty)
                    }
                }
            }
        }
    }

    @Test("A date in an error of the API's, in a signed response and beside a release's text is believed")
    func believed() async throws {
        let date = ["Date": DateHeader.format(TestClock.start + Self.within)]
        for reply in [
            ScriptedServer.Reply.response(400, Fixture.refusal, headers: date), .response(200, "", headers: date),
        ] {
            try await ScriptedServer.run({ _ in reply }) { server in
                try await withService(at: server.address) { service in
                    _ = await caught { try await service.release(Fixture.target) }
                    #expect(service.clock.lastOffset == Self.within)
                }
            }
        }
    }

    @Test("Who takes a request has a clock near its date, whatever date the response names", arguments: [1.0, -1])
    func taken(direction: Double) async throws {
        let date = ["Date": DateHeader.format(TestClock.start + direction * 20 * 3600)]
        let seat = #"{"status":400,"code":"license_not_enabled","message":"no"}"#
        for reply in [
            try ScriptedServer.Reply.signed(Fixture.borrowResponse, headers: date),
            .response(400, seat, headers: date), .response(200, "", headers: date),
            .response(500, Fixture.dateRefusal, headers: date), .response(200, Fixture.dateRefusal, headers: date),
        ] {
            try await ScriptedServer.run({ _ in reply }) { server in
                try await withService(at: server.address) { service in
                    let failures = [
                        await caught { try await service.borrow(Fixture.borrow) },
                        await caught { try await service.release(Fixture.target) },
                    ]
                    #expect(failures.allSatisfy { $0?.clockOffset == nil })
                    #expect(service.clock.lastOffset == nil)
                }
            }
        }
    }

    @Test("A date further off than anybody would believe leaves the clock alone", arguments: [93_700.0, -93_700, 1e9])
    func beyondBelief(offset: TimeInterval) async throws {
        let reply = try ScriptedServer.Reply.signed(
            Fixture.borrowResponse, headers: ["Date": DateHeader.format(TestClock.start + offset)])
        try await ScriptedServer.run({ _ in reply }) { server in
            try await withService(at: server.address) { service in
                let response = try await service.borrow(Fixture.borrow)
                #expect(response.clockOffset == nil)
                #expect(service.clock.lastOffset == nil)
            }
        }
        let refusal = ScriptedServer.Reply.response(
            400, Fixture.dateRefusal, headers: ["Date": DateHeader.format(TestClock.start + offset)])
        try await ScriptedServer.run({ _ in refusal }) { server in
            _ = try await withService(at: server.address) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(server.requests.count == 1, "and nothing is corrected by it")
        }
    }

    @Test("Up to a minute of difference, this host's clock is used", arguments: [59.0, 61, -59, -61])
    func tolerance(offset: TimeInterval) {
        let clock = ServerClock()
        #expect(clock.correction == 0)
        #expect(clock.note(offset, by: .tookDate(correction: 0, duration: 0)) == offset)
        #expect(clock.correction == (abs(offset) > 60 ? offset : 0))
    }

    @Test("What a response can say of the clock goes by the date that was sent, and by how long it took")
    func witnesses() {
        func note(_ offset: TimeInterval, _ witness: ServerClock.Witness) -> TimeInterval? {
            let clock = ServerClock()
            let noted = clock.note(offset, by: witness)
            #expect(clock.lastOffset == noted)
            return noted
        }
        #expect(note(900, .tookDate(correction: 0, duration: 0)) == 900)
        #expect(note(903, .tookDate(correction: 0, duration: 0)) == nil)
        #expect(note(903, .tookDate(correction: 0, duration: 10)) == 903)
        #expect(note(8000, .tookDate(correction: 7200, duration: 0)) == 8000)
        #expect(note(0, .tookDate(correction: 7200, duration: 0)) == nil)
        #expect(note(72_000, .refusedDate) == 72_000)
        #expect(note(93_700, .refusedDate) == nil)
        #expect(note(1, .stranger) == nil)
    }
}
