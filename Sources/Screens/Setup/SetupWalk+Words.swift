public import Licensing

extension SetupWalk.State {
    /// A problem in words for somebody whose answers are written nowhere yet: what the catalogue calls the configuration is what was
    /// entered, and what mends it is a step to go back to.
    public func explain(_ problem: Problem) -> Explanation {
        var explanation = ProblemCatalogue.explain(problem).told(in: .ofAnswers)
        explanation.remedies.removeAll { $0.command == Self.anew }
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
