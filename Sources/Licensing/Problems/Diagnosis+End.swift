internal import FoundationEssentials

/// `borrow_until_not_valid`: one code for an end in the past, beyond the maximum and beyond the license's own end.
enum EndRefused {
    @Sendable static func sharpen(_ wording: inout Wording, _ problem: Problem) {
        let facts = problem.facts
        guard let end = facts.requestedEnd else { return }
        switch end {
        case .maximum: wording.whatHappened = "The server did not accept the longest borrow as the end."
        case .at(let instant): wording.whatHappened = "The server did not accept the end \(UTC.words(instant))."
        }
        let faults = EndFault.all(
            of: end, now: problem.serverTime, maxBorrowHours: facts.maxBorrowHours,
            licenseValidUntil: facts.licenseValidUntil)
        if faults.isEmpty {
            undecided(&wording, end, facts)
        } else {
            wording.likelyCauses = faults.map { cause($0, of: end, problem) }
            wording.remedies = faults.first.map(remedies) ?? []
            wording.solvers = solvers(faults)
        }
        if case .past = faults.first { blameClock(&wording, end, problem) }
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
                .anotherLicense,
            ]
        case .licenseEnded:
            [
                Remedy("ask your license administrator to renew the license"),
                .anotherLicense,
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
    private static func undecided(_ wording: inout Wording, _ end: BorrowEnd, _ facts: ProblemFacts) {
        if end == .maximum {
            wording.likelyCauses = [
                "the license itself ends before the longest borrow would",
                "the longest borrow of the license is 0 h",
            ]
            wording.remedies = [
                Remedy("pick an end yourself", .editEnd), Remedy("ask your license administrator for the limits"),
            ]
        } else if let hours = facts.maxBorrowHours {
            wording.likelyCauses = [
                "the limit has been lowered since it was \(DurationText.hours(hours))",
                "the license itself ends before that",
            ]
            wording.remedies = [
                Remedy("use the longest borrow: the response tells the limit", .useMaximum),
                Remedy("pick an earlier end", .editEnd),
            ]
        } else {
            wording.likelyCauses = [
                "it lies beyond the longest borrow, a limit that is not known here yet",
                "it lies beyond the end of the license itself",
            ]
            wording.remedies = [
                Remedy("use the longest borrow: the response tells the limit", .useMaximum),
                Remedy("pick an earlier end", .editEnd),
            ]
        }
    }

    /// An end that lay ahead by this host's clock is past by the server's: then the clock is the cause to name.
    private static func blameClock(_ wording: inout Wording, _ end: BorrowEnd, _ problem: Problem) {
        guard case .at(let instant) = end, instant > problem.time, let offset = problem.facts.clockOffset else {
            return
        }
        wording.likelyCauses.append("this host's clock is \(DurationText.short(offset)) behind the server's")
        wording.remedies.append(Remedy("have this host's clock set right"))
        wording.solvers.append(.systemAdministrator)
    }
}
