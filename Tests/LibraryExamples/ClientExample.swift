import ClientCore
import ClientLive
import Foundation
import LicenseAPI
import Licensing
import SQLiteLedger
import StateMachine

func borrow(_ request: BorrowRequest, from server: String, by service: HTTPLicenseService) async throws {
    let environment = ProcessEnvironment.current
    let performer = Performer.current(claims: environment.claims)
    let ledger = try SQLiteLedger(path: "/var/lib/my-program/ledger.sqlite", by: performer)
    let session = Client.Session(
        id: OperationID.session(at: Date(), process: performer.process), server: server, performer: performer,
        hardwareID: request.hardwareID)
    let runner = EffectRunner(
        .live(service: service, ledger: ledger, secrets: SecretReader(environment: environment))
    ) { outcome in
        print(outcome.result)
    }
    let store = Store<Client>(
        Client.State(session: session), run: { effect, send in await runner.run(effect, send) })
    await store.send(.started(at: Date()))
    await store.waitUntilIdle()
    await store.send(.requested(.borrow(request, source: .prompt), at: Date()))
    await store.waitUntilIdle()
}
