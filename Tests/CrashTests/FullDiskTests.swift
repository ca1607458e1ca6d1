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

@testable import crashdummy

/// A disk that is really full, at each of the three moments at which a borrow is written down.
@Suite struct FullDiskTests {
    enum Step: CaseIterable { case intent, sending, outcome }

    @Test(.smallDisk) func aBackupSaysThatItsDiskIsFull() async throws {
        let (disk, place) = (try SmallDisk(), try SmallDisk())
        defer { [disk, place].forEach { $0.remove() } }
        let ledger = try SQLiteLedger(path: place.path + "/ledger.sqlite", by: Performer.current(claims: .init()))
        try await ledger.record(Fixture.entry(Fixture.borrow("1", license: .user("1"), phase: .intended)))
        disk.fillOnce()
        let copy = disk.path + "/copy"
        let problem = await #expect(throws: Problem.self) { try await ledger.backup(to: copy) }
        #expect(problem?.code == .fileUnwritable && problem?.message == "database or disk is full", "\(problem as Any)")
        #expect(!FileManager.default.fileExists(atPath: copy))
    }

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
            #expect(state.book.allSatisfy { $0.grant == nil }, "nothing is shown that is not on disk")
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

    @Test("A copy onto a disk that fills up goes on once there is room", .smallDisk)
    func copy() async throws {
        let (disk, place) = (try SmallDisk(), try SmallDisk())
        defer { [disk, place].forEach { $0.remove() } }
        let performer = Performer.current(claims: .init())
        let source = try SQLiteLedger(path: place.path + "/ledger.sqlite", by: performer)
        for number in 1...40 {
            try await source.record(
                Fixture.entry(Fixture.borrow("\(number)", license: .user("\(number)"), phase: .intended)))
        }
        let target = disk.path + "/ledger.sqlite"
        let copy = LedgerCopy(from: source, to: try SQLiteLedger(copyingTo: target), at: target, inPartsOf: 10)
        let plan = try await copy.plan()
        let problem = await #expect(throws: Problem.self) { try await copy.run(plan) { _, _ in disk.fillOnce() } }
        #expect(problem?.code == .ledgerUnwritable)
        try disk.free()
        let again = LedgerCopy(from: source, to: try SQLiteLedger(copyingTo: target), at: target)
        let rest = try await again.plan()
        #expect(rest.linesThere >= 10 && rest.linesMissing > 0)
        let report = try await again.run(rest)
        #expect(report.lines == rest.linesMissing)
        #expect(try await again.verify(report).lines == 41)
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
        if let step { world.ledger = FillingLedger(base: world.ledger, disk: disk, step: step) }
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
private struct FillingLedger: ForwardingLedger {
    let base: any LedgerStore
    let disk: SmallDisk
    let step: FullDiskTests.Step

    func record(_ entry: LedgerEntry) async throws(Problem) -> Int64 {
        let isDue =
            switch (entry.borrow.operation.phase, step) {
            case (.intended, .intent), (.sent, .sending), (.confirmed, .outcome): true
            default: false
            }
        if isDue { disk.fillOnce() }
        return try await base.record(entry)
    }
}
