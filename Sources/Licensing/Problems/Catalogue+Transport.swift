/// The request did not bring an answer.
extension ProblemCatalogue {
    static let transport: [CatalogueEntry] = [
        CatalogueEntry(
            .transportNameNotResolved, "The server's name could not be turned into an address; nothing was sent.",
            likely: [
                "the name is mistyped in the configuration",
                "this host has no working name service (DNS), or is offline",
            ],
            youCan: [.checkAddress, Remedy("test the name: getent hosts NAME"), Remedy("retry", .retry)],
            who: [.you, .systemAdministrator, .networkAdministrator], retry: .later, exit: .notReached,
            sharpen: { explanation, problem in
                guard let host = problem.facts.host else { return }
                explanation.whatHappened = "The name \(host) could not be turned into an address; nothing was sent."
                explanation.remedies[1] = Remedy("test the name: getent hosts \(host)")
            }),
        CatalogueEntry(
            .transportRefused, "Nothing answers at the server's address; nothing was sent.",
            likely: [
                "the server is down, or listens on another port",
                "a firewall on the way turns the connection away",
            ],
            youCan: [Remedy("retry", .retry), .checkAddress],
            who: [.you, .networkAdministrator], retry: .later, exit: .notReached,
            sharpen: { explanation, problem in
                let facts = problem.facts
                guard let server = facts.server else { return }
                explanation.whatHappened = "Nothing answers at \(server); nothing was sent."
                guard facts.isLoopback else { return }
                explanation.likelyCauses = ["the sandbox is not running", "it listens on another port"]
                explanation.remedies = [
                    Remedy("start it in another terminal: berth sandbox"), Remedy("retry", .retry), .checkAddress,
                ]
                explanation.solvers = [.you]
                explanation.retry = .afterChange
            }),
        CatalogueEntry(
            .transportUnreachable, "There is no way to the server from this host; nothing was sent.",
            likely: [
                "this host is offline, or its VPN is down", "the network needs a proxy, and none is configured",
            ],
            youCan: [
                Remedy("look at the network: ip route"), Remedy("retry", .retry),
                Remedy("ask your network administrator whether a proxy is needed"),
            ],
            who: [.systemAdministrator, .networkAdministrator], retry: .later, exit: .notReached),
        CatalogueEntry(
            .transportTLS, "No secure connection (TLS) to the server could be made; nothing was sent.",
            likely: [
                "a proxy on the way shows a certificate of its own, which this host does not trust",
                "this host lacks the usual root certificates (package ca-certificates)",
                "the server's certificate has run out, or is for another name",
            ],
            youCan: [
                Remedy("look at the certificate: openssl s_client -connect NAME:443"),
                Remedy("have the missing root certificate installed"), .checkAddress,
            ],
            who: [.systemAdministrator, .networkAdministrator], retry: .afterChange, exit: .notReached,
            sharpen: { explanation, problem in
                let facts = problem.facts
                if let host = facts.host {
                    explanation.whatHappened =
                        "No secure connection (TLS) to \(host) could be made; nothing was sent."
                    explanation.remedies[0] = Remedy("look at the certificate: openssl s_client -connect \(host):443")
                }
                if let fault = facts.tlsFault { explanation.likelyCauses = tlsCauses(of: fault) }
                if let offset = facts.clockOffset, offset.magnitude >= 86_400 {
                    let amount = DurationText.short(offset)
                    explanation.likelyCauses.insert(
                        "this host's clock is \(amount) off, so that certificates look invalid", at: 0)
                }
            }),
        CatalogueEntry(
            .transportConnectTimeout, "No connection to the server came about in time; nothing was sent.",
            likely: [
                "a firewall on the way drops the connection without a word", "the network is down or very slow",
                "the network needs a proxy, and none is configured",
            ],
            youCan: [
                Remedy("retry", .retry),
                Remedy("ask your network administrator whether this host may reach the server"),
            ],
            who: [.networkAdministrator, .you], retry: .later, exit: .notReached,
            sharpen: { explanation, problem in
                let wait = problem.facts.timeout.map { "within \(DurationText.short($0.seconds))" } ?? "in time"
                let secure = problem.facts.timeout?.phase == .tlsHandshake ? "secure connection (TLS)" : "connection"
                let server = problem.facts.serverWords
                explanation.whatHappened = "No \(secure) to \(server) came about \(wait); nothing was sent."
            }),
        CatalogueEntry(
            .transportTimeout, "No answer came in time, and the borrow may exist.",
            likely: ["the server or the network is slow", "the connection was cut without a word"],
            youCan: [Undertaking.borrow.repeatRemedy],
            who: [.you, .networkAdministrator], retry: .now, exit: .outcomeUnknown,
            sharpen: outcomeUnknown { problem in
                guard let timeout = problem.facts.timeout else { return "No answer came in time" }
                let wait = DurationText.short(timeout.seconds)
                return timeout.phase == .idle ? "The server fell silent for \(wait)" : "No answer came within \(wait)"
            }),
        CatalogueEntry(
            .transportLost, "The connection broke off before the answer, and the borrow may exist.",
            likely: ["the network failed for a moment", "a proxy or the server was restarted"],
            youCan: [Undertaking.borrow.repeatRemedy],
            who: [.you, .networkAdministrator], retry: .now, exit: .outcomeUnknown,
            sharpen: outcomeUnknown { _ in "The connection broke off before the answer" }),
        CatalogueEntry(
            .transportCancelled, "It was cancelled after the request had left, and the borrow may exist.",
            likely: ["you, or the end of your session, stopped it while it waited for the answer"],
            youCan: [Undertaking.borrow.repeatRemedy],
            who: [.you], retry: .now, exit: .outcomeUnknown,
            sharpen: outcomeUnknown { _ in "It was cancelled after the request had left" }),
        CatalogueEntry(
            .transportInsecure, "Keys and passwords are not sent unencrypted to another host; nothing was sent.",
            likely: ["the server's address begins with http:// instead of https://"],
            youCan: [
                Remedy("write https:// in the server's address"),
                Remedy("for a test server, allow plain HTTP in so many words"),
            ],
            who: [.you], retry: .afterChange, exit: .configuration),
        CatalogueEntry(
            .transportProxy, "The proxy refused the connection or cannot be used; nothing was sent.",
            likely: [
                "the proxy wants a user and a password", "the proxy does not allow this server",
                "the proxy's address is wrong",
            ],
            youCan: [
                Remedy("look at the proxy settings: env | grep -i proxy"),
                Remedy("ask your network administrator to allow the server"),
            ],
            who: [.networkAdministrator, .you], retry: .afterChange, exit: .notReached),
    ]

    /// The causes of one way in which TLS can fail.
    private static func tlsCauses(of fault: ProblemFacts.TLSFault) -> [String] {
        switch fault {
        case .expired:
            ["the server's certificate has run out", "this host's clock is ahead"]
        case .notYetValid:
            ["this host's clock is behind, so that the certificate's time seems not to have come"]
        case .untrusted:
            [
                "a proxy on the way shows a certificate of its own, which this host does not trust",
                "this host lacks the usual root certificates (package ca-certificates)",
                "the server's certificate is signed by itself or by a company's own authority",
            ]
        case .wrongName:
            [
                "the server's certificate is for another name than the configuration's",
                "another server answers at this address",
            ]
        case .protocolVersion:
            ["the server or a proxy on the way speaks only versions of TLS older than 1.2"]
        case .notTLS:
            ["the port speaks plain HTTP or something else", "a proxy or a sign-in page answers in its place"]
        }
    }

    /// Says what happened, what that leaves open, and that repeating is safe.
    static func outcomeUnknown(_ happened: @escaping @Sendable (Problem) -> String) -> CatalogueEntry.Sharpening {
        { explanation, problem in
            let undertaking = Undertaking(problem)
            explanation.whatHappened = "\(happened(problem)), and \(undertaking.possibleEffect)."
            explanation.remedies[0] = undertaking.repeatRemedy
        }
    }
}
