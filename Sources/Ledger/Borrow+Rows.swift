internal import Foundation
package import Licensing

// What every engine finds borrows by.
extension BorrowSubject {
    /// One text for all that may be of one license on a device, by whichever address and sign-in they were made and whatever feature of
    /// it they are of: server, product and device.
    ///
    /// Equal subjects have equal texts, however their letters are composed.
    package var binding: String {
        [ServerIdentity(server).vicinity, product, hardwareID.rawValue].map(
            \.precomposedStringWithCanonicalMapping
        )
        .map { "\($0.utf8.count):\($0)" }.joined(separator: ",")
    }
}

extension Borrow {
    /// The last moment at which there may be a seat to release, whatever the clocks say; nil where there is none.
    package var heldUntil: String? {
        guard operation.phase.isSettled else { return LedgerTime.text(.distantFuture) }
        // By a clock at which no end has come yet.
        return switch status(at: Moment(host: .distantPast)) {
        case .active(let end): LedgerTime.text(end)
        case .pending, .unknown, .seated: LedgerTime.text(.distantFuture)
        case .ended, .released, .refused, .activated, .deactivated: nil
        }
    }
}
