/// An answer came that cannot be used.
extension ProblemCatalogue {
    static let answers: [CatalogueEntry] = [
        CatalogueEntry(
            .answerNotJSON, "The answer is not in the form that the API documents, and the borrow may exist.",
            likely: [
                "a proxy on the way answered in the server's place",
                "the server's address in the configuration is that of another service",
            ],
            youCan: [Undertaking.borrow.repeatRemedy, .checkAddress, .report],
            who: [.networkAdministrator, .you, .developers], retry: .later, exit: .outcomeUnknown,
            sharpen: outcomeUnknown { _ in "The answer is not in the form that the API documents" }),
        CatalogueEntry(
            .answerHTML, "A web page came back in place of an answer, and the borrow may exist.",
            likely: [
                "a proxy or the network's sign-in page answered, and the server was never asked",
                "the server's address in the configuration is that of a web site, not of the API",
            ],
            youCan: [
                Undertaking.borrow.repeatRemedy, .checkAddress,
                Remedy("ask your network administrator to let this host reach the server"),
            ],
            who: [.networkAdministrator, .you], retry: .afterChange, exit: .outcomeUnknown,
            sharpen: outcomeUnknown { _ in "A web page came back in place of an answer" }),
        CatalogueEntry(
            .answerTooLarge, "The answer is larger than any of this API, and the borrow may exist.",
            likely: [
                "the server's address in the configuration is that of another service",
                "a proxy on the way answered in the server's place",
            ],
            youCan: [Undertaking.borrow.repeatRemedy, .checkAddress],
            who: [.you, .networkAdministrator], retry: .afterChange, exit: .outcomeUnknown,
            sharpen: outcomeUnknown { _ in "The answer is larger than any of this API" }),
        CatalogueEntry(
            .answerUnverified, "The answer's signature is missing or wrong: do not rely on it; the borrow may exist.",
            likely: [
                "a proxy on the way changed the answer",
                "the server signs with another key than the configuration names",
                "somebody on the network forged the answer",
            ],
            youCan: [
                Undertaking.borrow.repeatRemedy, Remedy("check the server's public key in the configuration"),
                Remedy("tell your network administrator, if it happens again"),
            ],
            who: [.networkAdministrator, .you], retry: .later, exit: .outcomeUnknown,
            sharpen: { explanation, problem in
                let undertaking = Undertaking(problem)
                explanation.whatHappened =
                    "The answer's signature is missing or wrong: do not rely on it; \(undertaking.possibleEffect)."
                explanation.remedies[0] = undertaking.repeatRemedy
                guard problem.facts.isLoopback else { return }
                explanation.likelyCauses = ["the sandbox signs with a key of its own, and another is configured"]
                explanation.remedies.swapAt(0, 1)
                explanation.remedies.removeLast()
                explanation.solvers = [.you]
                explanation.retry = .afterChange
            }),
        CatalogueEntry(
            .answerMismatched, "The answer does not fit what was asked, and the borrow may exist.",
            likely: [
                "an old answer came back, from a cache or from somebody on the network",
                "the server picked another license, or a clock is wrong",
            ],
            youCan: [
                Undertaking.borrow.repeatRemedy, Remedy("read the answer's own words in the details"),
                Remedy("tell your network administrator, if it happens again"),
            ],
            who: [.networkAdministrator, .licenseSpring], retry: .now, exit: .outcomeUnknown,
            sharpen: outcomeUnknown { _ in "The answer does not fit what was asked" }),
        CatalogueEntry(
            .answerServerError, "The server, or a gateway before it, failed, and the borrow may exist.",
            likely: ["the service is overloaded, restarting or under maintenance"],
            youCan: [
                Undertaking.borrow.repeatRemedy, Remedy("look at the service's status page, if it lasts"),
            ],
            who: [.licenseSpring, .networkAdministrator], retry: .later, exit: .outcomeUnknown,
            sharpen: outcomeUnknown { problem in
                let status = problem.status.map { " (status \($0))" } ?? ""
                return "The server, or a gateway before it, failed\(status)"
            }),
        CatalogueEntry(
            .answerTooManyRequests, "The server asks for fewer requests, and did not carry this one out.",
            likely: ["something on this host or network asks it too often, perhaps a script in a loop"],
            youCan: [Remedy("wait a minute and retry", .retry), Remedy("look for scripts that run berth in a loop")],
            who: [.you, .systemAdministrator], retry: .later, exit: .failure),
        CatalogueEntry(
            .answerRedirect, "The server points to another address; keys and passwords are not sent there.",
            likely: [
                "the server's address in the configuration is out of date",
                "the network's sign-in page takes over every request",
            ],
            youCan: [.checkAddress, Remedy("ask your network administrator whether a sign-in page is in the way")],
            who: [.you, .networkAdministrator], retry: .afterChange, exit: .configuration),
    ]
}
