import Foundation
import Licensing
import TestKit

@testable import ClientCore

/// Makes borrows, changes and moments at random, the same ones for the same seed.
struct BookDice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<Value>(_ values: [Value], or other: Value) -> Value {
        values.randomElement(using: &self) ?? other
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// A time that often is the very one that something else happens at.
    mutating func time() -> Date {
        let seconds = pick([0, 60, 120, 119.9995, 3600, 7200, .random(in: -8000...8000, using: &self)], or: 0)
        return TestClock.start.addingTimeInterval(seconds)
    }

    mutating func offset() -> TimeInterval? {
        pick([nil, 0, 0.1, 60, -3600, 86_400, .random(in: -5000...5000, using: &self)], or: nil)
    }

    mutating func moment() -> Moment {
        Moment(host: time(), clockOffset: offset(), server: pick([nil, Fixture.server, "https://b.example"], or: nil))
    }

    /// A borrow of one of few seats, in any state that it may be in, and in some that it may not.
    mutating func borrow(_ id: Int) -> Borrow {
        let license = pick(
            [Fixture.keyReference, .key(lastFour: "4444", fingerprint: "f2"), .user("ana"), .customerAccount("ana")],
            or: .user("ana"))
        let subject = BorrowSubject(
            server: pick([Fixture.server, "https://b.example"], or: Fixture.server),
            product: pick(["CAD", "MESH"], or: "CAD"), license: license, licenseID: pick([nil, nil, 1, 2], or: nil),
            hardwareID: pick([Fixture.host, HardwareID(rawValue: "other")], or: Fixture.host))
        let phases: [OperationPhase] = [
            .intended, .sent, .confirmed, .confirmed, .refused(Fixture.refusal(.signatureMismatch).problem),
            .unknown(Fixture.timeout.problem), .noted(reason: "asked"),
        ]
        let kinds: [Licensing.Operation.Kind] = [.borrow(.maximum), .borrow(.maximum), .release, .check, .activate]
        let from = time()
        var borrow = Borrow(
            id: OperationID(rawValue: "b-\(id)"), subject: subject, secretSource: .prompt,
            operation: Fixture.operation(
                "o-\(id)", kind: pick(kinds, or: .release),
                lease: Lease(from: from, until: from.addingTimeInterval(120))))
        if chance(70) {
            borrow.grant = BorrowGrant(
                end: time(), maxBorrowHours: 168, deviceID: 1, licenseID: pick([1, 2], or: 1),
                isWithdrawn: chance(15))
        }
        if chance(20) { borrow.releasedAt = time() }
        borrow.clockOffset = offset()
        borrow.move(to: pick(phases, or: .confirmed))
        return borrow
    }
}

/// The same as a book, by looking at every row for every question.
struct PlainBook {
    var borrows: [Borrow] = []

    mutating func put(_ borrow: Borrow) {
        if let index = borrows.firstIndex(where: { $0.id == borrow.id }) {
            borrows[index] = borrow
        } else {
            borrows.append(borrow)
        }
    }

    func listed(at moment: Moment) -> [Borrow] {
        var held: [Borrow] = []
        var over: [BorrowSubject: Borrow] = [:]
        for borrow in borrows where borrow.grant != nil || borrow.doubt != nil || !borrow.operation.phase.isSettled {
            if borrow.mayHoldSeat(at: moment) { held.append(borrow) } else { over[borrow.subject] = borrow }
        }
        for borrow in held { over[borrow.subject] = nil }
        return (held + over.values).sorted { one, other in
            let (one, other) = (key(one, at: moment), key(other, at: moment))
            return one < other
        }
    }

    private func key(_ borrow: Borrow, at moment: Moment) -> (Int, Date, String) {
        let end = borrow.grant?.end ?? .distantPast
        return switch borrow.status(at: moment) {
        case .unknown: (0, end, borrow.id.rawValue)
        case .pending where borrow.grant == nil: (1, .distantPast, borrow.id.rawValue)
        case .pending, .active: (2, end, borrow.id.rawValue)
        case .ended(let end): (3, end, borrow.id.rawValue)
        case .released(let date): (4, date, borrow.id.rawValue)
        case .refused, .activated: (5, .distantPast, borrow.id.rawValue)
        }
    }
}
