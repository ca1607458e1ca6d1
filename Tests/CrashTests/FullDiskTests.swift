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

/// A disk that is really full, at each of the three moments at which a borrow is written down.
@Suite struct FullDiskTests {
    enum Step: CaseIterable { case intent, sending, outcome }

    @Test(
        .smallDisk,
        arguments: Step.allCases)
    func aBorrowIsRefusedRatherThanMadeWithoutMemory(step: Step) async throws {
        let disk = try SmallDisk()
        defer { disk.remove() }
        try await Stage.with(directory: disk.path) { stage in
            let desk = try await Desk(stage, fillsUp: disk, before: step)
            let outcome = await desk.borrow()
            let state = await desk.store.state
            let seats = try await stage.borrowed()
            #expect(state.borrows.allSatisfy { $0.grant == nil }, "nothing is shown that is not on disk")
            guard case .failed(let trouble)? = outcome?.result else {
                throw NotSeen(description: "\(String(describing: outcome))")
            }
            switch step {
            case .intent, .sending:
                #expect(seats.isEmpty, "nothing was sent")
                #expect(trouble.problem.code == .ledgerUnwritable)
                #expect(trouble.problem.effect == .none)
            case .outcome:
                #expect(seats == ["TOOL desk"])
                #expect(trouble.problem.code == .outcomeNotWritten)
                #expect(trouble.problem.effect == .done, "the server said yes, and that is known")
                #expect(state.mayLose, "what the server said is held")
            }

            try disk.free()
            // Quitting tries once more to write what is held.
            await desk.store.send(.shutdownRequested)
            await desk.store.waitUntilIdle()
            if step == .outcome { #expect(try await stage.compare() == 0, "what the server said is written down now") }
            let next = try await Desk(stage, fillsUp: disk, before: nil)
            // An intent that was written before the disk was full still counts until its lease has lapsed.
            let again = await next.borrow()
            guard case .borrowed? = again?.result else {
                Issue.record("with space it works: \(String(describing: again))")
                return
            }
            #expect(try await stage.borrowed() == ["TOOL desk"])
            #expect(try await stage.compare() == 0)
            await desk.store.cancelAll()
            await next.store.cancelAll()
        }
    }
}

/// A client in this process whose disk fills up before a step.
private struct Desk {
    let store: Store<Client>
    private let outcomes: AsyncStream<Client.Outcome>
    private let now: @Sendable () -> Date

    /// - Parameter step: nil for a disk that does not fill up, and a clock by which all earlier leases have lapsed.
    init(_ stage: Stage, fillsUp disk: SmallDisk, before step: FullDiskTests.Step?) async throws {
        let performer = Performer.current(claims: .init())
        let ahead = step == nil ? Stage.lapse : 0
        let now: @Sendable () -> Date = { Date(timeIntervalSinceNow: ahead) }
        self.now = now
        var world = ClientEnvironment.live(
            service: try stage.service(), ledger: try SQLiteLedger(path: stage.ledgerPath, by: performer),
            secrets: SecretReader(environment: ProcessEnvironment([:])), now: now)
        if let step { world.ledger = FillingLedger(ledger: world.ledger, disk: disk, step: step) }
        let session = Client.Session(
            id: "desk \(ahead)", server: stage.sandbox.url, performer: performer,
            hardwareID: HardwareID(rawValue: "desk"))
        let (outcomes, told) = AsyncStream.makeStream(of: Client.Outcome.self)
        self.outcomes = outcomes
        let runner = EffectRunner(world) { told.yield($0) }
        store = Store(Client.State(session: session), run: { effect, send in await runner.run(effect, send) })
        await store.send(.started(at: now()))
        await store.waitUntilIdle()
    }

    /// Borrows, and returns what that was told to come to first.
    func borrow() async -> Client.Outcome? {
        let wish = BorrowRequest(
            product: Stage.product, hardwareID: HardwareID(rawValue: "desk"),
            credentials: .licenseKey(Secret(Stage.key)), end: .maximum)
        await store.send(.requested(.borrow(wish, source: .prompt), at: now()))
        for await outcome in outcomes {
            if case .borrow = outcome.request { return outcome }
        }
        return nil
    }
}

/// A ledger whose disk is full from the writing of a step on.
private struct FillingLedger: LedgerStore {
    let ledger: any LedgerStore
    let disk: SmallDisk
    let step: FullDiskTests.Step

    func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 {
        let isDue =
            switch (entry.borrow.operation.phase, step) {
            case (.intended, .intent), (.sent, .sending), (.confirmed, .outcome): true
            default: false
            }
        if isDue { disk.fillOnce() }
        return try await ledger.record(entry)
    }

    func borrows(_ selection: LedgerSelection) async throws(Problem) -> LedgerReading {
        try await ledger.borrows(selection)
    }
    func changes(after line: Int64) async throws(Problem) -> LedgerReading { try await ledger.changes(after: line) }
    func announcements() -> AsyncStream<LedgerAnnouncement> { ledger.announcements() }
    func fingerprint(of secret: Secret) async throws(Problem) -> String { try await ledger.fingerprint(of: secret) }
    func history(limit: Int, product: String?) async throws(Problem) -> [TrailEntry] {
        try await ledger.history(limit: limit, product: product)
    }
    func trail(after line: Int64, limit: Int) async throws(Problem) -> [TrailEntry] {
        try await ledger.trail(after: line, limit: limit)
    }
    func receipts(of text: String, limit: Int) async throws(Problem) -> [StoredReceipt] {
        try await ledger.receipts(of: text, limit: limit)
    }
    func verifyTrail(anchor: TrailReport.Anchor?) async throws(Problem) -> TrailReport {
        try await ledger.verifyTrail(anchor: anchor)
    }
    func prune(
        before cutoff: Date, by performer: Performer, at: Date, isRehearsal: Bool
    ) async throws(Problem) -> PruneReport {
        try await ledger.prune(before: cutoff, by: performer, at: at, isRehearsal: isRehearsal)
    }
}
