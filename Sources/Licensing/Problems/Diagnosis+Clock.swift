internal import FoundationEssentials

/// `date_header_diff`: which way this host's clock is off, by how much, and what that amount suggests.
enum ClockOff {
    /// What the server allows, in seconds (reference, section 2.1).
    static let allowed = 900.0

    static let noSynchronization = "time synchronization (NTP) is off, or cannot reach its time servers"
    static let suspended = "a virtual machine was suspended, and its clock has not caught up"

    @Sendable static func sharpen(_ wording: inout Wording, _ problem: Problem) {
        guard let offset = problem.facts.clockOffset else { return }
        let amount = DurationText.short(offset)
        let side = offset > 0 ? "behind" : "ahead of"
        if offset.magnitude <= allowed {
            wording.whatHappened = "The server finds the request's time off by more than 15 minutes."
            wording.likelyCauses = [
                "the request was held up on the way: this host's clock is now only \(amount) \(side) the server's",
                "the clock was set right meanwhile",
                "a proxy on the way changed the Date header",
            ]
            wording.remedies = [Remedy("retry", .retry), Remedy("look at the clock", typing: "timedatectl status")]
            wording.solvers = [.you, .systemAdministrator, .networkAdministrator]
            wording.retry = .now
            return
        }
        wording.whatHappened = "This host's clock is \(amount) \(side) the server's; 15 minutes are allowed."
        let zone = isNearZoneOffset(offset) ? ["the clock was set to local time as if that were UTC"] : []
        // A clock that stood still falls behind; it never gets ahead.
        wording.likelyCauses = zone + [noSynchronization] + (offset > 0 ? [suspended] : [])
    }

    /// Whether it is within two minutes of a number of half hours that is the offset of some zone.
    private static func isNearZoneOffset(_ offset: TimeInterval) -> Bool {
        let halfHours = (offset.magnitude / 1800).rounded()
        return (1...28).contains(halfHours) && abs(offset.magnitude - halfHours * 1800) <= 120
    }
}
