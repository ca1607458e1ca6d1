internal import FoundationEssentials
internal import Licensing

// What speaks against a response's being the one to what was asked.
extension BorrowGrant {
    /// How far two clocks may be apart, in seconds: as far as the server allows (reference, section 2.1).
    private static let clockTolerance: TimeInterval = 15 * 60
    /// How far a granted end may be from the one that was asked for, in seconds: the API knows whole seconds.
    private static let endTolerance: TimeInterval = 60

    /// What speaks against its being the response to a request; nil where nothing does.
    ///
    /// - Parameters:
    ///   - license: the number that was asked for, or that is held.
    ///   - now: when the response came, by the server's clock.
    func mismatch(with wanted: BorrowEnd, license: Int64?, now: Date) -> String? {
        if let fault = numberFault(license: licenseID, wanted: license, limit: maxBorrowHours) { return fault }
        if maxBorrowHours == 0 { return "It grants a borrow whose limit is 0 hours." }
        switch wanted {
        case .at(let date):
            // What is over as the response comes is nobody's borrow, even where it was asked for.
            guard abs(end.timeIntervalSince(date)) > Self.endTolerance else { return end <= now ? pastEnd : nil }
            let direction = end > date ? "later" : "earlier"
            return "It names the end \(UTC.format(end)), which is \(direction) than was asked for, \(UTC.format(date))."
        case .maximum:
            if end <= now { return pastEnd }
            // A feature's grant need not tell a limit.
            guard let maxBorrowHours else { return nil }
            let latest = now + TimeInterval(maxBorrowHours) * 3600
            guard end > latest + Self.clockTolerance else { return nil }
            return "It names the end \(UTC.format(end)), which is later than the license allows, \(UTC.format(latest))."
        }
    }

    /// The same with what the server did not say taken from what it had granted before.
    func completed(by old: BorrowGrant?) -> BorrowGrant {
        var grant = self
        grant.maxBorrowHours = maxBorrowHours ?? old?.maxBorrowHours
        grant.deviceID = deviceID ?? old?.deviceID
        grant.licenseID = licenseID ?? old?.licenseID
        return grant
    }

    private var pastEnd: String { "It names an end in the past, \(UTC.format(end))." }
}

extension License {
    /// What speaks against its being the license that was asked about; nil where nothing does.
    func mismatch(with wanted: Int64?) -> String? {
        numberFault(license: id, wanted: wanted, limit: maxBorrowHours)
    }

    /// What a check's response leaves open of a borrow; nil where it says whether there is one.
    func silence(at now: Date) -> String? {
        let hasEnd = borrowedUntil.map { $0 > now } ?? false
        return switch isBorrowed {
        case true?: hasEnd ? nil : "It says that the license is borrowed, and names no end that lies ahead."
        case false?: hasEnd ? "It says that the license is not borrowed, and names an end that lies ahead." : nil
        case nil: borrowedUntil == nil ? "It does not say whether the license is borrowed." : nil
        }
    }
}

extension LicenseFeature {
    /// What speaks against its being the feature that a borrow is of; nil where nothing does.
    func mismatch(with borrow: Borrow) -> String? {
        guard code == borrow.subject.feature else {
            return "It is about feature \(code), and \(borrow.subject.feature ?? "none") was asked for."
        }
        return numberFault(license: licenseID, wanted: borrow.licenseNumber, limit: nil)
    }
}

/// What is wrong with the numbers of a response; nil where nothing is.
private func numberFault(license: Int64?, wanted: Int64?, limit: Int?) -> String? {
    if let wanted, let license, wanted != license {
        return "It is about license \(license), and license \(wanted) was asked for."
    }
    // Beyond a century nobody has set a limit in earnest, and dates end to be dates.
    if let limit, !(0...876_600).contains(limit) { return "It names a limit of \(limit) hours, which cannot be." }
    guard let license, license <= 0 else { return nil }
    return "It is about license \(license), and no license has such a number."
}
