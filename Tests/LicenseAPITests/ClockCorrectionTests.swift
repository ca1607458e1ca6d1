import Foundation
import Licensing
import NIOHTTP1
import TestKit
import Testing

@testable import LicenseAPI

@Suite("When the clocks differ")
struct ClockCorrectionTests {
    private static let ahead: TimeInterval = 20 * 60

    /// A server whose clock is 20 minutes ahead, and which takes nothing else.
    private static func strict(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
        let serverTime = DateHeader.format(TestClock.start + ahead)
        guard request.headers.first(name: "Date") == serverTime else {
            return .answer(400, Fixture.dateRefusal, headers: ["Date": serverTime])
        }
        return (try? .signed(Fixture.borrowAnswer, headers: ["Date": serverTime])) ?? .silence
    }

    @Test("A refused date is corrected by the server's clock, and the request repeated")
    func corrected() async throws {
        try await ScriptedServer.run(Self.strict) { server in
            let answer = try await withService(at: server.address) { try await $0.borrow(Fixture.borrow) }
            #expect(answer.value == Fixture.grant)
            #expect(answer.clockOffset == Self.ahead)
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
        let reply = ScriptedServer.Reply.answer(400, Fixture.dateRefusal, headers: ["Date": serverTime])
        try await ScriptedServer.run({ _ in reply }) { server in
            let failure = try await withService(at: server.address) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .dateHeaderDiff)
            #expect(failure?.effect == ServiceFailure.Effect.none)
            #expect(failure?.clockOffset == Self.ahead)
            #expect(failure?.problem.facts.clockOffset == Self.ahead)
            #expect(server.requests.count == 2)
        }
    }

    @Test("A refusal that does not tell the server's time is not repeated")
    func undated() async throws {
        try await ScriptedServer.run({ _ in .answer(400, Fixture.dateRefusal) }) { server in
            let failure = try await withService(at: server.address) { service in
                await caught { try await service.borrow(Fixture.borrow) }
            }
            #expect(failure?.problem.code == .dateHeaderDiff)
            #expect(server.requests.count == 1)
        }
    }

    @Test("Up to a minute of difference, this host's clock is used", arguments: [59.0, 61, -59, -61])
    func tolerance(offset: TimeInterval) {
        let clock = ServerClock()
        #expect(clock.correction == 0)
        clock.note(offset)
        #expect(clock.correction == (abs(offset) > 60 ? offset : 0))
    }
}
