/// A problem in words: what happened, why, what to do, who can do it.
///
/// Made by the catalogue from a ``Problem``; read by the problem panel, `berth explain`, the man page and the docs.
public struct Explanation: Hashable, Sendable {
    /// What it is about, for the head of the sentence: `CAD-PRO …4444 on 3eb1bd43…`; nil where that is not known.
    public var subject: String?
    /// What failed: one sentence, with the facts at hand.
    public var whatFailed: String
    /// What that leaves at the server: a sentence of its own; nil where nobody tried to change anything there.
    public var consequence: String?
    /// The likely causes, most likely first. Each reads on after the word "Likely": lower case, no full stop.
    public var likelyCauses: [String]
    /// What to do, best first.
    public var remedies: [Remedy]
    /// Who can fix it, the likeliest first.
    public var solvers: [Solver]
    public var retry: Retry
    public var exitCode: ExitCode

    /// The whole of it: about what, what failed, and what that leaves at the server.
    public var whatHappened: String {
        (subject.map { $0 + ": " } ?? "") + whatFailed + (consequence.map { " " + $0 } ?? "")
    }

    /// The commands among what to do, to be shown whole.
    public var commands: [String] { remedies.compactMap(\.command) }

    /// Puts an entry's words and what follows from the effect together.
    init(_ wording: Wording, of problem: Problem, exit: ExitCode) {
        subject = problem.facts.subject
        whatFailed = wording.whatHappened
        consequence = Aftermath.sentence(of: problem)
        likelyCauses = wording.likelyCauses
        remedies = Aftermath.remedies(wording, of: problem)
        solvers = wording.solvers
        retry = Aftermath.retry(wording, given: remedies)
        exitCode = Aftermath.exitCode(exit, of: problem)
    }
}

/// Who can fix a problem.
public enum Solver: String, Hashable, Sendable {
    case you = "you"
    case licenseAdministrator = "your license administrator"
    case systemAdministrator = "the administrator of this host"
    case networkAdministrator = "your network administrator"
    case vendor = "the software vendor"
    case licenseSpring = "LicenseSpring support"
    case developers = "the developers of Berth"
}

/// Whether trying again, unchanged, may help.
public enum Retry: String, Hashable, Sendable {
    /// At once is fine.
    case now
    /// After a while.
    case later
    /// Not before something is changed.
    case afterChange = "after a change"
    case no
}
