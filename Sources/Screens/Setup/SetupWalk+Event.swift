public import FoundationEssentials
public import Licensing

extension SetupWalk {
    /// How a first start ends.
    public enum Ending: Hashable, Sendable {
        /// The configuration is written.
        case configured(SetupReport)
        /// The demo is wanted.
        case demo
        /// Nothing is wanted, and nothing was written.
        case left
    }

    /// What happens to the walk: answers, and what came of checks and of writing.
    public enum Event: Hashable, Sendable {
        /// Somebody answered the step, or pressed on.
        case answered(String, at: Date)
        /// Somebody goes on without an answer, or in spite of what its check said.
        case skipped
        /// Somebody goes back; what is typed so far stays.
        case wentBack(typed: String?)
        /// Somebody does not wait for the check any longer.
        case stopped
        /// A check has found something, or failed.
        case checked(number: Int, Result<SetupFinding, Problem>)
        /// Somebody wants files replaced.
        case replacingConfirmed
        /// The files are written, or would replace others, or could not be written.
        case wrote(Result<Writing, Problem>)
        /// Somebody leaves.
        case left
    }

    /// What came of writing.
    public enum Writing: Hashable, Sendable {
        case done(SetupReport)
        /// These files are there already; nothing was written.
        case wouldReplace([String])
    }

    /// What it wants done.
    public enum Effect: Hashable, Sendable {
        /// Hold the answer of a step against the world. Answered by `checked` with the number.
        case check(SetupStep.ID, SetupAnswers, number: Int)
        /// End the check that is under way.
        case stopChecking
        /// Write all files, or none. Answered by `wrote`.
        case write(SetupAnswers, replacing: Bool)
    }
}
