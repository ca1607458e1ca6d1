internal import FoundationEssentials

extension Problem {
    /// A borrow stands in the way of a deactivation: its seat would be lost, or whether there is one is not known.
    static func deviceHoldsSeat(_ borrow: Borrow, at: Date) -> Problem {
        let moment = Moment(host: at)
        var facts = ProblemFacts(borrow)
        facts.endpoint = Operation.Kind.deactivate.endpoint()
        let isSure: Bool
        switch borrow.status(at: moment) {
        case .unknown: isSure = false
        default: isSure = true
        }
        if !isSure { facts.borrowedUntil = nil }
        let message =
            "Borrow \(borrow.id) \(isSure ? "is held" : "is in doubt"): return it before the device is deactivated."
        return Problem(.deviceHoldsSeat, message: message, time: at, effect: .none, facts: facts)
    }
}
