internal import FoundationEssentials

extension ProblemCatalogue {
    /// What can be said of a problem whose code nobody has described yet: everything, raw.
    static func unknown(_ problem: Problem) -> Explanation {
        let code = problem.code.rawValue
        let status = problem.status.map { " (status \($0))" } ?? ""
        let hasNoName = code.isEmpty || code == "server/"
        let wording = Wording(
            whatHappened: hasNoName
                ? "The server names no code for this problem\(status)."
                : "A problem came up that Berth does not know: \(code)\(status).",
            likelyCauses: [
                problem.message.isEmpty
                    ? "the server is newer than this program" : "as its own words say: \(problem.message)"
            ],
            remedies: [Remedy("read its own words and the details"), .report],
            solvers: [.licenseAdministrator, .developers],
            retry: (problem.status ?? 0) >= 500 ? .later : .afterChange)
        return Explanation(wording, of: problem, exit: .failure)
    }

    /// What can be said of a code that has no entry: which entries it may mean.
    static func unknown(_ code: ProblemCode) -> Explanation {
        let wording = Wording(
            whatHappened: "Berth knows no problem of the name \(code.rawValue).",
            likelyCauses: ["the name is mistyped", "the server is newer than this program"],
            remedies: nearMatches(to: code.rawValue).map { Remedy("look at \($0.rawValue)") }
                + [Remedy("look the name up in the documentation of the License API")],
            solvers: [.you], retry: .afterChange)
        let lookup = Problem(.inputInvalid, message: "", time: .distantPast)
        return Explanation(wording, of: lookup, exit: .usage)
    }
}
