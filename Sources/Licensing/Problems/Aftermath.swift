internal import FoundationEssentials

/// What a problem leaves at the server, in words, and what of it follows for repeating: by its effect and by what was
/// undertaken, never by its code alone.
enum Aftermath {
    /// What it leaves at the server, as a sentence; nil for a problem that is not about an attempt.
    static func sentence(of problem: Problem) -> String? {
        let undertaking = Undertaking(problem.facts)
        switch problem.effect {
        case .none: return nothing(problem, undertaking)
        case .possible:
            if undertaking == .borrow, let end = problem.facts.borrowedUntil {
                return "The borrow may end as before, at \(UTC.words(end)), or at the new end."
            }
            return undertaking.possible
        // What has been done about it since, only the list can tell.
        case .done where problem.code == .outcomeOvertaken:
            return "The server did it, and somebody may have undone it since."
        case .done: return "The server did it: \(undertaking.done)."
        }
    }

    /// The remedies, with those that the effect adds or takes away.
    static func remedies(_ wording: Wording, of problem: Problem) -> [Remedy] {
        let causes = wording.remedies.filter { $0.action != .retry }
        let undertaking = Undertaking(problem.facts)
        switch problem.effect {
        case .none:
            let isRetried = wording.retry == .now || wording.retry == .later
            return isRetried && causes.count == wording.remedies.count
                ? wording.remedies + [Remedy("retry", .retry)] : wording.remedies
        case .possible:
            // Where a repetition meets the same obstacle, the obstacle comes first.
            let repetition = undertaking.repetition(
                isFeature: problem.facts.feature != nil, isExtension: problem.facts.borrowedUntil != nil)
            return wording.retry == .afterChange && !causes.isEmpty
                ? causes + repetition.enumerated().map { $0 == 0 ? $1.afterwards : $1 } : repetition + causes
        case .done: return causes
        }
    }

    /// Whether a retry helps: as the entry says where one is among the remedies; else it is of no use by itself.
    static func retry(_ wording: Wording, given remedies: [Remedy]) -> Retry {
        guard remedies.contains(where: { $0.action == .retry }) else {
            return wording.retry == .afterChange ? .afterChange : .no
        }
        return wording.retry == .no ? .now : wording.retry
    }

    /// The exit status: of a doubt and of something done it is one for all codes.
    static func exitCode(_ entry: ExitCode, of problem: Problem) -> ExitCode {
        problem.effect == .none ? entry : .outcomeUnknown
    }

    private static func nothing(_ problem: Problem, _ undertaking: Undertaking) -> String? {
        let unchanged = "Nothing was changed at the server."
        let unsent = "Nothing was sent."
        if problem.status != nil || !problem.code.isOwn || problem.code.family == .response { return unchanged }
        if problem.facts.endpoint != nil {
            return undertaking == .query || problem.leavesNothingOpen ? unchanged : unsent
        }
        return [.transport, .operation].contains(problem.code.family) ? unsent : nil
    }
}

extension Problem {
    /// Whether a check, an activation or a question about licenses or a product brought no response to rely on, and nothing can have
    /// come of it: the license is surely borrowed, a question changes nothing, or nothing had left.
    public var leavesNothingOpen: Bool {
        // A token is asked for before anything else is sent.
        let isQuestion = ["/api/v4/user_licenses", "/api/v4/product_details"].contains(facts.endpoint)
        return effect == .none && facts.endpoint != nil
            && (isQuestion || [.check, .activate].contains(Undertaking(facts)))
            && ProblemCatalogue.usualEffect(of: code) == .possible
    }
}

extension Remedy {
    /// The same, to be done once what stands before it is.
    fileprivate var afterwards: Remedy { Remedy("then " + words, typing: command, action) }
}
