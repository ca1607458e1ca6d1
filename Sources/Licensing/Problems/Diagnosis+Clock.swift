internal import FoundationEssentials

/// `date_header_diff`: which way this host's clock is off, by how much, and what that amount suggests.
enum ClockOff {
    /// What the server allows, in seconds (reference, section 2.1).
    static let allowed = 900.0

    @Sendable static func sharpen(_ explanation: inout Explanation, _ problem: Problem) {
        guard let offset = problem.facts.clockOffset else { return }
        let amount = DurationText.short(offset)
        let side = offset > 0 ? "behind" : "ahead of"
        if offset.magnitude <= allowed {
            explanation.whatHappened = "The server finds the request's time off by more than 15 minutes."
            explanation.likelyCauses = [
                "the request was held up on the way: this host's clock is now only \(amount) \(side) the server's",
                "the clock was set right meanwhile",
                "a proxy on the way changed the Date header",
            ]
            explanation.remedies = [Remedy("retry", .retry), Remedy("look at the clock: timedatectl status")]
            explanation.solvers = [.you, .systemAdministrator, .networkAdministrator]
            explanation.retry = .now
            return
        }
        explanation.whatHappened = "This host's clock is \(amount) \(side) the server's; 15 minutes are allowed."
        if isNearZoneOffset(offset) {
            explanation.likelyCauses.insert("the clock was set to local time as if that were UTC", at: 0)
        }
        if offset < 0 {
            // A clock that stood still falls behind; it never gets ahead.
            explanation.likelyCauses.removeAll { $0.contains("suspended") }
        }
    }

    /// Whether it is within two minutes of a number of half hours that is the offset of some zone.
    private static func isNearZoneOffset(_ offset: TimeInterval) -> Bool {
        let halfHours = (offset.magnitude / 1800).rounded()
        return (1...28).contains(halfHours) && abs(offset.magnitude - halfHours * 1800) <= 120
    }
}
