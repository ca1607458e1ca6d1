import Licensing
import Testing

@Suite("What a request without an answer leaves behind")
struct OutcomeTests {
    static let inDoubt: [ProblemCode] = [
        .internalError, .transportTimeout, .transportLost, .transportCancelled, .answerNotJSON, .answerHTML,
        .answerTooLarge, .answerUnverified, .answerMismatched, .answerServerError, .operationInterrupted,
        .outcomeNotWritten,
    ]

    @Test("a borrow may exist, and repeating it is safe", arguments: inDoubt)
    func borrow(code: ProblemCode) {
        for explanation in [
            ProblemCatalogue.explain(code), explain(code), explain(code) { $0.endpoint = "/api/v4/floating/borrow" },
        ] {
            #expect(explanation.whatHappened.contains("the borrow may exist"))
            #expect(explanation.exitCode == .outcomeUnknown)
            #expect(
                explanation.remedies.first
                    == Remedy("repeat the same borrow: that is safe, as it only sets the end again", .retry))
        }
    }

    @Test("a return leaves the seat in doubt, and repeating it is safe", arguments: inDoubt)
    func release(code: ProblemCode) {
        let explanation = explain(code) { $0.endpoint = "/api/v4/floating/release" }
        #expect(explanation.whatHappened.contains("the seat may still be taken, or free already"))
        #expect(!explanation.lines.contains { $0.contains("borrow may exist") })
        #expect(explanation.remedies.first?.text.hasPrefix("return it again") == true)
    }

    @Test(
        "each endpoint leaves its own doubt",
        arguments: [
            ("/api/v4/activate_license", "may be activated"), ("/api/v4/deactivate_license", "may be deactivated"),
            ("/api/v4/check_license", "may hold a seat"), ("/api/v4/floating/feature_borrow", "the borrow may exist"),
            ("/api/v4/floating/feature_release", "the seat may still be taken"),
            ("/api/v4/user_licenses", "nothing was changed"), ("/api/v4/product_details", "nothing was changed"),
        ])
    func endpoints(endpoint: String, doubt: String) {
        #expect(explain(.transportTimeout) { $0.endpoint = endpoint }.whatHappened.contains(doubt))
    }

    @Test(
        "what never left this host changed nothing, and says so",
        arguments: [
            ProblemCode.transportNameNotResolved, .transportRefused, .transportUnreachable, .transportTLS,
            .transportConnectTimeout, .transportInsecure, .transportProxy,
        ])
    func nothingSent(code: ProblemCode) {
        let bare = explain(code)
        let full = explain(code) { facts in
            facts.server = "https://api.licensespring.com"
            facts.timeout = .init(phase: .connect, seconds: 10)
        }
        for explanation in [bare, full] {
            #expect(explanation.whatHappened.hasSuffix("; nothing was sent."))
            #expect(explanation.exitCode == .notReached || code == .transportInsecure)
        }
    }

    @Test("a wait that ran out is named with its length")
    func timeouts() {
        #expect(
            explain(.transportTimeout) { $0.timeout = .init(phase: .answer, seconds: 30) }.whatHappened
                == "No answer came within 30 s, and the borrow may exist.")
        #expect(
            explain(.transportConnectTimeout) { facts in
                facts.timeout = .init(phase: .tlsHandshake, seconds: 10)
                facts.server = "https://api.licensespring.com"
            }.whatHappened
                == "No secure connection (TLS) to https://api.licensespring.com came about within 10 s; nothing was sent."
        )
    }

    @Test(
        "on this host the sandbox is suspected",
        arguments: ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080", "http://127.1.2.3"])
    func sandbox(server: String) {
        let refused = explain(.transportRefused) { $0.server = server }
        #expect(refused.likelyCauses.first == "the sandbox is not running")
        #expect(refused.remedies.first?.text == "start it in another terminal: berth sandbox")
        let unverified = explain(.answerUnverified) { $0.server = server }
        #expect(unverified.likelyCauses == ["the sandbox signs with a key of its own, and another is configured"])
        #expect(unverified.actions == [.retry])
    }

    @Test(
        "on another host it is not",
        arguments: ["https://api.licensespring.com", "http://128.0.0.1", "https://localhost.example.com", "nonsense"])
    func noSandbox(server: String) {
        let refused = explain(.transportRefused) { $0.server = server }
        #expect(!refused.lines.contains { $0.contains("sandbox") })
    }

    @Test("commands to try name the server's host")
    func hostInCommands() {
        let server = "https://api.licensespring.com:8443/x"
        #expect(
            explain(.transportNameNotResolved) { $0.server = server }.remedies.contains {
                $0.text == "test the name: getent hosts api.licensespring.com"
            })
    }

    @Test("a clock that is off by days makes certificates look invalid")
    func certificates() {
        let explanation = explain(.transportTLS) { $0.clockOffset = 200 * 86_400 }
        #expect(explanation.likelyCauses.first == "this host's clock is 200 d off, so that certificates look invalid")
        #expect(explain(.transportTLS) { $0.clockOffset = 60 }.likelyCauses.count == 3)
    }

    @Test("a file at fault is named, with the system's words and the commands to try")
    func files() {
        let explanation = explain(.ledgerUnwritable, message: "No space left on device") {
            $0.path = "/home/ops/ledger.sqlite"
        }
        #expect(explanation.whatHappened == "The ledger /home/ops/ledger.sqlite cannot be written.")
        #expect(explanation.likelyCauses == ["as the system says: No space left on device"])
        #expect(explanation.remedies.first?.text == "check the space left: df -h /home/ops/ledger.sqlite")
        #expect(explanation.exitCode == .ledger)
    }
}
