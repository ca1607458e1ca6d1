import ClientCore
import ClientLive
import Foundation
import Ledger
import LicenseAPI
import Licensing
import SQLiteLedger
import Sandbox
import StateMachine
import TestKit
import Testing

/// Processes that are killed at every step between the request and the settled row, and those that come after them, too.
@Suite struct KillTests {
    /// Something to be killed in: what leads up to it, which of its effects, and how it reads when it was not killed.
    struct Trial: Sendable, CustomTestStringConvertible {
        var actions: String
        var effect: String
        var outcome: String

        var testDescription: String { "\(actions): \(effect)" }

        /// One for each effect. Each has a ledger of its own: a long one would be read whole by every process.
        static func all(_ actions: String, _ effects: [String], _ outcome: String) -> [Trial] {
            effects.map { Trial(actions: actions, effect: $0, outcome: outcome) }
        }
    }

    static let allEffects = ["load", "identify", "intent", "sending", "request", "outcome"]
    static let trials =
        Trial.all("borrow", allEffects, "borrowed") + Trial.all("borrow,borrow", allEffects, "borrowed")
        + Trial.all("borrow,extend", allEffects, "borrowed") + Trial.all("borrow,borrowFeature", allEffects, "borrowed")
        + Trial.all("borrow,release", allEffects, "released") + Trial.all("loseBorrow,check", allEffects, "checked")
        + Trial.all("borrow,release,deactivate", allEffects, "deactivated")
        + Trial.all("loseBorrow,note", ["load", "outcome"], "noted")

    /// Microseconds into an effect, so spread that some fall into each part of a write and of an exchange.
    static let delays = [50, 150, 300, 600, 900, 1300, 1800, 2500, 3500, 5000, 8000, 13000]

    @Test(.heavy, arguments: trials)
    func noBorrowIsLost(trial: Trial) async throws {
        try await Stage.with { stage in
            var (runs, kills, hits, second) = (0, 0, 0, 0)
            for moment in ["before", "after"] + Self.delays.map(String.init) {
                let fault = "\(trial.effect).\(moment)"
                let device = "killed at \(fault)"
                let killed = try await Dummy.run(trial.actions, on: stage, device: device, dyingAt: fault)
                if Int(moment) == nil { #expect(killed.wasKilled, "\(fault): \(killed)") }
                if !killed.wasKilled { #expect(killed.lines.last == trial.outcome, "\(fault): \(killed)") }
                try await stage.compare(device)
                runs += 1
                kills += killed.wasKilled ? 1 : 0
                hits += killed.wasKilled && Int(moment) != nil ? 1 : 0
                // Whoever goes on where it died settles what lapsed, and is killed in that as well.
                guard killed.wasKilled, Int(moment).map({ $0 == Self.delays.last }) ?? true else { continue }
                let nexts = ["intent.before", "intent.300", "intent.after", "sending.after", "outcome.before"]
                for (number, next) in nexts.enumerated() {
                    let again = try await Dummy.run(
                        "borrow", on: stage, device: device, dyingAt: next, ahead: Stage.lapse * Double(number + 1))
                    second += again.wasKilled ? 1 : 0
                    try await stage.compare(device)
                }
            }
            #expect(hits > 0, "kills have to fall into the effect, and not only before and after it")
            #expect(second > 0, "those that come after were killed, too")
            let doubts = try await stage.compare()
            let open = try await stage.settleAll()
            #expect(open == 0, "a check settles every doubt about a license, a repetition one about a feature")
            try await stage.compare()
            print(
                "\(trial.testDescription): \(runs) runs, \(kills) killed, \(second) of those after; \(doubts) in doubt until settled"
            )
        }
    }
}

extension Stage {
    /// Checks or repeats every borrow in doubt, as an operator would, and tells how many are left.
    fileprivate func settleAll() async throws -> Int {
        let performer = Performer.current(claims: .init())
        // By the clock of those that were killed last.
        let now: @Sendable () -> Date = { Date(timeIntervalSinceNow: Self.lapse * 10) }
        let session = Client.Session(id: "settler", server: sandbox.url, performer: performer, hardwareID: nil)
        let runner = EffectRunner(
            .live(
                service: try service(), ledger: try SQLiteLedger(path: ledgerPath, by: performer),
                secrets: SecretReader(environment: ProcessEnvironment([:])), now: now))
        let store = Store<Client>(
            Client.State(session: session), run: { effect, send in await runner.run(effect, send) })
        await store.send(.started(at: now()))
        await store.waitUntilIdle()
        func isInDoubt(_ borrow: Borrow) -> Bool {
            if case .unknown = borrow.status(at: Moment(host: now())) { true } else { false }
        }
        for borrow in await store.state.book where isInDoubt(borrow) {
            let request: Client.Request =
                borrow.subject.feature == nil
                ? .check(borrow.id) : .extend(borrow.id, to: .maximum, with: nil)
            await store.send(.requested(request, key: Secret(Self.key), ifInDoubt: .repeat, at: now()))
            await store.waitUntilIdle()
        }
        let open = await store.state.book.count(where: isInDoubt)
        let troubles = await store.state.troubles.map { "\($0.problem.code.rawValue): \($0.problem.message)" }
        #expect(troubles.isEmpty, "what that met")
        await store.cancelAll()
        return open
    }
}
