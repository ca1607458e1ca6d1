import ClientCore
import ClientLive
import Demo
import Foundation
import Ledger
import LicenseAPI
import Licensing
import Logging
import Sandbox
import Screens
import StateMachine
import TerminalUI
import TestKit
import Testing

/// From the sandbox over real HTTP to the words on the panel.
@Suite(.heavy) struct BorrowPageTests {
    /// Every code of the borrow page, provoked as the demo's guide says, ends in its own panel.
    @Test(arguments: ProblemCode.borrowPage) func everyExceptionReachesThePanel(code: ProblemCode) async throws {
        let row = try #require(Inventory.guide.firstIndex { $0.code == code })
        try await Desk.withSandbox { desk in
            await desk.press(.function(2))
            for _ in 0..<row { await desk.press(.down) }
            await desk.press(.enter, .enter)
            await desk.store.waitUntilIdle()

            let state = await desk.store.state
            let problem = try #require(state.client.troubles.first).problem
            #expect(problem.code == code)
            #expect(problem.status == 400)
            #expect(state.client.borrows.allSatisfy { $0.grant == nil })

            let screen = Self.words(App.view(state))
            let explanation = ProblemCatalogue.explain(problem)
            #expect(screen.contains(code.rawValue))
            #expect(screen.contains(Self.words(explanation.whatHappened)), "what happened\n\(screen)")
            for cause in explanation.likelyCauses { #expect(screen.contains(Self.words(cause)), "a likely cause") }
            for remedy in explanation.remedies { #expect(screen.contains(Self.words(remedy.text)), "what to do") }
            for solver in explanation.solvers { #expect(screen.contains(solver.rawValue), "who can fix it") }
        }
    }

    @Test func theMainJobRunsOverHTTP() async throws {
        try await Desk.withSandbox { desk in
            await desk.press(.function(2), .enter, .enter)
            await desk.store.waitUntilIdle()
            var state = await desk.store.state
            let borrow = try #require(state.client.borrows.first)
            let grant = try #require(borrow.grant)
            #expect(grant.end == TestClock.start.addingTimeInterval(Double(grant.maxBorrowHours) * 3600))
            #expect(App.view(state).lines.joined().contains(" Borrowed \(borrow.subject.product)"))
            let receipts = await desk.ledger.receipts(of: borrow.operation.id.rawValue, limit: 1)
            #expect(receipts.first?.receipt.body.isEmpty == false)

            await desk.press(.character("r"), .enter)
            await desk.store.waitUntilIdle()
            state = await desk.store.state
            #expect(state.client.borrows.first?.releasedAt == TestClock.start)
            #expect(await desk.ledger.borrows(.all).borrows.first?.releasedAt == TestClock.start)
        }
    }

    /// A text without the frame's lines and line breaks, so that sentences can be found in it.
    private static func words(_ frame: Frame) -> String { words(frame.lines.joined(separator: " ")) }

    private static func words(_ text: String) -> String {
        text.split { " │┌┐└┘─▸".contains($0) }.joined(separator: " ")
            .replacing(#/ ?\([a-zA-Z]\)/#, with: "")
    }
}

/// The desk on a real client and an embedded sandbox, all on one clock that stands still.
private struct Desk {
    var store: Store<App>
    var ledger: MemoryLedger

    static func withSandbox(_ body: (Desk) async throws -> Void) async throws {
        let now: @Sendable () -> Date = { TestClock.start }
        let sandbox = try Sandbox(clock: .handed(now), key: try SigningKey.generate())
        let running = try await sandbox.start(logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let service = try HTTPLicenseService(
            .init(
                transport: TransportConfiguration(server: running.url),
                authorization: .apiKey(
                    RequestSigner(
                        apiKey: Inventory.APIKey.demo.key, sharedKey: Inventory.APIKey.demo.sharedKey)),
                client: ClientIdentity(version: "test"),
                verifier: try ResponseVerifier(publicKey: running.publicKeyPEM)),
            now: now)
        let ledger = MemoryLedger(by: Fixture.performer, at: TestClock.start)
        let environment = ClientEnvironment.live(
            service: service, ledger: ledger, secrets: SecretReader(environment: ProcessEnvironment([:])), now: now)
        let session = Client.Session(
            id: "s", server: running.url, performer: Fixture.performer, hardwareID: Fixture.host)
        let settings = App.Settings(
            profile: "sandbox", isDemo: true, guide: Inventory.guide.map(App.GuideRow.init), timeZone: .gmt)
        let runner = EffectRunner(environment)
        let store = Store<App>(
            App.State(
                client: Client.State(session: session), settings: settings, size: Size(columns: 120, rows: 40),
                now: now())
        ) { effect, send in
            if case .client(let effect) = effect { await runner.run(effect) { await send(.client($0)) } }
        }
        await store.send(.started(at: now()))
        await store.waitUntilIdle()
        try await body(Desk(store: store, ledger: ledger))
        await store.cancelAll()
        await running.stop()
    }

    func press(_ keys: Key...) async {
        for key in keys { await store.send(.key(key, at: TestClock.start)) }
    }
}
