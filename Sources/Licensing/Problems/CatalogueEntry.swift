/// What the catalogue knows about one code.
struct CatalogueEntry: Sendable {
    /// Changes the general words into those of a certain problem, by its facts.
    typealias Sharpening = @Sendable (inout Wording, Problem) -> Void

    let code: ProblemCode
    /// The words without facts: all causes that the code covers.
    let general: Wording
    /// The exit status where nothing happened at the server.
    let exit: ExitCode
    /// What a problem of this code leaves at the server as a rule; each problem says it for itself.
    let usual: ServerEffect
    let sharpen: Sharpening

    init(
        _ code: ProblemCode, _ whatHappened: String, likely causes: [String], youCan remedies: [Remedy], who: [Solver],
        retry: Retry, exit: ExitCode, usual: ServerEffect = .none, sharpen: @escaping Sharpening = { _, _ in }
    ) {
        self.code = code
        self.exit = exit
        self.usual = usual
        self.sharpen = sharpen
        general = Wording(
            whatHappened: whatHappened, likelyCauses: causes, remedies: remedies, solvers: who, retry: retry)
    }
}

/// What an entry says of the failure itself: nothing of what that leaves at the server, and nothing of repeating, since
/// both follow from the effect (``Aftermath``).
struct Wording: Hashable, Sendable {
    /// What failed: one sentence.
    var whatHappened: String
    var likelyCauses: [String]
    var remedies: [Remedy]
    var solvers: [Solver]
    var retry: Retry
    /// The exit status where nothing happened at the server; nil for that of the entry.
    var exit: ExitCode?
}
