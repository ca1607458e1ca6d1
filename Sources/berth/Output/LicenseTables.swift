internal import Foundation
internal import Licensing

/// Licenses and features as the server describes them, for people.
enum LicenseTables {
    /// The lines of a table of licenses.
    static func lines(_ licenses: [License]) -> [String] {
        let header = ["LICENSE", "TYPE", "FREE SEATS", "LIMIT", "ENDS (UTC)", "STATE"]
        return Table.lines(
            header,
            licenses.map { license in
                [
                    String(license.id), license.type ?? "-", free(license.seats), limit(license.maxBorrowHours),
                    end(license.validUntil), license.state,
                ]
            })
    }

    /// The lines of a table of features.
    static func lines(_ features: [LicenseFeature]) -> [String] {
        let header = ["FEATURE", "NAME", "LICENSE", "TYPE", "FREE SEATS", "LIMIT", "ENDS (UTC)"]
        return Table.lines(
            header,
            features.map { feature in
                [
                    feature.code, feature.name, feature.licenseID.map { String($0) } ?? "-", feature.type ?? "-",
                    feature.isFloatingCloud ? free(feature.seats) : "no seats", limit(feature.maxBorrowHours),
                    end(feature.validUntil),
                ]
            })
    }

    /// How many seats a check has left, in a clause: `2 of 5 seats are free; this device holds one`.
    static func seats(_ seats: Seats?) -> String {
        seats.map { "\($0.free) of \($0.total) seats are free; this device holds one" } ?? "the server names no seats"
    }

    /// How many seats are free, in a few words: `2 of 5`.
    private static func free(_ seats: Seats?) -> String { seats.map { "\($0.free) of \($0.total)" } ?? "-" }

    private static func limit(_ hours: Int?) -> String { hours.map { DurationText.hours($0) } ?? "-" }

    private static func end(_ date: Date?) -> String { date.map { UTC.format($0) } ?? "never" }
}

extension License {
    /// What speaks against borrowing it, in a word.
    fileprivate var state: String {
        if !isEnabled { return "not enabled" }
        if isExpired { return "expired" }
        if !isActive { return "not active" }
        return isFloatingCloud && canBorrow ? "can be borrowed" : "cannot be borrowed"
    }
}
