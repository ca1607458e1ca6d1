internal import ClientCore
internal import Foundation
internal import Licensing

extension Headless.Ending {
    /// Prints how a request ended, and says how the command ends.
    ///
    /// Everything is on disk by now. Where the output cannot be written that is a failure, unless there is a graver one.
    func report(asJSON: Bool, now: Date = Date()) -> ExitCode {
        let code: ExitCode
        do {
            code = try printed(asJSON: asJSON, now: now)
        } catch {
            // Nobody reads the outcome where it belongs, so it is told here, too.
            if let problem { Report.problem(problem) }
            Report.problem(error as? Problem ?? Problem(.outputUnwritable, message: "\(error)", time: now))
            code = problem.map { ProblemCatalogue.explain($0).exitCode } ?? .failure
        }
        // What was done although somebody wanted it no longer is done; what was not, ended by the signal.
        guard problem != nil || outcome == nil else { return code }
        return signal.flatMap { ExitCode(signal: $0) } ?? code
    }

    /// What stands in the way, where the request did not succeed.
    private var problem: Problem? {
        if let question { return question.problem }
        if case .failed(let trouble)? = outcome?.result { return trouble.problem }
        return nil
    }

    private func printed(asJSON: Bool, now: Date) throws -> ExitCode {
        let moment = Moment(host: now)
        guard let problem else {
            guard let result = outcome?.result else { return .failure }
            if asJSON {
                try Report.json(JSONShapes.Outcome(result, at: moment))
            } else {
                try Report.line(result.sentence(at: moment))
            }
            return .success
        }
        if asJSON {
            try Report.json(JSONShapes.Outcome(problem, borrow: borrow, operation: outcome?.operation, at: moment))
        } else {
            Report.problem(problem)
            if problem.effect != .none, let borrow {
                Report.note("borrow \(borrow.id) is in doubt; settle it with: berth settle \(borrow.id)")
            }
        }
        return ProblemCatalogue.explain(problem).exitCode
    }

    /// The borrow that a problem is about.
    private var borrow: Borrow? {
        if let question { return question.borrow }
        if case .failed(let trouble)? = outcome?.result { return trouble.borrow }
        return nil
    }
}

extension Client.Question {
    /// The question as a problem, for a command that cannot wait for an answer.
    fileprivate var problem: Problem {
        var facts = ProblemFacts(borrow)
        facts.endpoint = doubt.facts.endpoint
        return Problem(
            .borrowInDoubt, message: ProblemCatalogue.explain(doubt).whatHappened, time: Date(),
            effect: doubt.effect, facts: facts)
    }
}

extension Client.Outcome.Result {
    /// The success in a sentence.
    fileprivate func sentence(at moment: Moment) -> String {
        switch self {
        case .borrowed(let borrow, _):
            guard let end = borrow.grant?.end else { return "Borrowed \(borrow.title)." }
            // To the nearest minute, so that the response's way back does not make two hours 1 h 59 min.
            let left = end.timeIntervalSince(moment.server(for: borrow))
            let length = DurationText.long((left / 60).rounded() * 60)
            return "Borrowed \(borrow.subject.product) until \(UTC.format(end)), \(length) from now."
        case .released(let borrow): return "Released \(borrow.title)."
        case .checked(let borrow, _):
            if borrow.checkTookSeat {
                return "\(borrow.title) is not borrowed; the check took a seat, which a release frees: "
                    + "berth release \(borrow.id)"
            }
            switch borrow.status(at: moment) {
            case .active(let end): return "\(borrow.title) is borrowed until \(UTC.format(end))."
            default: return "\(borrow.title): \(borrow.status(at: moment).word)."
            }
        case .activated(let borrow, _): return "Activated \(borrow.title) for \(borrow.subject.hardwareID.rawValue)."
        case .noted(let borrow): return "Noted: \(borrow.title) is in doubt no longer."
        case .forgotten(let borrow): return "Took \(borrow.title) off the list."
        case .failed(let trouble): return trouble.problem.message
        }
    }
}

extension Borrow {
    /// What it is of, in a few words: `CAD-PRO …9F3T`.
    var title: String { "\(subject.product) \(subject.license.label)" }
}
