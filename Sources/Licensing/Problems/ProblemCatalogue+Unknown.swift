extension ProblemCatalogue {
    /// What can be said of a problem whose code nobody has described yet: everything, raw.
    static func unknown(_ problem: Problem) -> Explanation {
        let code = problem.code.rawValue
        let status = problem.status.map { " (status \($0))" } ?? ""
        let mayHaveHappened = (problem.status ?? 0) >= 500
        return Explanation(
            whatHappened: "A problem came up that Berth does not know: \(code)\(status).",
            likelyCauses: problem.message.isEmpty ? [] : ["as its own words say: \(problem.message)"],
            remedies: [Remedy("read its own words and the details"), .report]
                + (mayHaveHappened ? [Undertaking(problem).repeatRemedy] : []),
            solvers: [.licenseAdministrator, .developers],
            retry: mayHaveHappened ? .later : .afterChange,
            exitCode: mayHaveHappened ? .outcomeUnknown : .failure)
    }

    /// What can be said of a code that has no entry: which entries it may mean.
    static func unknown(_ code: ProblemCode) -> Explanation {
        Explanation(
            whatHappened: "Berth knows no problem of the name \(code.rawValue).",
            likelyCauses: ["the name is mistyped", "the server is newer than this program"],
            remedies: nearMatches(to: code.rawValue).map { Remedy("look at \($0.rawValue)") }
                + [Remedy("look the name up in the documentation of the License API")],
            solvers: [.you], retry: .afterChange, exitCode: .usage)
    }
}
