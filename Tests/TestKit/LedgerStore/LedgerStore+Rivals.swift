internal import Foundation
internal import Ledger
internal import Licensing
internal import Testing

extension LedgerStoreSuite {
    static let rivals: [Case] = [
        Case("a seat with an operation under way takes no other") { store in
            let first = try await store.take(.of("1", user: "ana"), through: [.intended])
            try await store.refuse(Fixture.entry(.of("2", user: "ana")), .operationInProgress)
            try await store.record(Fixture.entry(.of("3", user: "bo")))
            var sent = first
            sent.move(to: .sent)
            try await store.record(Fixture.entry(sent))
            try await store.refuse(Fixture.entry(.of("2", user: "ana")), .operationInProgress)
        },
        Case("a number of a license that was left open may be any, and one that was granted is known") { store in
            var five = Borrow.of("1", user: "ana")
            five.grant = Fixture.grant(licenseID: 5)
            try await store.record(Fixture.entry(five))
            var six = Borrow.of("2", user: "ana")
            six.grant = nil
            try await store.refuse(Fixture.entry(six), .operationInProgress)
            six.subject.licenseID = 6
            try await store.record(Fixture.entry(six))
            var granted = Borrow.of("3", user: "ana")
            granted.grant = Fixture.grant(licenseID: 7)
            try await store.record(Fixture.entry(granted))
        },
        Case("a license and each of its features are seats of their own, and a bundle left open may be any") { store in
            let license = Borrow.of("3", user: "ana")
            var (gpu, other) = (Borrow.of("1", user: "ana"), Borrow.of("2", user: "ana"))
            gpu.subject.feature = "GPU"
            other.subject.feature = "CPU"
            for borrow in [gpu, other, license] { try await store.record(Fixture.entry(borrow)) }
            var rival = Borrow.of("4", user: "ana")
            rival.subject.feature = "GPU"
            rival.subject.bundleCode = "SUITE"
            try await store.refuse(Fixture.entry(rival), .operationInProgress)
            #expect(try await store.all() == [gpu, other, license])
            _ = try await store.verifyTrail(anchor: nil)
        },
        Case("two bundles that are named are two seats") { store in
            var (one, two) = (Borrow.of("1", user: "ana"), Borrow.of("2", user: "ana"))
            (one.grant, two.grant) = (nil, nil)
            (one.subject.bundleCode, two.subject.bundleCode) = ("SUITE", "PLUS")
            for borrow in [one, two] { try await store.record(Fixture.entry(borrow)) }
        },
        Case("an intent that was formed without the latest step is refused") { store in
            let first = try await store.take(.of("1", user: "ana"), through: throughConfirmed)
            var extended = first.next("2", .borrow(.maximum))
            for phase in throughConfirmed {
                extended.move(to: phase)
                if phase == .confirmed { extended.grant?.end += 3600 }
                try await store.record(Fixture.entry(extended))
            }
            try await store.refuse(Fixture.entry(first.next("3")), .operationOvertaken)
            try await store.refuse(
                Fixture.entry(.of("4", user: "ana"), known: [first.operation.id]), .operationOvertaken)
            var released = extended.next("5")
            for phase in throughConfirmed {
                released.move(to: phase)
                if phase == .confirmed { released.releasedAt = TestClock.start }
                try await store.record(Fixture.entry(released))
            }
            // What is over hinders nobody who never read of it.
            try await store.record(Fixture.entry(.of("6", user: "ana"), known: []))
        },
        Case("no borrow begins beside one that is in doubt") { store in
            let first = try await store.take(.of("1", user: "ana"), through: [.intended, .sent])
            let known: Set = [first.operation.id]
            try await store.refuse(Fixture.entry(.of("2", user: "ana"), after: 120, known: known), .operationOvertaken)
            let settled = LedgerRules.lapsed(first, at: Fixture.lease.until) ?? first
            try await store.record(Fixture.entry(settled.next("3", .borrow(.maximum)), after: 120, known: known))
        },
        Case("what lapsed is written down with the intent that follows, by whoever follows") { store in
            let first = try await store.take(.of("1", user: "ana"), through: [.intended, .sent])
            let second = try await store.take(.of("2", user: "bo"), through: [.intended])
            let bo = Performer(user: "bo", process: 2)
            let settled = LedgerRules.lapsed(first, at: Fixture.lease.until) ?? first
            for (next, known) in [(settled.next("3"), first), (.of("4", user: "bo"), second)] {
                try await store.record(Fixture.entry(next, by: bo, after: 120, known: [known.operation.id]))
            }
            let lines = try await store.trail(after: 4, limit: 9)
            #expect(lines.map(\.performer) == [bo, bo, bo, bo])
            #expect(lines.compactMap(\.borrow?.id.rawValue) == ["1", "1", "2", "4"])
            #expect(
                lines.compactMap(\.borrow?.operation.phase.name) == ["unknown", "intended", "refused", "intended"])
            #expect(lines.first?.borrow == settled)
            #expect(try await store.all().first == settled.next("3"))
            // The sleeper wakes up.
            var late = first
            late.move(to: .confirmed)
            try await store.refuse(Fixture.entry(late, after: 121), .ledgerStepRefused)
            _ = try await store.verifyTrail(anchor: nil)
        },
        Case("a note on what lapsed writes both") { store in
            let first = try await store.take(.of("1"), through: [.intended, .sent])
            var noted = LedgerRules.lapsed(first, at: Fixture.lease.until) ?? first
            noted.move(to: .noted(reason: "asked"))
            try await store.refuse(Fixture.entry(noted, after: 119), .ledgerStepRefused)
            #expect(try await store.record(Fixture.entry(noted, after: 120)) == 5)
            let phases = try await store.history(limit: 2, product: nil).map(\.borrow?.operation.phase.name)
            #expect(phases == ["noted", "unknown"])
            #expect(try await store.all() == [noted])
        },
        Case("of two that intend at once one is let through") { store in
            let outcomes = await withTaskGroup { group in
                for id in ["1", "2", "3", "4"] {
                    group.addTask { (try? await store.record(Fixture.entry(.of(id, user: "ana"), known: []))) != nil }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
            let borrows = try await store.all()
            #expect(borrows.count == 1)
        },
    ]
}
