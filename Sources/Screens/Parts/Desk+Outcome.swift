internal import ClientCore
internal import FoundationEssentials
internal import Licensing

extension Desk {
    /// What was done, in a sentence; nil for what was not.
    func sentence(_ result: Client.Outcome.Result) -> String? {
        switch result {
        case .borrowed(let borrow, let previousEnd): borrowed(borrow, previousEnd)
        case .released(let borrow): "Returned \(name(borrow)): the server said yes."
        case .activated: "The device is activated."
        case .checked(let borrow, let license): "\(name(borrow)): \(license.seatsText(self))"
        case .checkedFeature(let borrow, let feature): "\(name(borrow)): \(feature.seatsWords)."
        case .noted(let borrow): "Settled by your note: \(name(borrow))."
        case .forgotten(let borrow): "Taken off the list: \(name(borrow)). `berth history` keeps it."
        case .failed: nil
        }
    }

    private func borrowed(_ borrow: Borrow, _ previousEnd: Date?) -> String {
        let end = borrow.grant.map { instant($0.end) } ?? ""
        let unsigned = borrow.subject.feature == nil ? "" : " " + LicenseFeature.noReceipt
        guard let previousEnd, previousEnd != borrow.grant?.end else {
            return "Borrowed \(name(borrow)) until \(end)." + unsigned
        }
        let old = instant(previousEnd)
        let sentence =
            old == end
            ? "Borrowed \(name(borrow)) again: it ends \(end), as before."
            : "Extended \(name(borrow)): \(old) → \(end)."
        return sentence + unsigned
    }
}

extension License {
    /// How many of its seats are taken, in a sentence.
    fileprivate func seatsText(_ desk: Desk) -> String {
        let seats = seats.map { "\($0.inUse) of \($0.total) seats taken" } ?? "the server names no seats"
        let end = borrowedUntil.map { "; borrowed until \(desk.instant($0))" }
        return "\(seats)\(end ?? "; no borrow of this device")."
    }
}
