internal import ClientCore
internal import Foundation
internal import Licensing

/// Why a command did not do what it was asked for, with all that is told of that.
struct CommandFailure: Error {
    let problem: Problem
    /// The borrow that it is about.
    var borrow: Borrow?
    /// The operation that was begun.
    var operation: OperationID?
    /// How the process ends.
    private(set) var exitCode: ExitCode
    /// Whether the command's time was over.
    private(set) var isTimedOut: Bool
    /// What was done before it, and stands: a check that took a seat, which is there still, or has not settled what is in doubt.
    private(set) var checked: Client.Outcome.Result?
    /// The request that it was met by, as the log names it; nil where none was made.
    var requestID: String?
    /// What to do before what the catalogue says, where that is known here alone.
    var advice: [String] = []

    /// - Parameter exitCode: nil for that of the problem.
    init(
        _ problem: Problem, borrow: Borrow? = nil, operation: OperationID? = nil, exitCode: ExitCode? = nil,
        isTimedOut: Bool = false, checked: Client.Outcome.Result? = nil
    ) {
        var problem = problem
        // Who waits, for a response or for what was sent before, is told no more than that the wait was cancelled.
        if isTimedOut, problem.code == .transportCancelled || problem.facts.waitedUntil != nil {
            problem.facts.name = ProblemFacts.timeLimit
        }
        self.isTimedOut = isTimedOut
        self.checked = checked
        self.problem = problem
        self.borrow = borrow
        self.operation = operation
        self.exitCode = exitCode ?? ProblemCatalogue.explain(problem).exitCode
    }

    /// What a request came to that did not succeed.
    init(_ trouble: Client.Trouble, exitCode: ExitCode? = nil, isTimedOut: Bool = false) {
        self.init(
            trouble.problem, borrow: trouble.borrow, operation: trouble.operation, exitCode: exitCode,
            isTimedOut: isTimedOut)
        requestID = trouble.exchange?.requestID
    }

    /// The same of a seat that could not be given back after the check that took it.
    ///
    /// - Parameter ending: how the check ended: a signal then, or the command's time, is how the command ends.
    func after(_ checked: Client.Outcome.Result, _ ending: Headless.Ending) -> CommandFailure {
        var failure = self
        failure.exitCode = ending.signal.flatMap { ExitCode(signal: $0) } ?? exitCode
        failure.isTimedOut = isTimedOut || ending.isTimedOut
        // What the release may have done is what is to be told of the seat.
        if problem.effect == .none { failure.checked = checked }
        return failure
    }

    /// Prints it, as JSON on the output or in words on standard error, and says how the command ends.
    ///
    /// - Parameter sends: whether the command asks the server for something.
    func report(asJSON: Bool, sends: Bool = false, now: Date = Date()) -> ExitCode {
        // The key that did not verify a response is of no use to what settles that.
        let given = problem.code == .responseUnverified ? OwnCommand.given.withoutKey : OwnCommand.given
        return OwnCommand.$given.withValue(given) { print(asJSON: asJSON, sends: sends, now: now) }
    }

    private func print(asJSON: Bool, sends: Bool, now: Date) -> ExitCode {
        // Output that takes nothing is not tried again.
        guard asJSON, problem.code != .outputUnwritable else {
            // Whoever has gone, as `head` does, has read what was wanted: what only reads has no more to tell.
            if sends || !problem.isOfReaderGone { tell(now: now) }
            return exitCode
        }
        do {
            let shape = JSONShapes.Outcome(self, sends: sends, at: Moment(host: now))
            if Report.isOfLines { try Report.jsonLine(shape) } else { try Report.json(shape) }
        } catch {
            // Nobody reads it where it belongs, so it is told here.
            tell(now: now)
            Report.unwritten(error as? Problem ?? Problem(.outputUnwritable, message: "\(error)", time: now))
        }
        return exitCode
    }

    /// The borrow that it leaves in doubt, to be settled; nil where there is none.
    func doubt(at moment: Moment) -> Borrow? {
        guard problem.effect != .none, let borrow else { return nil }
        // What the ledger has not taken does not stand in the borrow.
        return problem.code == .outcomeNotWritten || borrow.isInDoubt(at: moment) ? borrow : nil
    }

    /// What happened, why, and what to do.
    var explanation: Explanation {
        var explanation = ProblemCatalogue.explain(problem).withOwnCommands
        // A command has tried for as long as it does, and ends.
        explanation.remedies.removeAll { $0 == .keepOpen }
        // Of the release alone nothing was sent, and nothing changed by it.
        if checked?.seat != nil { explanation.consequence = "The seat that the check took is taken still." }
        return explanation
    }

    private func tell(now: Date) {
        if isTimedOut { Report.note("the time that --timeout gives is over") }
        Report.problem(problem, explanation, request: requestID)
        let moment = Moment(host: now)
        if let borrow = doubt(at: moment) {
            Report.note("borrow \(borrow.id) is in doubt; settle it with: \(borrow.settleCommand(at: moment))")
        }
        if let seat = checked?.seat { Report.note(seat.seatTaken) }
    }
}
