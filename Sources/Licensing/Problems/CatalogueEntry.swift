/// What the catalogue knows about one code.
struct CatalogueEntry: Sendable {
    /// Changes the general explanation into one of a certain problem, by its facts.
    typealias Sharpening = @Sendable (inout Explanation, Problem) -> Void

    let code: ProblemCode
    /// The explanation without facts: all causes that the code covers.
    let general: Explanation
    let sharpen: Sharpening

    init(
        _ code: ProblemCode, _ whatHappened: String, likely causes: [String], youCan remedies: [Remedy], who: [Solver],
        retry: Retry, exit: ExitCode, sharpen: @escaping Sharpening = { _, _ in }
    ) {
        self.code = code
        self.sharpen = sharpen
        general = Explanation(
            whatHappened: whatHappened, likelyCauses: causes, remedies: remedies, solvers: who, retry: retry,
            exitCode: exit)
    }
}
