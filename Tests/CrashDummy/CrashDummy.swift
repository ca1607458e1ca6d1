internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Ledger
internal import LicenseAPI
internal import Licensing
internal import SQLiteLedger
internal import Sandbox
internal import StateMachine

/// A headless client for the crash tests: it does what its environment says, and dies where it is told to.
///
/// It prints a line for each thing it did: `borrowed`, `released`, `checked`, `noted`, or a problem's code.
@main
struct CrashDummy {
    let plan: Plan
    let store: Store<Client>
    private let outcomes: AsyncStream<Client.Outcome>
    private let told: AsyncStream<Client.Outcome>.Continuation

    static func main() async throws {
        let plan = try Plan(ProcessInfo.processInfo.environment)
        try plan.gate?.pass()
        for (index, action) in plan.actions.enumerated() {
            // A new client for each, as if each were a command of its own; only the last one dies.
            let isLast = index == plan.actions.count - 1
            let dummy = try await CrashDummy(plan, fault: isLast ? plan.fault : nil, action)
            print(await dummy.perform(action))
            await dummy.store.cancelAll()
        }
    }

    private init(_ plan: Plan, fault: FaultPoint?, _ action: Plan.Action) async throws {
        self.plan = plan
        let environment = ProcessEnvironment.current
        let service = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: plan.server),
                authorization: .apiKey(
                    RequestSigner(apiKey: Inventory.APIKey.demo.key, sharedKey: Inventory.APIKey.demo.sharedKey)),
                client: ClientIdentity(version: "0"), verifier: try ResponseVerifier(publicKey: plan.publicKey)))
        let performer = Performer.current(claims: environment.claims)
        let session = Client.Session(
            id: OperationID.session(at: plan.now(), process: performer.process), server: plan.server,
            performer: performer, hardwareID: plan.device)
        var world = ClientEnvironment.live(
            service: service, ledger: try SQLiteLedger(path: plan.ledger, by: performer),
            secrets: SecretReader(environment: environment), now: plan.now)
        if action == .loseBorrow { world = world.losingResponses() }
        if let fault { world = world.dying(at: fault) }
        let (outcomes, told) = AsyncStream.makeStream(of: Client.Outcome.self)
        (self.outcomes, self.told) = (outcomes, told)
        let runner = EffectRunner(world) { told.yield($0) }
        store = Store(
            Client.State(session: session), run: { effect, send in await runner.run(effect, send) })
        await store.send(.started(at: plan.now()))
        await store.waitUntilIdle()
    }

    private func perform(_ action: Plan.Action) async -> String {
        let state = await store.state
        let own = state.book.last { borrow in
            borrow.subject.hardwareID == plan.device && borrow.mayHoldSeat(at: state.moment(at: plan.now()))
        }
        let request: Client.Request
        switch (action, own) {
        case (.start, _): return "started"
        case (.borrow, _), (.loseBorrow, _), (.borrowFeature, _):
            let wish = BorrowRequest(
                product: plan.product, hardwareID: plan.device, credentials: .licenseKey(plan.key),
                feature: action == .borrowFeature ? "FAST" : nil, end: .maximum)
            request = .borrow(wish, source: .environment(Plan.keyName))
        case (.deactivate, _):
            let target = LicenseTarget(
                product: plan.product, hardwareID: plan.device, identification: .licenseKey(plan.key))
            request = .deactivateLicense(target, source: .environment(Plan.keyName))
        case (.extend, let own?): request = .extend(own.id, to: .maximum, with: nil)
        case (.release, let own?): request = .release(own.id)
        case (.check, let own?): request = .check(own.id)
        case (.note, let own?): request = .note(own.id, reason: "asked the vendor")
        case (_, nil): return "nothing"
        }
        await store.send(.requested(request, ifInDoubt: .repeat, at: plan.now()))
        await store.waitUntilIdle()
        told.finish()
        var last: Client.Outcome?
        for await outcome in outcomes where outcome.request == request { last = outcome }
        return last?.word ?? "done"
    }
}

extension Client.Outcome {
    /// What a test compares.
    fileprivate var word: String {
        switch result {
        case .borrowed: "borrowed"
        case .released: "released"
        case .checked, .checkedFeature: "checked"
        case .noted: "noted"
        case .deactivated: "deactivated"
        case .activated, .forgotten: "done"
        case .failed(let trouble): "\(trouble.problem.code.rawValue) (\(trouble.problem.message))"
        }
    }
}
