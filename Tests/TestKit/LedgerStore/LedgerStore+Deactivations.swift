internal import Foundation
internal import Ledger
internal import Licensing
internal import Testing

extension Borrow {
    /// A row of a user's own license, on which its device is to be taken off that.
    fileprivate static func deactivation(_ id: String, user: String = "ana") -> Borrow {
        var borrow = Borrow.of(id, user: user)
        borrow.grant = nil
        borrow.operation.kind = .deactivate
        return borrow
    }

    /// A borrow of a feature of it.
    fileprivate static func feature(_ id: String, user: String = "ana") -> Borrow {
        var borrow = Borrow.of(id, user: user)
        borrow.subject.feature = "GPU"
        return borrow
    }
}

extension LedgerStoreSuite {
    static let deactivations: [Case] = [
        Case("a device is not taken off a license of which it holds a seat, or one of a feature, or may") { store in
            let license = try await store.take(.of("1", user: "ana"), through: throughConfirmed)
            try await store.refuse(
                Fixture.entry(.deactivation("2"), known: [license.operation.id]), .deviceHoldsSeat)
            try await store.refuse(Fixture.entry(license.next("2", .deactivate)), .deviceHoldsSeat)
            try await store.take(.feature("3", user: "bo"), through: throughConfirmed)
            try await store.refuse(Fixture.entry(.deactivation("4", user: "bo")), .deviceHoldsSeat)
            try await store.take(.feature("5", user: "cy"), through: [.intended, .sent, .unknown(lostResponse)])
            try await store.refuse(Fixture.entry(.deactivation("6", user: "cy")), .deviceHoldsSeat)
        },
        Case("once all is returned or over it is, and another license or device is in the way of nothing") { store in
            var released = try await store.take(.of("1", user: "ana"), through: throughConfirmed)
            released = released.next("2")
            for phase in throughConfirmed {
                released.move(to: phase)
                if phase == .confirmed { released.releasedAt = TestClock.start }
                try await store.record(Fixture.entry(released))
            }
            var ended = Borrow.feature("3")
            ended.grant = Fixture.grant(hours: -1)
            try await store.take(ended, through: throughConfirmed)
            try await store.take(.of("4", user: "bo"), through: throughConfirmed)
            var device = Borrow.of("5", user: "ana")
            device.subject.hardwareID = HardwareID(rawValue: "another")
            try await store.take(device, through: throughConfirmed)
            try await store.refuse(Fixture.entry(released.next("6", .deactivate)), .ledgerStepRefused)
            let done = try await store.take(.deactivation("6", user: "ana"), through: throughConfirmed)
            #expect(try await store.all().last == done)
            let line = try await store.history(limit: 1, product: nil).first
            #expect(line?.borrow?.operation.kind == .deactivate && line?.borrow?.operation.phase == .confirmed)
            _ = try await store.verifyTrail(anchor: nil)
        },
        Case("what was returned or taken off takes no further operation, and what comes after it is a row of its own") {
            store in
            var returned = Borrow.of("1", user: "ana")
            returned.releasedAt = TestClock.start
            try await store.take(returned, through: throughConfirmed)
            let off = try await store.take(.deactivation("2", user: "bo"), through: throughConfirmed)
            for row in [returned, off] {
                for kind in [Licensing.Operation.Kind.check, .release, .activate, .deactivate, .borrow(.maximum)] {
                    var next = row
                    next.move(to: .confirmed)
                    try await store.refuse(Fixture.entry(next.next("9", kind)), .ledgerStepRefused)
                }
            }
            try await store.record(Fixture.entry(.of("3", user: "ana"), known: []))
        },
        Case("whoever began without knowing that the device was just taken off is overtaken") { store in
            let off = try await store.take(.deactivation("1"), through: throughConfirmed)
            try await store.refuse(Fixture.entry(.feature("2"), known: []), .operationOvertaken)
            try await store.record(Fixture.entry(.feature("3"), known: [off.operation.id]))
            try await store.take(.deactivation("4", user: "bo"), through: throughConfirmed)
            try await store.record(Fixture.entry(.feature("5", user: "bo"), after: 120, known: []))
        },
        Case("a server by another of its names is the same server") { store in
            func at(_ server: String, _ borrow: Borrow) -> Borrow {
                var borrow = borrow
                borrow.subject.server = server
                return borrow
            }
            for (number, names) in [
                ("http://localhost:8181", "http://127.0.0.1:8181"), ("http://127.0.0.1:8181", "http://[::1]:8181"),
                ("http://[::1]:8181", "http://localhost.:8181"), ("https://a.example", "https://a.example."),
                ("https://a.example./x", "https://a.example/x"),
            ].enumerated() {
                let user = "user \(number)"
                try await store.take(at(names.0, .of("h\(number)", user: user)), through: throughConfirmed)
                try await store.refuse(
                    Fixture.entry(at(names.1, .deactivation("d\(number)", user: user))), .deviceHoldsSeat)
                try await store.take(at(names.0, .feature("f\(number)", user: user)), through: [.intended])
                try await store.refuse(
                    Fixture.entry(at(names.1, .feature("g\(number)", user: user))), .operationInProgress)
            }
            let other = at("http://localhost:8282", .deactivation("o", user: "user 0"))
            try await store.record(Fixture.entry(other))
            _ = try await store.verifyTrail(anchor: nil)
        },
        Case("what is said of a seat is said of it whichever sign-in has opened it") { store in
            let ana = Borrow.of("1", user: "ana", hours: 24)
            try await store.take(ana, through: throughConfirmed)
            var shared = ana
            (shared.id, shared.operation) = (OperationID(rawValue: "2"), Fixture.operation("2"))
            (shared.subject.license, shared.grant) = (.customerAccount("acme"), nil)
            for phase in throughConfirmed {
                shared.move(to: phase)
                if phase == .confirmed { shared.grant = Borrow.of("1", user: "ana", hours: 48).grant }
                try await store.record(Fixture.entry(shared))
            }
            #expect(try await store.all().map(\.grant) == [shared.grant, shared.grant])
            var off = Borrow.deactivation("3")
            off.subject.licenseID = ana.licenseNumber
            try await store.refuse(Fixture.entry(off), .deviceHoldsSeat)
            off.subject.license = .user("bo")
            try await store.refuse(Fixture.entry(off), .deviceHoldsSeat)
            var returned = try #require(try await store.all().first).next("4")
            for phase in throughConfirmed {
                returned.move(to: phase)
                if phase == .confirmed { returned.releasedAt = TestClock.start }
                try await store.record(Fixture.entry(returned))
            }
            #expect(try await store.all().map(\.releasedAt) == [TestClock.start, TestClock.start])
            try await store.record(Fixture.entry(off))
            _ = try await store.verifyTrail(anchor: nil)
        },
        Case("operations of two sign-ins wait for each other where they may be of one seat, and know of each other") {
            store in
            let ana = try await store.take(.of("1", user: "ana"), through: throughConfirmed)
            try await store.take(ana.next("2"), through: [.intended, .sent])
            var shared = Borrow.of("3", user: "acme")
            (shared.subject.license, shared.grant) = (.customerAccount("acme"), nil)
            try await store.refuse(Fixture.entry(shared), .operationInProgress)
            try await store.refuse(Fixture.entry(shared, after: 500, known: []), .operationOvertaken)
            try await store.record(Fixture.entry(shared, after: 500, known: [OperationID(rawValue: "2")]))
            #expect(try await store.all().first?.doubt?.code == .operationInterrupted)
            _ = try await store.verifyTrail(anchor: nil)
        },
        Case("a deactivation and what borrows of the license or a feature exclude each other") { store in
            let deactivation = try await store.take(.deactivation("1"), through: [.intended])
            for borrow in [Borrow.of("2", user: "ana"), .feature("2"), deactivation.next("2", .activate)] {
                try await store.refuse(Fixture.entry(borrow), .operationInProgress)
            }
            try await store.take(.feature("3", user: "bo"), through: [.intended, .sent])
            try await store.refuse(Fixture.entry(.deactivation("4", user: "bo")), .operationInProgress)
        },
        Case("a deactivation that lapsed is settled by whoever comes next, a feature's borrow too") { store in
            let first = try await store.take(.deactivation("1"), through: [.intended, .sent])
            try await store.record(Fixture.entry(.feature("2"), after: 120, known: []))
            #expect(try await store.all().first == LedgerRules.lapsed(first, at: Fixture.lease.until))
            #expect(try await store.all().first?.doubt?.facts.isOfDeactivation == true)
            let names = try await store.history(limit: 2, product: nil).map(\.borrow?.operation.phase.name)
            #expect(names == ["intended", "unknown"])
            _ = try await store.verifyTrail(anchor: nil)
        },
        Case("what lapsed unsent is no seat, and what lapsed after it was sent may be one") { store in
            var unsent = Borrow.feature("1")
            unsent.grant = nil
            try await store.take(unsent, through: [.intended])
            try await store.record(Fixture.entry(.deactivation("2"), after: 120))
            let names = try await store.all().map(\.operation.phase.name)
            #expect(names == ["refused", "intended"])
            try await store.take(.feature("3", user: "bo"), through: [.intended, .sent])
            try await store.refuse(Fixture.entry(.deactivation("4", user: "bo"), after: 120), .deviceHoldsSeat)
        },
        Case("of a borrow and a deactivation that begin at once one is let through") { store in
            for number in 0..<8 {
                let user = "user \(number)"
                let intents = [Borrow.deactivation("d\(number)", user: user), .feature("f\(number)", user: user)]
                let outcomes = await withTaskGroup { group in
                    for borrow in intents {
                        group.addTask { (try? await store.record(Fixture.entry(borrow, known: []))) != nil }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(outcomes.count { $0 } == 1)
            }
        },
        Case("a check, an activation or a deactivation of unknown outcome is current until it is settled") { store in
            for (id, kind) in [("1", Licensing.Operation.Kind.check), ("2", .activate), ("3", .deactivate)] {
                var borrow = Borrow.deactivation(id, user: id)
                borrow.operation.kind = kind
                try await store.take(borrow, through: [.intended, .sent, .unknown(lostResponse)])
            }
            // A release came before.
            var released = Borrow.of("4")
            (released.releasedAt, released.operation.kind) = (TestClock.start, .check)
            released = try await store.take(released, through: [.intended, .sent, .unknown(lostResponse)])
            func current() async throws -> [String] {
                let moment = Moment(host: TestClock.start.addingTimeInterval(1e6))
                return try await store.borrows(.current(at: moment, others: 0)).borrows.map(\.id.rawValue)
            }
            #expect(try await current() == ["1", "2", "3", "4"])
            released.move(to: .noted(reason: "asked"))
            try await store.record(Fixture.entry(released))
            #expect(try await current() == ["1", "2", "3"])
        },
    ]
}
