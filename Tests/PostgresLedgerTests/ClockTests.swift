import Foundation
import Ledger
import Licensing
import TestKit
import Testing

@testable import PostgresLedger

@Suite("The database's clock, and hosts whose clocks are wrong", .heavy, .postgres)
struct ClockTests {
    private static let hours: TimeInterval = 6 * 3600

    /// A host with a clock of its own, at a database.
    private struct Host {
        let clock: TestClock
        let ledger: PostgresLedger
        let performer: Performer

        init(_ cluster: PostgresCluster, _ database: String, user: String, ahead: TimeInterval) {
            clock = TestClock(TestClock.start.addingTimeInterval(ahead))
            ledger = cluster.ledger(in: database, user: user, clock: clock)
            performer = Performer(user: user, host: user, process: 1)
        }

        var moment: Moment { Moment(host: clock.now) }

        /// A step as its client makes it, by its host's clock.
        func entry(_ borrow: Borrow, known: Set<OperationID>? = nil) -> LedgerEntry {
            LedgerEntry(borrow: borrow, performer: performer, at: clock.now, known: known)
        }

        /// An intent as its client makes it.
        func intent(_ id: String) -> Borrow {
            var borrow = Fixture.borrow(id, phase: .intended)
            (borrow.grant, borrow.begunAt) = (nil, clock.now)
            borrow.operation = operation(id)
            return borrow
        }

        func operation(
            _ id: String, _ kind: Licensing.Operation.Kind = .borrow(.maximum)
        ) -> Licensing.Operation {
            Licensing.Operation(
                id: OperationID(rawValue: id), kind: kind, startedAt: clock.now, startedBy: performer,
                lease: lease, phase: .intended)
        }

        var lease: Lease { Lease(from: clock.now, until: clock.now.addingTimeInterval(120)) }
    }

    /// Two hosts at one database, the one six hours ahead of it and the other six behind.
    private func hosts() async throws -> (cluster: PostgresCluster, database: String, ahead: Host, behind: Host) {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        return (
            cluster, database, Host(cluster, database, user: "ana", ahead: Self.hours),
            Host(cluster, database, user: "bo", ahead: -Self.hours)
        )
    }

    @Test(
        "Neither takes the seat of a living operation, and each sees it under way by its own clock",
        arguments: [true, false])
    func living(isFirstAhead: Bool) async throws {
        let (cluster, database, ahead, behind) = try await hosts()
        let (one, other) = isFirstAhead ? (ahead, behind) : (behind, ahead)
        let intent = one.intent("1")
        try await one.ledger.record(one.entry(intent))
        try await cluster.advance(database, by: 119)
        for host in [one, other] { host.clock.advance(by: 119) }
        let refused = await problem {
            try await other.ledger.record(other.entry(other.intent("2"), known: [OperationID(rawValue: "1")]))
        }
        #expect(refused?.code == .operationInProgress)
        // In the words of whoever is told, and by their clock.
        let until = UTC.format(other.clock.now.addingTimeInterval(1))
        #expect(refused?.message.hasSuffix("until \(until) at the latest.") == true, "\(refused?.message ?? "")")
        #expect(refused?.time == other.clock.now)
        #expect(try await one.ledger.borrows(.all).borrows == [intent])
        let seen = try #require(try await other.ledger.borrows(.current(at: other.moment, others: 9)).borrows.first)
        #expect(seen.status(at: other.moment) == .pending(until: other.clock.now.addingTimeInterval(1)))
        // What is written is by the one clock of all.
        let line = try #require(try await other.ledger.trail(after: 1, limit: 9).first)
        #expect(line.borrow?.operation.lease == Fixture.lease && line.at == TestClock.start)
        #expect(line.borrow?.begunAt == TestClock.start)
    }

    @Test("Neither waits for a dead one, and what the dead one wakes to do is refused", arguments: [true, false])
    func dead(isFirstAhead: Bool) async throws {
        let (cluster, database, ahead, behind) = try await hosts()
        let (one, other) = isFirstAhead ? (ahead, behind) : (behind, ahead)
        var intent = one.intent("1")
        try await one.ledger.record(one.entry(intent))
        let formed = one.clock.now
        try await cluster.advance(database, by: 120)
        for host in [one, other] { host.clock.advance(by: 120) }
        let seen = try #require(try await other.ledger.borrows(.all).borrows.first)
        #expect(LedgerRules.lapsed(seen, at: other.clock.now)?.operation.phase.name == "refused")
        // The sleeper wakes, and still believes that it is the moment at which it fell asleep.
        intent.move(to: .sent)
        let late = LedgerEntry(borrow: intent, performer: one.performer, at: formed)
        #expect(await problem { try await one.ledger.record(late) }?.code == .ledgerStepRefused)
        try await other.ledger.record(other.entry(other.intent("2"), known: [OperationID(rawValue: "1")]))
        let phases = try await other.ledger.trail(after: 2, limit: 9).map(\.borrow?.operation.phase.name)
        #expect(phases == ["refused", "intended"])
        #expect(await problem { try await one.ledger.record(late) }?.code == .ledgerStepRefused)
        _ = try await one.ledger.verifyTrail(anchor: nil)
    }

    @Test("What one left in doubt the other goes on with, as it read it")
    func goesOn() async throws {
        let (cluster, database, ahead, behind) = try await hosts()
        var sent = ahead.intent("1")
        try await ahead.ledger.record(ahead.entry(sent))
        sent.move(to: .sent)
        try await ahead.ledger.record(ahead.entry(sent))
        try await cluster.advance(database, by: 120)
        for host in [ahead, behind] { host.clock.advance(by: 120) }
        let seen = try #require(try await behind.ledger.borrows(.all).borrows.first)
        var next = try #require(LedgerRules.lapsed(seen, at: behind.clock.now))
        #expect(next.doubt?.time == behind.clock.now)
        next.operation = behind.operation("2")
        try await behind.ledger.record(behind.entry(next, known: [OperationID(rawValue: "1")]))
        #expect(try await behind.ledger.borrows(.all).borrows == [next])
        next.move(to: .sent)
        try await behind.ledger.record(behind.entry(next))
        next.clockOffset = Self.hours + 0.0004
        next.grant = Fixture.grant(hours: 1)
        next.move(to: .confirmed)
        try await behind.ledger.record(behind.entry(next))
        // Written again by who was not told that it is there.
        try await behind.ledger.record(behind.entry(next))
        let read = try #require(try await ahead.ledger.changes(after: 0).borrows.first)
        // The server's clock is the database's here: each host knows how far that is from its own.
        #expect(read.clockOffset == -Self.hours)
        #expect(read.status(at: ahead.moment) == .active(until: TestClock.start.addingTimeInterval(3600)))
        var checked = read
        checked.operation = ahead.operation("3", .check)
        try await ahead.ledger.record(ahead.entry(checked, known: [OperationID(rawValue: "2")]))
        checked.move(to: .sent)
        try await ahead.ledger.record(ahead.entry(checked))
        checked.grant?.isWithdrawn = true
        checked.move(to: .confirmed)
        checked.seatTakenAt = ahead.clock.now
        try await ahead.ledger.record(ahead.entry(checked))
        #expect(try await behind.ledger.borrows(.all).borrows.first?.seatTakenAt == behind.clock.now)
    }

    @Test("When a response arrived each reads by its own clock")
    func receipt() async throws {
        let (_, _, ahead, behind) = try await hosts()
        var borrow = ahead.intent("1")
        try await ahead.ledger.record(ahead.entry(borrow))
        borrow.move(to: .sent)
        try await ahead.ledger.record(ahead.entry(borrow))
        borrow.grant = Fixture.grant(hours: 1)
        borrow.move(to: .confirmed)
        var entry = ahead.entry(borrow)
        entry.receipt = Fixture.receipt()
        entry.receipt?.receivedAt = ahead.clock.now
        try await ahead.ledger.record(entry)
        for host in [ahead, behind] {
            let read = try await host.ledger.receipts(of: "1", limit: 9)
            #expect(read.map(\.receipt.receivedAt) == [host.clock.now])
        }
        _ = try await behind.ledger.verifyTrail(anchor: nil)
    }

    @Test("Where a host's clock was set, all is to be read anew, until it was")
    func set() async throws {
        let (_, _, ahead, behind) = try await hosts()
        try await ahead.ledger.record(ahead.entry(ahead.intent("1")))
        var over = ahead.intent("2")
        over.subject.product = "MESH"
        try await ahead.ledger.record(ahead.entry(over))
        over.move(to: .refused(Problem(.operationNotSent, message: "", time: ahead.clock.now)))
        try await ahead.ledger.record(ahead.entry(over))
        let line = try await behind.ledger.borrows(.all).line
        #expect(try await behind.ledger.changes(after: line) == LedgerReading(borrows: [], line: line))
        behind.clock.advance(by: Self.hours)
        for _ in 1...2 { #expect(try await behind.ledger.changes(after: line).outdatesEarlier) }
        var read = try await behind.ledger.borrows(.current(at: behind.moment, others: 9)).borrows
        #expect(read.first?.operation.lease == Fixture.lease)
        #expect(try await !behind.ledger.changes(after: line).outdatesEarlier)
        // What is over is gone on with as it reads now.
        read[1].operation = behind.operation("3")
        try await behind.ledger.record(behind.entry(read[1], known: [OperationID(rawValue: "2")]))
        #expect(try await behind.ledger.borrows(.all).borrows.last == read[1])
    }

    @Test(
        "Where a host's clock is set between two steps, what it knew stays as it was, and what is new is by the clock now"
    )
    func setUnderWay() async throws {
        let (_, _, ahead, behind) = try await hosts()
        var borrow = ahead.intent("1")
        try await ahead.ledger.record(ahead.entry(borrow))
        borrow.move(to: .sent)
        try await ahead.ledger.record(ahead.entry(borrow))
        ahead.clock.advance(by: -Self.hours)
        (borrow.grant, borrow.clockOffset) = (Fixture.grant(hours: 1), 0)
        borrow.move(to: .confirmed)
        for _ in 1...2 { try await ahead.ledger.record(ahead.entry(borrow)) }
        let read = try #require(try await behind.ledger.borrows(.all).borrows.first)
        #expect(read.begunAt == behind.clock.now && read.operation.startedAt == behind.clock.now)
        #expect(read.clockOffset == Self.hours)

        var release = try #require(try await ahead.ledger.borrows(.all).borrows.first)
        release.operation = ahead.operation("2", .release)
        try await ahead.ledger.record(ahead.entry(release, known: [OperationID(rawValue: "1")]))
        release.move(to: .sent)
        try await ahead.ledger.record(ahead.entry(release))
        ahead.clock.advance(by: Self.hours / 2)
        release.releasedAt = ahead.clock.now
        release.move(to: .confirmed)
        try await ahead.ledger.record(ahead.entry(release))
        let line = try #require(try await ahead.ledger.history(limit: 1, product: nil).first)
        #expect(line.borrow?.releasedAt == TestClock.start && line.borrow?.operation.startedAt == TestClock.start)
        #expect(line.borrow?.begunAt == TestClock.start)
        _ = try await ahead.ledger.verifyTrail(anchor: nil)
    }

    @Test("An answer that was long under way, or came as the host's clock was set, is believed as far as it goes")
    func late() {
        let host = TestClock()
        let clock = DatabaseClock { host.now }
        /// Reads a clock that is so far ahead, with an answer that comes so many seconds later by the host's.
        func read(ahead: TimeInterval, after seconds: TimeInterval = 0) -> TimeInterval {
            _ = clock.read { () -> Date in
                defer { host.advance(by: seconds) }
                return host.now + ahead
            }
            return clock.offset
        }
        #expect(read(ahead: 0, after: 30) == 0)
        #expect(read(ahead: 1, after: 0) == 0)
        #expect(read(ahead: 0, after: -Self.hours) == 0)
        #expect(read(ahead: Self.hours) == Self.hours)
        #expect(read(ahead: Self.hours, after: 30) == Self.hours)
        #expect(read(ahead: 3600, after: 10) == 3595)
        #expect(read(ahead: 3600) == 3600)
        #expect(read(ahead: 1, after: 30) == 0)
    }

    @Test("Clocks that agree but for a second count as equal, and nothing is turned")
    func agree() async throws {
        let cluster = try await PostgresCluster.shared()
        let database = try await cluster.newLedgerDatabase()
        let host = Host(cluster, database, user: "ana", ahead: 1)
        let intent = host.intent("1")
        try await host.ledger.record(host.entry(intent))
        let read = try #require(try await host.ledger.borrows(.all).borrows.first)
        #expect(read.begunAt == intent.begunAt && read.operation.startedAt == intent.operation.startedAt)
        // But for the lease, which begins as the database writes it.
        #expect(read.operation.lease == Fixture.lease)
    }

    @Test("A client that asks no rule is fenced by the database's function itself")
    func fence() async throws {
        let (cluster, database, ahead, _) = try await hosts()
        let ledger = ahead.ledger
        /// Why the function refuses a step that nobody has asked the rules about; nil where it is written.
        func refusal(
            _ borrow: Borrow, lease: Lease = Fixture.lease, by performer: Performer = ahead.performer
        ) async -> String? {
            var borrow = borrow
            borrow.operation.lease = lease
            let entry = LedgerEntry(borrow: borrow, performer: performer, at: TestClock.start).kept
            let refused = await problem { try await ledger.write { try ((), entry.write(in: $0)) } }
            #expect(refused == nil || refused?.code == .ledgerStepRefused)
            return refused?.message
        }
        let intent = ahead.intent("1")
        let long = Lease(from: TestClock.start, until: TestClock.start + 86_461)
        #expect(await refusal(intent, lease: long) == "Operation 1 claims its seat for more than a day.")
        #expect(await refusal(intent) == nil)
        var next = intent
        next.operation = ahead.operation("2")
        #expect(await refusal(next) == "Operation 2 begins beside one that is under way.")
        let settled = try #require(LedgerRules.lapsed(intent, at: intent.operation.lease.until))
        let words = "Operation 1 is its maker’s alone until its lease has lapsed."
        #expect(await refusal(settled, by: Performer(user: "bo", process: 2)) == words)
        var sent = intent
        sent.move(to: .sent)
        try await cluster.advance(database, by: 120)
        #expect(await refusal(sent) == "Operation 1 was not sent before its lease lapsed.")
        #expect(await refusal(settled, by: Performer(user: "bo", process: 2)) == nil)
        let later = Lease(from: TestClock.start + 120, until: TestClock.start + 240)
        #expect(await refusal(next, lease: later) == nil)
        #expect(await refusal(settled) == "Operation 1 is not the latest on its borrow.")
    }
}
