internal import ClientCore
internal import FoundationEssentials
internal import Licensing

extension Desk {
    /// What was done, in a sentence; nil for what was not.
    func sentence(_ result: Client.Outcome.Result) -> String? {
        switch result {
        case .borrowed(let borrow, let previousEnd): borrowed(borrow, previousEnd, result.endChange)
        case .released(let borrow): "Returned \(name(borrow)): the server said yes."
        case .activated: "The device is activated."
        case .deactivated(let borrow): "The device is off the license: \(name(borrow))."
        case .checked(let borrow, let license): "\(name(borrow)): \(license.seatsText(self))"
        case .checkedFeature(let borrow, let feature): "\(name(borrow)): \(feature.seatsWords)."
        case .noted(let borrow): "Settled by your note: \(name(borrow))."
        case .forgotten(let borrow):
            "Taken off the list: \(name(borrow)). The history keeps it: `\(settings.commands.line(["history"]))`."
        case .failed: nil
        }
    }

    /// What may exist at the server of an operation that was under way as the program was left, and what settles it; nil where
    /// that is known.
    func farewell(_ operation: OperationID, of id: OperationID) -> String? {
        if let borrow = client.underway[operation]?.borrow {
            return Strings.notWrittenAtEnd(name(borrow), settings.commands.line(["status"]))
        }
        guard let borrow = client.book[id], borrow.operation.id == operation,
            case .unknown(let problem) = borrow.operation.phase
        else { return nil }
        // What frees the seat, where a check may have taken one; else the same once more.
        let way = problem.facts.isOfCheck ? "--release" : "--repeat"
        let command = settings.commands.line(["settle", id.rawValue, way])
        return "\(explain(problem).whatHappened) Settle it: \(command)"
    }

    private func borrowed(
        _ borrow: Borrow, _ previousEnd: Date?, _ change: Client.Outcome.EndChange?
    ) -> String {
        let end = borrow.grant.map { instant($0.end) } ?? ""
        let unsigned = borrow.subject.feature == nil ? "" : " " + LicenseFeature.noReceipt
        guard let old = previousEnd.map(instant), let change else {
            return "Borrowed \(name(borrow)) until \(end)." + unsigned
        }
        // What differs by seconds looks the same.
        guard change != .unchanged, old != end else {
            return "Borrowed \(name(borrow)) again: it ends \(end), as before." + unsigned
        }
        return "\(change == .shortened ? "Shortened" : "Extended") \(name(borrow)): \(old) → \(end)." + unsigned
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
