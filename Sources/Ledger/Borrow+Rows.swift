internal import Foundation
package import Licensing

// What every engine finds borrows by.
extension BorrowSubject {
    /// One text for all that may be of the same license on the same device and were made by the same address of their server,
    /// whatever feature of it they are of: address, product, license and device, what may be left open aside.
    ///
    /// Equal subjects have equal texts, however their letters are composed.
    package var binding: String { binding(at: server) }

    /// The texts of all that may be of the same license on the same device, by whichever address they were made.
    package var bindings: [String] { ServerIdentity(server).addresses.map { binding(at: $0) } }

    private func binding(at server: String) -> String {
        let name =
            switch license {
            case .key(let lastFour, let fingerprint): ["key", lastFour, fingerprint]
            case .user(let name): ["user", name]
            case .customerAccount(let code): ["account", code]
            }
        return ([server, product, hardwareID.rawValue] + name).map(\.precomposedStringWithCanonicalMapping)
            .map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
    }
}

extension Borrow {
    /// The last moment at which it may hold a seat, whatever the clocks say; nil where it holds none.
    package var heldUntil: String? {
        guard operation.phase.isSettled else { return LedgerTime.text(.distantFuture) }
        // By a clock at which no end has come yet.
        return switch status(at: Moment(host: .distantPast)) {
        case .active(let end): LedgerTime.text(end)
        case .pending, .unknown: LedgerTime.text(.distantFuture)
        case .ended, .released, .refused, .activated, .deactivated: nil
        }
    }
}

extension Licensing.Operation.Kind {
    /// Its name, as the ledger spells it.
    package var name: String {
        switch self {
        case .borrow: "borrow"
        case .release: "release"
        case .check: "check"
        case .activate: "activate"
        case .deactivate: "deactivate"
        }
    }
}
