internal import FoundationEssentials

/// A response came that cannot be used.
extension ProblemCatalogue {
    static let responses: [CatalogueEntry] = [
        CatalogueEntry(
            .responseNotJSON, "The response is not in the form that the API documents.",
            likely: [
                "a proxy on the way responded in the server's place",
                "the server's address in the configuration is that of another service",
            ],
            youCan: [.checkAddress, .report],
            who: [.networkAdministrator, .you, .developers], retry: .later, exit: .notReached, usual: .possible,
            sharpen: asItSays),
        CatalogueEntry(
            .responseHTML, "A web page came back in place of a response.",
            likely: [
                "a proxy or the network's sign-in page responded, and the server was never asked",
                "the server's address in the configuration is that of a web site, not of the API",
            ],
            youCan: [.checkAddress, Remedy("ask your network administrator to let this host reach the server")],
            who: [.networkAdministrator, .you], retry: .afterChange, exit: .notReached, usual: .possible),
        CatalogueEntry(
            .responseTooLarge, "The response is larger than any of this API.",
            likely: [
                "the server's address in the configuration is that of another service",
                "a proxy on the way responded in the server's place",
            ],
            youCan: [.checkAddress],
            who: [.you, .networkAdministrator], retry: .afterChange, exit: .notReached, usual: .possible),
        CatalogueEntry(
            .responseUnverified, "The response's signature is missing or wrong: do not rely on it.",
            likely: [
                "a proxy on the way changed the response",
                "the server signs with another key than the configuration names",
                "somebody on the network forged the response",
            ],
            youCan: [
                Remedy("check the server's public key in the configuration"),
                Remedy("tell your network administrator, if it happens again"),
            ],
            who: [.networkAdministrator, .you], retry: .afterChange, exit: .notReached, usual: .possible,
            sharpen: unverified),
        CatalogueEntry(
            .responseMismatched, "The response does not fit what was asked.",
            likely: [
                "an old response came back, from a cache or from somebody on the network",
                "the server picked another license, or a clock is wrong",
            ],
            youCan: [
                Remedy("read in the details what does not fit"),
                Remedy("tell your network administrator, if it happens again"),
            ],
            who: [.networkAdministrator, .licenseSpring], retry: .now, exit: .notReached, usual: .possible,
            sharpen: asItSays),
        CatalogueEntry(
            .responseServerError, "The server, or a gateway before it, failed.",
            likely: ["the service is overloaded, restarting or under maintenance"],
            youCan: [Remedy("look at the service's status page, if it lasts")],
            who: [.licenseSpring, .networkAdministrator], retry: .later, exit: .notReached, usual: .possible,
            sharpen: { wording, problem in
                if let status = problem.status {
                    wording.whatHappened = "The server, or a gateway before it, failed (status \(status))."
                }
                if let wait = problem.facts.retryAfter { wording.remedies = [.wait(wait)] + wording.remedies }
            }),
        CatalogueEntry(
            .responseTooManyRequests, "The server asks for fewer requests.",
            likely: ["something on this host or network asks it too often, perhaps a script in a loop"],
            youCan: [.wait(60), Remedy("look for scripts that run berth in a loop")],
            who: [.you, .systemAdministrator], retry: .later, exit: .notReached,
            sharpen: { wording, problem in
                guard let wait = problem.facts.retryAfter else { return }
                wording.remedies = [.wait(wait), Remedy("look for scripts that run berth in a loop")]
            }),
        CatalogueEntry(
            .responseRedirect, "The server points to another address; keys and passwords are not sent there.",
            likely: [
                "the server's address in the configuration is out of date",
                "the network's sign-in page takes over every request",
            ],
            youCan: [.checkAddress, Remedy("ask your network administrator whether a sign-in page is in the way")],
            who: [.you, .networkAdministrator], retry: .afterChange, exit: .configuration),
        CatalogueEntry(
            .responseUnexpected, "The response is none that the API documents for this request.",
            likely: [
                "a proxy or the network's sign-in page responded in the server's place",
                "the server is newer than this program",
            ],
            youCan: [.checkAddress, .report],
            who: [.networkAdministrator, .you, .developers], retry: .later, exit: .notReached, usual: .possible,
            sharpen: asItSays),
    ]

    /// Passes on what was found in the response.
    @Sendable private static func asItSays(_ wording: inout Wording, _ problem: Problem) {
        guard !problem.message.isEmpty else { return }
        wording.remedies = [Remedy("read in the details what came")] + wording.remedies
    }

    /// On this host it is the sandbox's key that does not fit, unless there is no signature at all.
    @Sendable private static func unverified(_ wording: inout Wording, _ problem: Problem) {
        let facts = problem.facts
        if problem.message.hasPrefix("The response has no") {
            wording.whatHappened = "The response bears no signature: do not rely on it."
            wording.likelyCauses = [
                "a proxy on the way responded, or took the signature away",
                "what responds there is not the License API",
            ]
            wording.remedies = [.checkAddress] + wording.remedies.suffix(1)
        } else if facts.isLoopback {
            wording.likelyCauses = ["the sandbox signs with a key of its own, and another is configured"]
            wording.remedies = [Remedy("check the server's public key in the configuration")]
            wording.solvers = [.you]
        }
    }
}

extension Remedy {
    /// Waiting for as long as the server asked for.
    static func wait(_ seconds: Double) -> Remedy {
        let wait = seconds < 1 ? "a moment" : DurationText.short(min(seconds, 30 * 86_400))
        return Remedy("wait \(wait) and retry", .retry)
    }
}
