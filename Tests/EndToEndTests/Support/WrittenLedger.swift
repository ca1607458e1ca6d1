import Foundation
import Ledger
import Licensing
import SQLiteLedger
import TestKit

/// The ledger of a home as commands would have left it, written by the test itself.
struct WrittenLedger {
    let store: SQLiteLedger
    let path: String

    init(_ home: Home, at place: String = "state/berth/ledger.sqlite") throws {
        path = home.file(place)
        store = try SQLiteLedger(path: path, by: Fixture.performer)
    }

    /// Takes a borrow through its phases, up to the one that it stands in, all at the moment at which it was begun: however long the
    /// machine takes, no lease lapses meanwhile.
    func write(_ borrow: Borrow) async throws {
        let begun = borrow.operation.startedAt
        var step = borrow
        step.grant = nil
        step.doubt = nil
        for phase in [OperationPhase.intended, .sent] {
            step.move(to: phase)
            try await store.record(LedgerEntry(borrow: step, performer: Fixture.performer, at: begun))
        }
        if !borrow.operation.phase.isSettled { return }
        try await store.record(LedgerEntry(borrow: borrow, performer: Fixture.performer, at: begun))
    }

    /// A borrow that ends so many seconds from now.
    static func borrow(
        _ id: String, product: String = "CAD-PRO", ends seconds: TimeInterval, phase: OperationPhase = .confirmed,
        device: String = "device-1", feature: String? = nil
    ) -> Borrow {
        var borrow = Fixture.borrow(
            id, product: product, feature: feature, phase: .intended, hardwareID: HardwareID(rawValue: device))
        let now = Date()
        borrow.operation.startedAt = now
        borrow.operation.lease = Lease(from: now, until: now.addingTimeInterval(120))
        borrow.grant = BorrowGrant(
            end: now.addingTimeInterval(seconds), maxBorrowHours: 168, licenseID: Fixture.licenseID)
        if case .unknown = phase { borrow.grant = nil }
        borrow.move(to: phase)
        return borrow
    }

    /// A time-out, which leaves an unknown outcome.
    static var doubt: OperationPhase {
        var problem = Fixture.timeout.problem
        problem.time = Date()
        return .unknown(problem)
    }
}
