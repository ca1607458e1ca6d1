import ClientCore
import ClientLive
import Foundation
import Ledger
import LicenseAPI
import Licensing
import Sandbox
import StateMachine
import Testing

/// A disk that is really full, at each of the three moments at which a borrow is written down.
@Suite struct FullDiskTests {
    enum Step: CaseIterable { case intent, sending, outcome }

    @Test(
        .enabled(if: SmallDisk.isAllowed, "a file system can be mounted here only with the right to"),
        arguments: Step.allCases)
    func aBorrowIsRefusedRatherThanMadeWithoutMemory(step: Step) async throws {
        let disk = try SmallDisk()
        defer { disk.remove() }
        try await Stage.with(directory: disk.path) { stage in
            let desk = try await Desk(stage, fillsUp: disk, before: step)
            await desk.borrow()
            let state = await desk.store.state
            let seats = try await stage.borrowed()
            #expect(state.borrows.allSatisfy { $0.grant == nil }, "nothing is shown that is not on disk")
            let problems = state.problems.map(\.code)
            switch step {
            case .intent, .sending:
                #expect(seats.isEmpty, "nothing was sent")
                #expect(problems.contains(.ledgerUnwritable))
            case .outcome:
                #expect(seats == ["TOOL desk"])
                #expect(problems.contains(.outcomeNotWritten))
                #expect(state.borrows.map { $0.status(at: Date()) } == [.pending], "the disk knows that it was sent")
            }

            try disk.free()
            await desk.store.send(.ledgerChanged)
            await desk.store.waitUntilIdle()
            if step == .outcome { #expect(try await stage.compare() == 0, "what the server said is written down now") }
            await desk.borrow()
            guard case .borrowed = await desk.store.state.lastOutcome else {
                Issue.record("with space it works: \(await desk.store.state.problems)")
                return
            }
            #expect(try await stage.borrowed() == ["TOOL desk"])
            #expect(try await stage.compare() == 0)
            await desk.close()
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["BERTH_REQUIRE_TMPFS"] == "1", "only where it is required"))
    func aSmallDiskCanBeMounted() {
        #expect(SmallDisk.isAllowed, "this run was told that it must be able to mount one")
    }
}

/// A client in this process whose disk fills up before a step.
private struct Desk {
    let store: Store<Client>
    private let service: HTTPLicenseService

    init(_ stage: Stage, fillsUp disk: SmallDisk, before step: FullDiskTests.Step) async throws {
        service = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: stage.sandbox.url),
                authorization: .apiKey(
                    RequestSigner(apiKey: Catalogue.APIKey.demo.key, sharedKey: Catalogue.APIKey.demo.sharedKey)),
                client: ClientIdentity(version: "0"),
                verifier: try ResponseVerifier(publicKey: stage.sandbox.publicKeyPEM)))
        let world = ClientEnvironment.live(
            service: service, ledger: try Ledger(path: stage.ledgerPath), secrets: SecretReader(environment: [:]))
        var filling = world
        filling.record = { (entry) async throws(Problem) in
            let isDue =
                switch (entry.borrow.operation.phase, step) {
                case (.intended, .intent), (.sent, .sending), (.confirmed, .outcome): true
                default: false
                }
            if isDue { disk.fillOnce() }
            try await world.record(entry)
        }
        let session = Client.Session(
            id: "desk", server: stage.sandbox.url, performer: Performer.current(environment: [:]),
            hardwareID: HardwareID(rawValue: "desk"))
        store = Store(Client.State(session: session), environment: filling)
        await store.send(.started)
        await store.waitUntilIdle()
    }

    func borrow() async {
        let request = BorrowRequest(
            product: Stage.product, hardwareID: HardwareID(rawValue: "desk"),
            credentials: .licenseKey(Secret(Stage.key)), end: .maximum)
        await store.send(.borrowSubmitted(request, source: .prompt, ifInDoubt: .ask, at: Date()))
        await store.waitUntilIdle()
    }

    func close() async {
        await store.cancelAll()
        await service.shutdown()
    }
}
