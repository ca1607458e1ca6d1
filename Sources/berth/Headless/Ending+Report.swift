internal import ClientCore
internal import Foundation
internal import Licensing

extension Headless.Ending {
    /// Prints what a request came to. Everything is on disk by now.
    ///
    /// - Throws: a ``CommandFailure`` where it did not succeed, and `output_unwritable` where it did and that cannot be told.
    func report(_ sending: SendingOptions, now: Date = Date()) throws -> ExitCode {
        if let dryRun, dryRun.isTold { return try dryRun.report(asJSON: sending.json) }
        let moment = Moment(host: now)
        let result = try success(now: now)
        let sentence = result.sentence(at: moment)
        if sending.json {
            try Report.done(sentence, asJSON: JSONShapes.Outcome(result, at: moment))
        } else if !sending.quiet {
            try Report.done(sentence)
        }
        return .success
    }

    /// Holds a success against what it was to settle.
    ///
    /// - Throws: that it is in doubt still, after what the check came to was printed.
    func requireSettled(_ sending: SendingOptions, now: Date = Date()) throws {
        let moment = Moment(host: now)
        guard let result = outcome?.result, let borrow = result.mayLeaveInDoubt,
            case .unknown(let doubt) = borrow.status(at: moment)
        else { return }
        if !sending.json, !sending.quiet {
            do {
                try Report.done(result.sentence(at: moment))
            } catch let problem as Problem {
                Report.unwritten(problem)
            }
        }
        throw CommandFailure(
            Client.Question.Reason.doubt(doubt).problem(about: borrow), borrow: borrow,
            operation: borrow.operation.id, checked: result)
    }

    /// What was done. That counts although somebody wanted it no longer; what was not done ended by their signal, or by the
    /// command's time.
    ///
    /// - Parameters:
    ///   - what: what has not happened where nothing of it was sent, to follow "The command ended before".
    ///   - now: this host's clock.
    func success(before what: String = "anything was sent", now: Date = Date()) throws(CommandFailure)
        -> Client.Outcome.Result
    {
        let ending = signal.flatMap { ExitCode(signal: $0) }
        if let question {
            throw CommandFailure(question.problem, borrow: question.borrow, exitCode: ending)
        }
        if outcome == nil, let unwritten { throw unwritten }
        guard let outcome else {
            let message = "The command ended before \(what)."
            throw CommandFailure(
                Problem(.operationNotSent, message: message, time: now), exitCode: ending, isTimedOut: isTimedOut)
        }
        if case .failed(let trouble) = outcome.result {
            throw CommandFailure(trouble, exitCode: ending, isTimedOut: isTimedOut)
        }
        return outcome.result
    }
}

extension Client.Question {
    /// The question as a problem, for a command that cannot wait until somebody decides.
    var problem: Problem { reason.problem(about: borrow) }
}

extension Client.Question.Reason {
    /// The same about what it asks of.
    func problem(about borrow: Borrow) -> Problem {
        switch self {
        case .doubt(let doubt):
            var facts = ProblemFacts(borrow)
            facts.endpoint = doubt.facts.endpoint
            facts.obstacles = [.init(borrow)]
            return Problem(
                .borrowInDoubt, message: ProblemCatalogue.explain(doubt).whatHappened, time: Date(),
                effect: doubt.effect, facts: facts)
        case .shortening(let old, let new):
            return .usage("\(borrow.shortening(from: old, to: new)) To shorten it, add --shorten.", name: "--shorten")
        }
    }
}

extension Client.Outcome.Result {
    /// The borrow of a success that does not say whether it is there; nil where that is said.
    fileprivate var mayLeaveInDoubt: Borrow? {
        switch self {
        case .checked(let borrow, _), .checkedFeature(let borrow, _), .activated(let borrow, _): borrow
        case .borrowed, .released, .deactivated, .noted, .forgotten, .failed: nil
        }
    }

    /// The success in a sentence.
    fileprivate func sentence(at moment: Moment) -> String {
        switch self {
        case .borrowed(let borrow, let previousEnd):
            guard let end = borrow.grant?.end else { return "Borrowed \(borrow.title)." }
            let unsigned = borrow.subject.feature == nil ? "" : " " + LicenseFeature.noReceipt
            if let previousEnd { return borrow.extended(from: previousEnd, to: end) + unsigned }
            // To the nearest minute, so that the response's way back does not make two hours 1 h 59 min.
            let left = end.timeIntervalSince(moment.server(for: borrow))
            let length = DurationText.long((left / 60).rounded() * 60)
            return "Borrowed \(borrow.subject.title) until \(UTC.format(end)), \(length) from now." + unsigned
        case .released(let borrow): return "Released \(borrow.title)."
        case .checked(let borrow, _):
            if borrow.checkTookSeat {
                return "\(borrow.title) is not borrowed; the check took a seat, which a release frees: "
                    + OwnCommand.line(about: borrow, "release", borrow.id.rawValue)
            }
            switch borrow.status(at: moment) {
            case .active(let end): return "\(borrow.title) is borrowed until \(UTC.format(end))."
            default: return "\(borrow.title): \(borrow.status(at: moment).word)."
            }
        case .checkedFeature(let borrow, let feature):
            let end =
                borrow.checkTookSeat
                ? "; the check took a seat, which a release frees: "
                    + OwnCommand.line(about: borrow, "release", borrow.id.rawValue)
                : borrow.isInDoubt(at: moment)
                    ? "; the check of a feature does not tell whether it is borrowed: that is in doubt still." : "."
            return "\(borrow.title): \(feature.seatsWords)\(end)"
        case .activated(let borrow, _): return "Activated \(borrow.title) for \(borrow.subject.hardwareID.rawValue)."
        case .deactivated(let borrow):
            return "Deactivated \(borrow.title) for \(borrow.subject.hardwareID.rawValue)."
        case .noted(let borrow): return "Noted: \(borrow.title) is in doubt no longer."
        case .forgotten(let borrow): return "Took \(borrow.title) off the list."
        case .failed(let trouble): return trouble.problem.message
        }
    }
}

extension Borrow {
    /// What it is of, in a few words: `CAD-PRO …9F3T`.
    var title: String { "\(subject.title) \(subject.license.label)" }

    /// That a new end comes earlier than the one that it has, in a sentence.
    func shortening(from old: Date, to new: Date) -> String {
        "\(title) ends \(UTC.format(old)); \(UTC.format(new)) is "
            + "\(DurationText.toTheMinute(old.timeIntervalSince(new))) earlier."
    }

    /// Its old end and its new one, in a sentence.
    fileprivate func extended(from old: Date, to new: Date) -> String {
        let change = new.timeIntervalSince(old)
        guard abs(change) >= 1 else { return "Borrowed \(title) again: it ends \(UTC.format(new)), as before." }
        let words = "\(DurationText.toTheMinute(change)) \(change < 0 ? "shorter" : "longer")"
        return "\(change < 0 ? "Shortened" : "Extended") \(title): \(UTC.format(old)) → \(UTC.format(new)), \(words)."
    }
}

extension [Borrow] {
    /// What each is of, with what tells it from others of them that would be called the same: `SIM-X ana@acme.example …6389`.
    var titles: [String] { zip(self, marks).map { [$0.title, $1].compactMap(\.self).joined(separator: " ") } }

    /// Whether their device has to be named to tell them apart.
    var areOfSeveralDevices: Bool { Set(map(\.subject.hardwareID)).count > 1 }
}
