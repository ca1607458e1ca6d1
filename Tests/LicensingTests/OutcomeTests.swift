import Foundation
import Licensing
import TestKit
import Testing

@Suite("What a request without a response leaves behind")
struct OutcomeTests {
    static let inDoubt: [ProblemCode] = [
        .internalError, .transportTimeout, .transportLost, .transportCancelled, .responseNotJSON, .responseHTML,
        .responseTooLarge, .responseUnverified, .responseMismatched, .responseServerError, .responseUnexpected,
        .operationInterrupted, .seatInQuestion,
    ]
    static let safe = Remedy("repeat the same borrow: that is safe, as it only sets the end again", .retry)

    /// Whether the repetition is among the remedies, by itself or after what has to be changed first.
    private static func isOffered(_ explanation: Explanation) -> Bool {
        explanation.remedies.contains { $0.action == .retry && $0.text.hasSuffix(safe.text) }
    }

    @Test("a borrow may exist, and repeating it is safe", arguments: inDoubt)
    func borrow(code: ProblemCode) {
        for explanation in [
            ProblemCatalogue.explain(code), explain(code, .possible),
            explain(code, .possible) { $0.endpoint = "/api/v4/floating/borrow" },
        ] {
            #expect(explanation.consequence == "The borrow may exist.")
            #expect(explanation.exitCode == .outcomeUnknown)
            #expect(Self.isOffered(explanation))
            #expect(explanation.actions.contains(.checkLicense))
        }
    }

    @Test(
        "where it never left, the same code says that nothing happened, and that it can be done again",
        arguments: inDoubt)
    func nothing(code: ProblemCode) {
        let explanation = explain(code) { $0.endpoint = "/api/v4/floating/borrow" }
        #expect(explanation.consequence?.hasPrefix("Nothing was ") == true)
        #expect(explanation.exitCode == .notReached)
        #expect(!Self.isOffered(explanation))
    }

    @Test("what has to be changed first comes first, and the repetition after it")
    func order() {
        #expect(explain(.responseHTML, .possible).remedies.first != Self.safe)
        #expect(explain(.responseHTML, .possible).remedies.contains { $0.text == "then " + Self.safe.text })
        #expect(explain(.transportTimeout, .possible).remedies.first == Self.safe)
    }

    @Test("a release leaves the seat in doubt, and repeating it is safe", arguments: inDoubt)
    func release(code: ProblemCode) {
        let explanation = explain(code, .possible) { $0.endpoint = "/api/v4/floating/release" }
        #expect(explanation.consequence == "The seat may be free already, or still taken.")
        #expect(explanation.remedies.contains { $0.text.contains("release it again") })
    }

    @Test("a borrow that was to be changed exists in any case")
    func change() {
        let explanation = explain(.transportTimeout, .possible) {
            $0.borrowedUntil = TestClock.start.addingTimeInterval(3600)
        }
        #expect(explanation.consequence == "The borrow may end as before, at 2026-11-23 14:02 UTC, or at the new end.")
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
            facts.endpoint = "/api/v4/floating/borrow"
            facts.timeout = .init(phase: .connect, seconds: 10)
        }
        for explanation in [bare, full, ProblemCatalogue.explain(code)] {
            #expect(explanation.consequence == "Nothing was sent.")
            #expect(explanation.exitCode == .notReached || code == .transportInsecure)
        }
    }

    @Test("a wait that ran out is named with its length")
    func timeouts() {
        #expect(
            explain(.transportTimeout, .possible) { $0.timeout = .init(phase: .response, seconds: 30) }.whatHappened
                == "No response came within 30 s. The borrow may exist.")
        #expect(
            explain(.transportConnectTimeout) { facts in
                facts.timeout = .init(phase: .tlsHandshake, seconds: 10)
                facts.server = "https://api.licensespring.com"
            }.whatHappened
                == "No secure connection (TLS) to https://api.licensespring.com came about within 10 s. Nothing was sent."
        )
    }

    @Test(
        "on this host the sandbox is suspected, where it would have to listen",
        arguments: [
            ("http://127.0.0.1:8080", "--port 8080"), ("http://localhost:8080", "--host localhost --port 8080"),
            ("http://[::1]:8080", "--host ::1 --port 8080"),
            ("http://127.1.2.3", "--host 127.1.2.3 --allow-other-hosts --port 80"),
        ])
    func sandbox(server: String, place: String) {
        let refused = explain(.transportRefused) { $0.server = server }
        #expect(refused.likelyCauses.first == "the sandbox is not running")
        #expect(refused.remedies.first?.text == "start it in another terminal: berth sandbox \(place)")
        let unverified = explain(.responseUnverified, .possible) { $0.server = server }
        #expect(unverified.likelyCauses == ["the sandbox signs with a key of its own, and another is configured"])
        #expect(unverified.actions == [.retry, .checkLicense])
        let unsigned = explain(.responseUnverified, .possible, message: "The response has no LicenseSignature.") {
            $0.server = server
        }
        #expect(unsigned.whatFailed == "The response bears no signature: do not rely on it.")
        #expect(!unsigned.lines.contains { $0.contains("sandbox") })
    }

    @Test(
        "on another host it is not",
        arguments: [
            "https://api.licensespring.com", "http://128.0.0.1", "https://localhost.example.com",
            "http://127.example.com", "nonsense",
        ])
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
        let tls = explain(.transportTLS) { facts in
            facts.server = server
            facts.path = "/etc/ca.pem"
            facts.tlsFault = .untrusted
        }
        #expect(
            tls.remedies.first?.text
                == "look at the certificate: openssl s_client -connect api.licensespring.com:8443")
        #expect(tls.remedies.contains { $0.text.contains("/etc/ca.pem") && $0.text.contains("ca_file") })
        #expect(explain(.transportTLS) { $0.server = "https://x.example" }.whatFailed.contains("x.example:443"))
    }

    @Test("how long the server asks to be left alone is told, where it says so")
    func retryAfter() {
        let asked = explain(.responseTooManyRequests, status: 429) { $0.retryAfter = 7 }
        #expect(asked.remedies.first == Remedy("wait 7 s and retry", .retry))
        #expect(explain(.responseTooManyRequests).remedies.first == Remedy("wait 1 min and retry", .retry))
        #expect(explain(.responseServerError) { $0.retryAfter = 120 }.remedies.first?.text == "wait 2 min and retry")
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
        #expect(explanation.whatFailed == "The ledger /home/ops/ledger.sqlite cannot be written.")
        #expect(explanation.likelyCauses == ["as the message says: No space left on device"])
        #expect(explanation.remedies.first?.text == "check the space left: df -h /home/ops/ledger.sqlite")
        #expect(explanation.exitCode == .ledger)
    }
}
