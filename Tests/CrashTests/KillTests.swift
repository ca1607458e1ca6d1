import ClientCore
import ClientLive
import Foundation
import Ledger
import LicenseAPI
import Licensing
import Sandbox
import StateMachine
import Testing

/// Processes that are killed at every step between the request and the settled row.
@Suite struct KillTests {
    /// Something to be killed in: what leads up to it, the effects it has, and how it reads when it was not killed.
    struct Undertaking: Sendable, CustomTestStringConvertible {
        var actions: String
        var effects: [String]
        var outcome: String

        var testDescription: String { actions }
    }

    static let allEffects = ["load", "identify", "intent", "sending", "request", "outcome"]
    static let undertakings = [
        Undertaking(actions: "borrow", effects: allEffects, outcome: "borrowed"),
        Undertaking(actions: "borrow,borrow", effects: allEffects, outcome: "borrowed"),
        Undertaking(actions: "borrow,release", effects: allEffects, outcome: "returned"),
        Undertaking(actions: "loseBorrow,check", effects: allEffects, outcome: "looked"),
        Undertaking(actions: "loseBorrow,note", effects: ["load", "outcome"], outcome: "done"),
    ]

    /// Microseconds into an effect, so spread that some fall into each part of a write and of an exchange.
    static let delays = [50, 150, 300, 600, 900, 1300, 1800, 2500, 3500, 5000, 8000, 13000]

    @Test(.timeLimit(.minutes(5)), arguments: undertakings)
    func noBorrowIsLost(undertaking: Undertaking) async throws {
        try await Stage.with { stage in
            var runs = 0
            var kills = 0
            for effect in undertaking.effects {
                for moment in ["before", "after"] + Self.delays.map(String.init) {
                    let fault = "\(effect).\(moment)"
                    let killed = try await Dummy.run(
                        undertaking.actions, on: stage, device: "killed at \(fault)", dyingAt: fault)
                    if Int(moment) == nil { #expect(killed.wasKilled, "\(fault): \(killed)") }
                    if !killed.wasKilled { #expect(killed.lines.last == undertaking.outcome, "\(fault): \(killed)") }
                    let restarted = try await Dummy.run("start", on: stage, device: "restarted")
                    #expect(restarted.lines == ["started"], "\(fault): \(restarted)")
                    runs += 1
                    kills += killed.wasKilled ? 1 : 0
                }
            }
            let doubts = try await stage.compare()
            let open = try await stage.settleAll()
            #expect(open == 0, "a look settles every doubt")
            try await stage.compare()
            print("\(undertaking.actions): \(runs) runs, \(kills) of them killed, \(doubts) in doubt until settled")
        }
    }
}

extension Stage {
    /// Looks at every borrow in doubt, as an operator would, and tells how many are left.
    fileprivate func settleAll() async throws -> Int {
        let service = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: sandbox.url),
                authorization: .apiKey(
                    RequestSigner(apiKey: Catalogue.APIKey.demo.key, sharedKey: Catalogue.APIKey.demo.sharedKey)),
                client: ClientIdentity(version: "0"), verifier: try ResponseVerifier(publicKey: sandbox.publicKeyPEM)))
        let ledger = try Ledger(path: ledgerPath)
        let session = Client.Session(
            id: "settler", server: sandbox.url, performer: Performer.current(environment: [:]), hardwareID: nil)
        let store = Store(
            Client.State(session: session),
            environment: .live(service: service, ledger: ledger, secrets: SecretReader(environment: [:])))
        await store.send(.started)
        await store.waitUntilIdle()
        for borrow in await store.state.borrows where borrow.doubt != nil {
            await store.send(.checkRequested(borrow.id, key: Secret(Self.key), at: Date()))
            await store.waitUntilIdle()
        }
        let open = await store.state.borrows.count { $0.doubt != nil }
        await store.cancelAll()
        await service.shutdown()
        return open
    }
}
