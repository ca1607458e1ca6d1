internal import FoundationEssentials

/// The request did not bring a response.
extension ProblemCatalogue {
    static let transport: [CatalogueEntry] = [
        CatalogueEntry(
            .transportNameNotResolved, "The server's name could not be turned into an address.",
            likely: [
                "the name is mistyped in the configuration",
                "this host has no working name service (DNS), or is offline",
            ],
            youCan: [.checkAddress, Remedy("test the name", typing: "getent hosts NAME"), Remedy("retry", .retry)],
            who: [.you, .systemAdministrator, .networkAdministrator], retry: .later, exit: .notReached,
            sharpen: { wording, problem in
                guard let host = problem.facts.host else { return }
                wording.whatHappened = "The name \(host) could not be turned into an address."
                wording.remedies = [
                    .checkAddress, Remedy("test the name", typing: "getent hosts \(host)"), Remedy("retry", .retry),
                ]
            }),
        CatalogueEntry(
            .transportRefused, "Nothing responds at the server's address.",
            likely: [
                "the server is down, or listens on another port",
                "a firewall on the way turns the connection away",
            ],
            youCan: [Remedy("retry", .retry), .checkAddress],
            who: [.you, .networkAdministrator], retry: .later, exit: .notReached,
            sharpen: { wording, problem in
                let facts = problem.facts
                guard let server = facts.server else { return }
                wording.whatHappened = "Nothing responds at \(server)."
                guard let place = facts.sandboxPlace else { return }
                wording.likelyCauses = ["the sandbox is not running", "it listens on another port"]
                wording.remedies = [
                    Remedy("start it in another terminal", typing: "berth sandbox" + place), Remedy("retry", .retry),
                    .checkAddress,
                ]
                wording.solvers = [.you]
                wording.retry = .afterChange
            }),
        CatalogueEntry(
            .transportUnreachable, "There is no way to the server from this host.",
            likely: [
                "this host is offline, or its VPN is down", "the network needs a proxy, and none is configured",
            ],
            youCan: [
                Remedy("look at the network", typing: "ip route"), Remedy("retry", .retry),
                Remedy("ask your network administrator whether a proxy is needed"),
            ],
            who: [.systemAdministrator, .networkAdministrator], retry: .later, exit: .notReached),
        CatalogueEntry(
            .transportTLS, "No secure connection (TLS) to the server could be made.",
            likely: [
                "a proxy on the way shows a certificate of its own, which this host does not trust",
                "this host lacks the usual root certificates (package ca-certificates)",
                "the server's certificate has run out, or is for another name",
            ],
            youCan: [
                Remedy("look at the certificate", typing: "openssl s_client -connect NAME:PORT"), TLSDiagnosis.trust,
                .checkAddress,
            ],
            who: [.systemAdministrator, .networkAdministrator], retry: .afterChange, exit: .notReached,
            sharpen: TLSDiagnosis.sharpen),
        CatalogueEntry(
            .transportConnectTimeout, "No connection to the server came about in time.",
            likely: [
                "a firewall on the way drops the connection without a word", "the network is down or very slow",
                "the network needs a proxy, and none is configured",
            ],
            youCan: [
                Remedy("retry", .retry),
                Remedy("ask your network administrator whether this host may reach the server"),
            ],
            who: [.networkAdministrator, .you], retry: .later, exit: .notReached,
            sharpen: { wording, problem in
                let wait = problem.facts.timeout.map { "within \(DurationText.short($0.seconds))" } ?? "in time"
                let secure = problem.facts.timeout?.phase == .tlsHandshake ? "secure connection (TLS)" : "connection"
                wording.whatHappened = "No \(secure) to \(problem.facts.serverWords) came about \(wait)."
            }),
        CatalogueEntry(
            .transportTimeout, "No response came in time.",
            likely: ["the server or the network is slow", "the connection was cut without a word"],
            youCan: [],
            who: [.you, .networkAdministrator], retry: .now, exit: .notReached, usual: .possible,
            sharpen: { wording, problem in
                guard let timeout = problem.facts.timeout else { return }
                let wait = DurationText.short(timeout.seconds)
                wording.whatHappened =
                    timeout.phase == .idle
                    ? "The server fell silent for \(wait)." : "No response came within \(wait)."
            }),
        CatalogueEntry(
            .transportLost, "The connection broke off before the response.",
            likely: ["the network failed for a moment", "a proxy or the server was restarted"],
            youCan: [],
            who: [.you, .networkAdministrator], retry: .now, exit: .notReached, usual: .possible),
        CatalogueEntry(
            .transportCancelled, "It was cancelled before the response.",
            likely: [
                "you, or the end of your session or of the command's time, stopped it while it waited for the response"
            ],
            youCan: [],
            who: [.you], retry: .now, exit: .notReached, usual: .possible,
            sharpen: { wording, problem in
                guard problem.facts.name == ProblemFacts.timeLimit else { return }
                wording.whatHappened = "The command's time was over before the response."
                wording.likelyCauses = [
                    "the time that \(ProblemFacts.timeLimit) gives is shorter than the server takes"
                ]
            }),
        CatalogueEntry(
            .transportInsecure, "Keys and passwords are not sent unencrypted to another host.",
            likely: ["the server's address begins with http:// instead of https://"],
            youCan: [
                Remedy("write https:// in the server's address"),
                Remedy("for a test server, set allow_insecure_http in the configuration"),
            ],
            who: [.you], retry: .afterChange, exit: .configuration),
        CatalogueEntry(
            .transportProxy, "The proxy refused the connection or cannot be used.",
            likely: [
                "the proxy wants a user and a password", "the proxy does not allow this server",
                "the proxy's address is wrong",
            ],
            youCan: [
                Remedy("look at the proxy settings", typing: "env | grep -i proxy"),
                Remedy("ask your network administrator to allow the server"),
            ],
            who: [.networkAdministrator, .you], retry: .afterChange, exit: .notReached,
            sharpen: proxy),
    ]

    /// A refusal by its status, and a variable that cannot be read by what is wrong with it.
    @Sendable private static func proxy(_ wording: inout Wording, _ problem: Problem) {
        if let status = problem.facts.proxyStatus {
            wording.whatHappened =
                (200..<300).contains(status)
                ? "The proxy took the connection (status \(status)), and nothing that can be used came through it."
                : "The proxy refused the connection (status \(status))."
            wording.likelyCauses =
                switch status {
                case 200..<300:
                    ["what responds at the proxy's address is no proxy", "the proxy cannot reach the server"]
                case 407: ["the proxy wants a user and a password, or others than it was given"]
                case 403: ["the proxy does not allow this server"]
                case 500...: ["the proxy cannot reach the server", "the server's name is mistyped"]
                default: ["what responds at the proxy's address is no proxy"]
                }
        } else if problem.message.contains("_PROXY") {
            wording.whatHappened = "The setting of the proxy cannot be used."
            wording.likelyCauses = ["as the check says: \(problem.sentence)"]
            wording.remedies = [Remedy("look at the proxy settings", typing: "env | grep -i proxy")]
            wording.solvers = [.you]
        }
    }
}

/// `transport_tls`: which of the ways in which a secure connection fails, and which file or port to look at.
enum TLSDiagnosis {
    static let trust = Remedy("have the missing root certificate installed, or name its file in the setting ca_file")

    @Sendable static func sharpen(_ wording: inout Wording, _ problem: Problem) {
        let facts = problem.facts
        let look = facts.hostAndPort ?? "NAME:PORT"
        if let host = facts.hostAndPort {
            wording.whatHappened = "No secure connection (TLS) to \(host) could be made."
        }
        wording.remedies =
            [Remedy("look at the certificate", typing: "openssl s_client -connect \(look)")] + remedies(facts) + [
                .checkAddress
            ]
        if let fault = facts.tlsFault { wording.likelyCauses = causes(of: fault) }
        if facts.tlsFault == .expired { wording.solvers = [.licenseSpring, .systemAdministrator] }
        if let offset = facts.clockOffset, offset.magnitude >= 86_400 {
            let amount = DurationText.short(offset)
            wording.likelyCauses =
                ["this host's clock is \(amount) off, so that certificates look invalid"] + wording.likelyCauses
        }
    }

    private static func remedies(_ facts: ProblemFacts) -> [Remedy] {
        switch facts.tlsFault {
        case .untrusted, nil:
            facts.path.map { [Remedy("see whether the right authority is in \($0) (setting ca_file)")] } ?? [trust]
        case .expired: [Remedy("ask whoever runs the server, or the proxy, to renew the certificate")]
        case .notYetValid: [Remedy("look at the clock", typing: "timedatectl status")]
        case .wrongName, .protocolVersion, .notTLS: []
        case .clientCertificate: [Remedy("ask whoever runs the server to let in clients without one")]
        }
    }

    /// The causes of one way in which TLS can fail.
    private static func causes(of fault: ProblemFacts.TLSFault) -> [String] {
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
                "another server responds at this address",
            ]
        case .protocolVersion:
            ["the server or a proxy on the way speaks only versions of TLS older than 1.2"]
        case .notTLS:
            ["the port speaks plain HTTP or something else", "a proxy or a sign-in page responds in its place"]
        case .clientCertificate:
            ["the server lets in only clients that show a certificate, and Berth has none to show"]
        }
    }
}
