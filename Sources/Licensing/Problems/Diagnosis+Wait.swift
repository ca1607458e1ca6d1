internal import FoundationEssentials

/// Why a request was not sent that waited until the one before it on the same seat, which brought no response, was surely over.
enum UnheardRequest {
    /// What the request itself may take beside the wait, in seconds, where a longer time is recommended.
    private static let margin = 30.0

    static func sharpen(_ wording: inout Wording, _ problem: Problem, until end: Date) {
        let isTimedOut = problem.facts.name == ProblemFacts.timeLimit
        let what = isTimedOut ? "The command's time was over before it was sent" : "It was cancelled before it was sent"
        wording.whatHappened =
            "\(what): until \(UTC.format(end)) it was to wait for the request before it, which brought no response and "
            + "may still be carried out."
        (wording.likelyCauses, wording.retry) = ([], .later)
        wording.remedies = [Remedy("do it again after that, if it is still wanted", .retry)]
        guard isTimedOut else { return }
        let left = max(0, end.timeIntervalSince(problem.time)).rounded(.up)
        wording.likelyCauses = [
            "the time that \(ProblemFacts.timeLimit) gives is shorter than that wait, of which \(DurationText.short(left)) were left"
        ]
        let enough = Int(clampingToRange: ((left + margin) / 10).rounded(.up) * 10)
        wording.remedies.append(
            Remedy("or give it the time to wait for that", typing: "\(ProblemFacts.timeLimit) \(enough)s"))
    }
}
