public import FoundationEssentials

extension Problem {
    /// Another operation on the same license and device is under way.
    ///
    /// - Parameters:
    ///   - facts: those of the borrow that was to be worked on.
    ///   - rival: what that is on; it says who is at work, and until when at the latest. Nil where it is of this very process.
    ///   - at: this moment, by the host's clock.
    public static func inProgress(_ facts: ProblemFacts, on rival: Borrow?, at: Date) -> Problem {
        var (facts, message) = (facts, "An operation on this license and device is already under way.")
        if let rival, case .pending(let until) = rival.status(at: Moment(host: at)) {
            let performer = rival.operation.startedBy
            let who = performer.user + (performer.host.map { " on \($0)" } ?? "") + " (process \(performer.process))"
            message =
                "\(who) is at work on it (\(rival.operation.kind.name)), until \(UTC.format(until)) at the latest."
            facts.process = performer.process
        }
        return Problem(.operationInProgress, message: message, time: at, effect: .none, facts: facts)
    }

    /// A release on the device of a borrow that named no license may have been of that one.
    static func seatInQuestion(_ borrow: Borrow, at: Date) -> Problem {
        var facts = ProblemFacts(borrow)
        facts.endpoint = Operation.Kind.borrow(.maximum).endpoint(ofFeature: borrow.subject.feature != nil)
        return Problem(
            .seatInQuestion, message: "A release on this device named no license: it may have been of this one.",
            time: at, effect: .possible, facts: facts)
    }

    /// Borrows stand in the way of a deactivation: their seats would be lost, or whether there is one is not known.
    static func deviceHoldsSeat(_ borrows: [Borrow], at: Date) -> Problem {
        let ends = borrows.compactMap { $0.certainEnd(at: at) }
        let isSure = ends.count == borrows.count
        var facts = borrows.first.map { ProblemFacts($0) } ?? ProblemFacts()
        facts.endpoint = Operation.Kind.deactivate.endpoint()
        facts.borrowedUntil = isSure ? ends.max() : nil
        if borrows.count > 1 { facts.feature = nil }
        facts.obstacles = borrows.map { .init($0) }
        let names = borrows.map { "\($0.id)" + (borrows.count > 1 ? " (\($0.subject.title))" : "") }
        let (noun, verb, pronoun) = borrows.count > 1 ? ("Borrows", "are", "them") : ("Borrow", "is", "it")
        let state = isSure ? "held" : ends.isEmpty ? "in doubt" : "held, or in doubt"
        let way = facts.obstacles.allSatisfy(\.canBeReleased) ? "return \(pronoun) before" : "that has to end before"
        let message = "\(noun) \(names.joined(separator: ", ")) \(verb) \(state): \(way) the device is deactivated."
        return Problem(.deviceHoldsSeat, message: message, time: at, effect: .none, facts: facts)
    }
}

extension Borrow {
    /// The end that was granted; nil where it is in doubt whether that is held.
    fileprivate func certainEnd(at: Date) -> Date? {
        if case .unknown = status(at: Moment(host: at)) { nil } else { grant?.end }
    }
}
