internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Ledger
internal import LicenseAPI
internal import Licensing
internal import Sandbox
internal import StateMachine

/// A headless client for the crash tests: it does what its environment says, and dies where it is told to.
///
/// It prints a line for each thing it did: `borrowed`, `returned`, `looked`, or a problem's code.
@main
struct CrashDummy {
    let plan: Plan
    let service: HTTPLicenseService
    let store: Store<Client>

    static func main() async throws {
        let plan = try Plan(ProcessInfo.processInfo.environment)
        try plan.gate?.pass()
        for (index, action) in plan.actions.enumerated() {
            // A new client for each, as if each were a command of its own; only the last one dies.
            let isLast = index == plan.actions.count - 1
            let dummy = try await CrashDummy(plan, fault: isLast ? plan.fault : nil, action)
            print(await dummy.perform(action))
            await dummy.service.shutdown()
        }
    }

    private init(_ plan: Plan, fault: FaultPoint?, _ action: Plan.Action) async throws {
        self.plan = plan
        let environment = ProcessInfo.processInfo.environment
        service = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: plan.server),
                authorization: .apiKey(
                    RequestSigner(apiKey: Catalogue.APIKey.demo.key, sharedKey: Catalogue.APIKey.demo.sharedKey)),
                client: ClientIdentity(version: "0"), verifier: try ResponseVerifier(publicKey: plan.publicKey)))
        let performer = Performer.current(environment: environment)
        let session = Client.Session(
            id: OperationID.session(at: Date(), process: performer.process), server: plan.server,
            performer: performer, hardwareID: plan.device)
        var world = ClientEnvironment.live(
            service: service, ledger: try Ledger(path: plan.ledger), secrets: SecretReader(environment: environment))
        if action == .loseBorrow { world = world.losingAnswers() }
        if let fault { world = world.dying(at: fault) }
        store = Store(Client.State(session: session), environment: world)
        await store.send(.started)
        await store.waitUntilIdle()
    }

    private func perform(_ action: Plan.Action) async -> String {
        let state = await store.state
        let own = state.borrows.last { borrow in
            guard borrow.subject.hardwareID == plan.device else { return false }
            return switch borrow.status(at: Date()) {
            case .active, .pending, .unknown: true
            case .ended, .returned, .refused: false
            }
        }
        switch action {
        case .start:
            return "started"
        case .borrow, .loseBorrow:
            let request = BorrowRequest(
                product: plan.product, hardwareID: plan.device, credentials: .licenseKey(plan.key), end: .maximum)
            await store.send(
                .borrowSubmitted(request, source: .environment(Plan.keyName), ifInDoubt: .repeat, at: Date()))
        case .release:
            guard let own else { return "nothing" }
            await store.send(.returnRequested(own.id, key: nil, at: Date()))
        case .check:
            guard let own else { return "nothing" }
            await store.send(.checkRequested(own.id, key: nil, at: Date()))
        case .note:
            guard let own else { return "nothing" }
            await store.send(.noted(own.id, reason: "asked the vendor", at: Date()))
        }
        await store.waitUntilIdle()
        return await store.state.lastOutcome?.word ?? "done"
    }
}

extension Client.Outcome {
    /// What a test compares.
    fileprivate var word: String {
        switch self {
        case .borrowed: "borrowed"
        case .returned: "returned"
        case .looked: "looked"
        case .activated, .checked: "done"
        case .failed(let problem): "\(problem.code.rawValue) (\(problem.message))"
        }
    }
}
