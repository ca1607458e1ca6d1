public import Licensing

extension SetupWalk.State {
    /// A problem in words for somebody whose answers are written nowhere yet: what the catalogue calls the configuration is what was
    /// entered, and what mends it is a step to go back to.
    public func explain(_ problem: Problem) -> Explanation {
        var explanation = ProblemCatalogue.explain(problem)
        explanation.whatFailed = explanation.whatFailed.ofWhatWasEntered
        explanation.likelyCauses = explanation.likelyCauses.map(\.ofWhatWasEntered)
        explanation.remedies = explanation.remedies.filter { $0.command != Self.anew }.map { remedy in
            Remedy(remedy.words.ofWhatWasEntered, typing: remedy.command, remedy.action)
        }
        if let fault = step(at: problem), fault != step {
            explanation.remedies.append(Remedy("go back to the step “\(SetupStep.of(fault).label)”"))
        }
        return explanation
    }

    /// What begins this very walk.
    private static let anew = "berth config init"

    /// The step whose answer a problem is about, of those that are asked; nil where its code does not tell.
    func step(at problem: Problem) -> SetupStep.ID? { problem.steps.first(where: draft.steps.contains) }
}

extension Problem {
    /// The steps whose answer may be at fault, where the code says which it is; the first that is asked is meant.
    fileprivate var steps: [SetupStep.ID] {
        switch code {
        case .invalidAPIKey, .revokedAPIKey, .readOnlyAPIKey: [.apiKey]
        case .hmacRequired: [.authorization]
        case .unauthorizedClient: [.clientID]
        case .responseUnverified: [.publicKey, .place]
        case .notFound: [.server, .place]
        default: code.family == .transport ? [.server, .place] : []
        }
    }
}

extension String {
    /// The catalogue's words, where nothing is written that could be called the configuration.
    fileprivate var ofWhatWasEntered: String {
        [
            (" into the configuration again", " again"), ("is mistyped in the configuration", "is mistyped"),
            (
                "set allow_insecure_http in the configuration",
                "set allow_insecure_http once the configuration is written"
            ),
            (
                "name its file in the setting ca_file",
                "leave, name its file in the variable BERTH_CA_FILE, and begin again"
            ),
            ("than the configuration names", "than the one that you named"),
            (" in the configuration", " that you entered"),
        ].reduce(self) { $0.replacing($1.0, with: $1.1) }
    }
}
