internal import ClientCore
internal import Foundation
internal import Licensing

/// Finds the borrow that a command's argument means: by its id, or by the product that one borrow is held of. What is meant where
/// several are of one seat is `LedgerRules.holders(among:at:)`'s to say.
struct BorrowChoice {
    let state: Client.State
    let moment: Moment
    /// Whether an account was chosen outright, whose borrows are meant before others'.
    var prefersOwn = false

    /// - Parameters:
    ///   - options: its id or product, and its feature.
    ///   - word: what is looked for, as in "several borrows are held".
    /// - Throws: `operation_in_progress` where a living process is at work on it, `borrow_not_found` where there is none, and
    ///   `input_invalid` where there are several.
    func borrow(
        _ options: BorrowOptions, _ word: String, where isWanted: (Borrow) -> Bool
    ) throws(Problem) -> Borrow {
        try borrow(options.borrow, feature: options.feature, word, where: isWanted)
    }

    /// The same for an id or a product, and a feature.
    func borrow(
        _ text: String, feature: String?, _ word: String, where isWanted: (Borrow) -> Bool
    ) throws(Problem) -> Borrow {
        if let exact = state.book[OperationID(rawValue: text)] {
            try refuseUnderway(exact)
            return exact
        }
        let ofProduct = state.book.filter {
            $0.subject.product == text && (feature == nil || $0.subject.feature == feature)
        }
        let found = meant(LedgerRules.holders(among: ofProduct, at: moment).filter(isWanted))
        if let only = found.first, found.count == 1 { return only }
        guard !found.isEmpty else {
            for borrow in ofProduct { try refuseUnderway(borrow) }
            // How the one that can be meant stands says more than that there is none.
            let known = meant(LedgerRules.holders(among: ofProduct, at: moment))
            let last = known.isEmpty ? meant(ofProduct) : known
            if let last = last.last, !known.areOfSeveralDevices { return last }
            let name = KeyShape.hidden(BorrowSubject.title(text, feature))
            let near = feature == nil ? question(text) : ""
            throw Problem(
                .borrowNotFound, message: "The ledger knows no borrow \(name.inQuotes) that is \(word).\(near)",
                time: moment.host)
        }
        throw .several(found, of: text, word)
    }

    /// The borrow that a release means: what is held, or may be; where nothing is, what was last, so that it can be said why there is
    /// nothing to release.
    ///
    /// - Throws: as ``borrow(_:_:where:)``.
    func toRelease(_ text: String, feature: String?) throws(Problem) -> Borrow {
        do throws(Problem) {
            return try borrow(text, feature: feature, "held") {
                if case .pending = $0.status(at: moment) { false } else { $0.isToRelease(at: moment) }
            }
        } catch {
            let over = state.book.filter {
                $0.subject.product == text && (feature == nil || $0.subject.feature == feature)
            }
            guard error.code == .borrowNotFound, let last = meant(over).lastOver(at: moment) else { throw error }
            return last
        }
    }

    /// The newest borrow of an id, or of a product or its feature on one device, whether or not it is over: for what is about
    /// the seat.
    ///
    /// - Throws: as ``borrow(_:_:where:)``.
    func newest(_ text: String, feature: String?) throws(Problem) -> Borrow {
        if let exact = try exact(text) { return exact }
        let ofProduct = state.book.filter { $0.subject.product == text && $0.subject.feature == feature }
        let held = LedgerRules.holders(among: ofProduct, at: moment)
        let found = meant(held.isEmpty ? ofProduct : held)
        let license = try license(among: found, text, feature: feature)
        let newest = found.last { LedgerRules.mayShareLicense($0, with: license) } ?? license
        try refuseUnderway(newest)
        return newest
    }

    /// A borrow of an id, or of the one license of a product on one device, whatever feature of it: for what is about the
    /// activation.
    ///
    /// - Throws: as ``borrow(_:_:where:)``.
    func ofLicense(_ text: String) throws(Problem) -> Borrow {
        if let exact = try exact(text) { return exact }
        let license = try license(among: meant(state.book.filter { $0.subject.product == text }), text, feature: nil)
        try refuseUnderway(license)
        return license
    }

    /// Which product was probably meant, of all that the ledger knows borrows of, be they over or not.
    private func question(_ text: String) -> String { state.book.filter { _ in true }.question(product: text) }

    /// The borrow of an id, if there is one.
    private func exact(_ id: String) throws(Problem) -> Borrow? {
        guard let exact = state.book[OperationID(rawValue: id)] else { return nil }
        try refuseUnderway(exact)
        return exact
    }

    /// A borrow of the one license on one device that some are of.
    ///
    /// - Throws: `borrow_not_found` where there is none, and `input_invalid` where they are of several.
    private func license(among found: [Borrow], _ text: String, feature: String?) throws(Problem) -> Borrow {
        // One that the device was taken off is meant where there is no other, and one of which all was refused after that.
        let licenses = licenses(among: found)
        let ties = licenses.map { tie($0, found) }
        let meant = zip(licenses, ties).filter { $1 == ties.min() }.map(\.0)
        guard let only = meant.first else {
            let name = KeyShape.hidden(BorrowSubject.title(text, feature))
            let near = feature == nil ? question(text) : ""
            let message =
                "The ledger knows no license of \(name.inQuotes).\(near) One that it need not know is named by --product."
            throw Problem(.borrowNotFound, message: message, time: moment.host)
        }
        guard meant.count == 1 else { throw .several(meant, of: text, "known") }
        return only
    }

    /// How a device and a license belong together, the closest first.
    private enum Tie: Comparable {
        case bound, takenOff, refused
    }

    private func tie(_ license: Borrow, _ found: [Borrow]) -> Tie {
        let known = found.filter { LedgerRules.mayShareLicense($0, with: license) }.map { $0.status(at: moment) }
            .last { if case .refused = $0 { false } else { true } }
        return switch known {
        case nil: .refused
        case .deactivated?: .takenOff
        default: .bound
        }
    }

    /// Of each license on a device the newest borrow that tells its number, else the newest.
    private func licenses(among borrows: [Borrow]) -> [Borrow] {
        var licenses: [Borrow] = []
        for borrow in borrows where borrow.licenseNumber != nil {
            licenses.removeAll { LedgerRules.mayShareLicense($0, with: borrow) }
            licenses.append(borrow)
        }
        for borrow in borrows where borrow.licenseNumber == nil {
            licenses.removeAll { $0.licenseNumber == nil && LedgerRules.mayShareLicense($0, with: borrow) }
            if !licenses.contains(where: { LedgerRules.mayShareLicense($0, with: borrow) }) { licenses.append(borrow) }
        }
        return licenses
    }

    /// Those of an account that was chosen outright; all where it has none of them.
    private func meant(_ found: [Borrow]) -> [Borrow] {
        let own = prefersOwn ? found.filter { !state.isElsewhere($0) } : []
        return own.isEmpty ? found : own
    }

    /// Says who is at work on a borrow, and for how long at most.
    private func refuseUnderway(_ borrow: Borrow) throws(Problem) {
        guard case .pending = borrow.status(at: moment) else { return }
        throw .inProgress(ProblemFacts(borrow), on: borrow, at: moment.host)
    }
}

extension Problem {
    /// A product of which several borrows might be meant.
    ///
    /// - Parameters:
    ///   - word: what they are, after "are".
    ///   - name: the argument, or the column, that names the product.
    static func several(
        _ borrows: [Borrow], of product: String, _ word: String, name: String = "borrow"
    ) -> Problem {
        let isOfSeveralServers = Set(borrows.map(\.subject.server)).count > 1
        let list = zip(borrows, borrows.titles).prefix(mostNamed).map { borrow, title in
            let place =
                borrow.account.profile.map { ", profile \($0.inQuotes)" }
                ?? (isOfSeveralServers ? ", server \(borrow.subject.server)" : "")
            return "\(borrow.id) (\(title), device \(borrow.subject.hardwareID.short)\(place))"
        }
        let rest = borrows.count - list.count
        let others = rest == 0 ? "" : ", and \(rest) more, which \(OwnCommand.line("status", "--all")) lists"
        return usage(
            "\(borrows.count) borrows of \(product.inQuotes) are \(word); name one by its id: "
                + "\(list.joined(separator: ", "))\(others).", name: name)
    }

    /// How many of them are named: with all of a hundred the message would be cut off before its end.
    private static let mostNamed = 4
}
