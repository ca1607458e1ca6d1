public import FoundationEssentials
public import Licensing

/// Which borrows are wanted of a ledger.
public enum LedgerSelection: Hashable, Sendable {
    /// Of those that are not forgotten: all with a seat to release at a moment (`Borrow.isToRelease(at:)`), and of the others the ones
    /// that were made last, up to a number.
    case current(at: Moment, others: Int)
    /// All that are not forgotten.
    case all

    /// How far the clocks of a host and a server are taken to differ at most, in seconds: what ended longer ago by this host's clock
    /// has no seat by any.
    public static let widestOffset: TimeInterval = 27 * 3600

    /// Those that are current, in their order.
    ///
    /// - Parameters:
    ///   - borrows: all that may be, in the order in which they were made.
    ///   - moment: this moment.
    ///   - others: how many at most of those without a seat to release.
    public static func current(
        of borrows: some BidirectionalCollection<Borrow>, at moment: Moment, others: Int
    ) -> [Borrow] {
        var missing = others
        var chosen: [Borrow] = []
        for borrow in borrows.reversed() where borrow.forgottenAt == nil {
            if !borrow.isToRelease(at: moment) {
                guard missing > 0 else { continue }
                missing -= 1
            }
            chosen.append(borrow)
        }
        return chosen.reversed()
    }
}
