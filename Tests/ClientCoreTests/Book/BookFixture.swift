import Foundation
import Licensing
import TestKit

@testable import ClientCore

/// Borrows, changes and moments at random.
extension SeededGenerator {
    /// A time that often is the very one that something else happens at.
    mutating func time() -> Date {
        let seconds = pick([0, 60, 120, 119.9995, 3600, 7200, .random(in: -8000...8000, using: &self)])
        return TestClock.start.addingTimeInterval(seconds)
    }

    mutating func offset() -> TimeInterval? {
        pick([nil, 0, 0.1, 60, -3600, 86_400, .random(in: -5000...5000, using: &self)])
    }

    mutating func moment() -> Moment {
        Moment(host: time(), clockOffset: offset(), server: pick([nil, Fixture.server, "https://b.example"]))
    }

    /// A borrow of one of few seats, in any state that it may be in, and in some that it may not.
    mutating func borrow(_ id: Int) -> Borrow {
        let license = pick(
            [Fixture.keyReference, .key(lastFour: "4444", fingerprint: "f2"), .user("ana"), .customerAccount("ana")])
        let subject = BorrowSubject(
            server: pick([Fixture.server, "https://b.example"]),
            product: pick(["CAD", "MESH"]), license: license, licenseID: pick([nil, nil, 1, 2]),
            bundleCode: pick([nil, nil, nil, "SUITE", "PLUS"]), feature: pick([nil, nil, "GPU"]),
            hardwareID: pick([Fixture.host, HardwareID(rawValue: "other")]))
        let phases: [OperationPhase] = [
            .intended, .sent, .confirmed, .confirmed, .refused(Fixture.refusal(.signatureMismatch).problem),
            .unknown(Fixture.timeout.problem), .noted(reason: "asked"),
        ]
        let kinds: [Licensing.Operation.Kind] = [
            .borrow(.maximum), .borrow(.maximum), .release, .check, .activate, .deactivate,
        ]
        let from = time()
        var borrow = Borrow(
            id: OperationID(rawValue: "b-\(id)"), subject: subject, secretSource: .prompt,
            operation: Fixture.operation(
                "o-\(id)", kind: pick(kinds),
                lease: Lease(from: from, until: from.addingTimeInterval(120))))
        if chance(70) {
            borrow.grant = BorrowGrant(
                end: time(), maxBorrowHours: 168, deviceID: 1, licenseID: pick([1, 2]),
                isWithdrawn: chance(15))
        }
        if chance(20) { borrow.releasedAt = time() }
        if chance(15), borrow.grant?.isWithdrawn != false { borrow.seatTakenAt = time() }
        borrow.clockOffset = offset()
        borrow.move(to: pick(phases))
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
        for borrow in borrows where isListed(borrow) {
            if borrow.mayHoldSeat(at: moment) { held.append(borrow) } else { over[borrow.subject] = borrow }
        }
        for borrow in held { over[borrow.subject] = nil }
        return (held + over.values).sorted { one, other in
            let (one, other) = (key(one, at: moment), key(other, at: moment))
            return one < other
        }
    }

    /// All but attempts that never came to a seat.
    private func isListed(_ borrow: Borrow) -> Bool {
        switch (borrow.operation.kind, borrow.operation.phase) {
        case (_, .intended), (_, .sent): true
        case (.borrow, .noted), (.release, .noted), (.check, .noted): true
        default: borrow.grant != nil || borrow.doubt != nil || borrow.releasedAt != nil || borrow.checkTookSeat
        }
    }

    private func key(_ borrow: Borrow, at moment: Moment) -> (Int, Date, String) {
        let end = borrow.grant?.end ?? .distantPast
        return switch borrow.status(at: moment) {
        case .unknown: (0, end, borrow.id.rawValue)
        case .pending where borrow.grant == nil: (1, .distantPast, borrow.id.rawValue)
        case .pending, .active: (2, end, borrow.id.rawValue)
        case .ended(let end), .seated(let end): (3, end, borrow.id.rawValue)
        case .released(let date): (4, date, borrow.id.rawValue)
        case .refused, .activated, .deactivated: (5, .distantPast, borrow.id.rawValue)
        }
    }
}
