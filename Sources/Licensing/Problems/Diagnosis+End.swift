internal import FoundationEssentials

/// `borrow_until_not_valid`: one code for an end in the past, beyond the maximum and beyond the license's own end.
enum EndRefused {
    @Sendable static func sharpen(_ explanation: inout Explanation, _ problem: Problem) {
        let facts = problem.facts
        guard let end = facts.requestedEnd else { return }
        switch end {
        case .maximum: explanation.whatHappened = "The server did not accept the longest borrow as the end."
        case .at(let instant): explanation.whatHappened = "The server did not accept the end \(UTC.words(instant))."
        }
        let faults = EndFault.all(
            of: end, now: problem.serverTime, maxBorrowHours: facts.maxBorrowHours,
            licenseValidUntil: facts.licenseValidUntil)
        if faults.isEmpty {
            undecided(&explanation, end, facts)
        } else {
            explanation.likelyCauses = faults.map { cause($0, of: end, problem) }
            explanation.remedies = faults.first.map(remedies) ?? []
            explanation.solvers = solvers(faults)
        }
        if case .past = faults.first { blameClock(&explanation, end, problem) }
    }

    private static func cause(_ fault: EndFault, of end: BorrowEnd, _ problem: Problem) -> String {
        switch fault {
        case .past(let seconds):
            return "it was \(DurationText.short(seconds)) past: the server's clock read "
                + UTC.words(problem.serverTime)
        case .beyondMaximum(let latest, let hours):
            return "it lies \(excess(of: end, over: latest)) beyond the longest borrow, \(DurationText.hours(hours)) "
                + "from now"
        case .beyondLicense(let validUntil):
            return "the license itself ends \(excess(of: end, over: validUntil)) before that, at "
                + UTC.words(validUntil)
        case .borrowingNotAllowed: return "the longest borrow of the license is 0 h: it cannot be borrowed"
        case .licenseEnded(let ended): return "the license itself ended at \(UTC.words(ended))"
        }
    }

    private static func excess(of end: BorrowEnd, over limit: Date) -> String {
        guard case .at(let instant) = end else { return "" }
        return DurationText.short(instant.timeIntervalSince(limit))
    }

    private static func remedies(_ fault: EndFault) -> [Remedy] {
        switch fault {
        case .past: [Remedy("pick a later end", .editEnd), Remedy("use the longest borrow", .useMaximum)]
        case .beyondMaximum(let latest, _):
            [
                Remedy("pick an end before \(UTC.words(latest))", .editEnd),
                Remedy("use the longest borrow", .useMaximum),
                Remedy("ask your license administrator for a longer one"),
            ]
        case .beyondLicense(let validUntil):
            [
                Remedy("pick an end before \(UTC.words(validUntil))", .editEnd),
                Remedy("ask your license administrator to renew the license"),
            ]
        case .borrowingNotAllowed:
            [
                Remedy("ask your license administrator to allow borrowing"),
                Remedy("pick another license", .editLicense),
            ]
        case .licenseEnded:
            [
                Remedy("ask your license administrator to renew the license"),
                Remedy("pick another license", .editLicense),
            ]
        }
    }

    private static func solvers(_ faults: [EndFault]) -> [Solver] {
        switch faults.first {
        case .past: [.you]
        case .borrowingNotAllowed, .licenseEnded: [.licenseAdministrator, .vendor]
        case .beyondMaximum, .beyondLicense, nil: [.you, .licenseAdministrator]
        }
    }

    /// Nothing that this host knows speaks against the end.
    private static func undecided(_ explanation: inout Explanation, _ end: BorrowEnd, _ facts: ProblemFacts) {
        if end == .maximum {
            explanation.likelyCauses = [
                "the license itself ends before the longest borrow would",
                "the longest borrow of the license is 0 h",
            ]
            explanation.remedies = [
                Remedy("pick an end yourself", .editEnd), Remedy("ask your license administrator for the limits"),
            ]
        } else if let hours = facts.maxBorrowHours {
            explanation.likelyCauses = [
                "the limit has been lowered since it was \(DurationText.hours(hours))",
                "the license itself ends before that",
            ]
            explanation.remedies = [
                Remedy("use the longest borrow: the answer tells the limit", .useMaximum),
                Remedy("pick an earlier end", .editEnd),
            ]
        } else {
            explanation.likelyCauses = [
                "it lies beyond the longest borrow, a limit that is not known here yet",
                "it lies beyond the end of the license itself",
            ]
            explanation.remedies = [
                Remedy("use the longest borrow: the answer tells the limit", .useMaximum),
                Remedy("pick an earlier end", .editEnd),
            ]
        }
    }

    /// An end that lay ahead by this host's clock is past by the server's: then the clock is the cause to name.
    private static func blameClock(_ explanation: inout Explanation, _ end: BorrowEnd, _ problem: Problem) {
        guard case .at(let instant) = end, instant > problem.time, let offset = problem.facts.clockOffset else {
            return
        }
        explanation.likelyCauses.append("this host's clock is \(DurationText.short(offset)) behind the server's")
        explanation.remedies.append(Remedy("have this host's clock set right"))
        explanation.solvers.append(.systemAdministrator)
    }
}
