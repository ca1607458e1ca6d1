public import FoundationEssentials

/// Why an end cannot be granted, as far as this host can tell.
///
/// The server has one code for all of these (`borrow_until_not_valid`; reference, section 3.3). The form and the commands
/// ask before they send, and the catalogue asks again when the server has refused.
public enum EndFault: Hashable, Sendable {
    /// It does not lie ahead: it is so many seconds old.
    case past(by: TimeInterval)
    /// It lies beyond now + the longest borrow.
    case beyondMaximum(latest: Date, hours: Int)
    /// It lies beyond the end of the license itself.
    case beyondLicense(validUntil: Date)
    /// The longest borrow of the license is 0 hours, which means that it cannot be borrowed.
    case borrowingNotAllowed
    /// The license itself has ended.
    case licenseEnded(at: Date)

    /// All faults of an end, the tightest first; empty where nothing speaks against it.
    ///
    /// - Parameters:
    ///   - end: what is asked for.
    ///   - now: the server's time: this host's plus the measured offset.
    ///   - maxBorrowHours: the license's limit in hours; nil while it is not known.
    ///   - licenseValidUntil: when the license itself ends; nil while it is not known, or never.
    public static func all(
        of end: BorrowEnd, now: Date, maxBorrowHours: Int?, licenseValidUntil: Date?
    ) -> [EndFault] {
        var faults: [EndFault] = []
        if maxBorrowHours == 0 { faults.append(.borrowingNotAllowed) }
        if let licenseValidUntil, licenseValidUntil <= now { faults.append(.licenseEnded(at: licenseValidUntil)) }
        guard faults.isEmpty, case .at(let instant) = end else { return faults }
        if instant <= now { return [.past(by: now.timeIntervalSince(instant))] }
        var limits: [(latest: Date, fault: EndFault)] = []
        if let maxBorrowHours {
            let latest = now.addingTimeInterval(TimeInterval(maxBorrowHours) * 3600)
            limits.append((latest, .beyondMaximum(latest: latest, hours: maxBorrowHours)))
        }
        if let licenseValidUntil { limits.append((licenseValidUntil, .beyondLicense(validUntil: licenseValidUntil))) }
        return limits.filter { instant > $0.latest }.sorted { $0.latest < $1.latest }.map(\.fault)
    }
}
