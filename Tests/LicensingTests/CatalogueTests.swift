import Foundation
import Licensing
import TestKit
import Testing

@Suite("The catalogue is complete and readable")
struct CatalogueTests {
    @Test("every known code has one entry, in the order of the reference")
    func complete() {
        #expect(ProblemCatalogue.codes == ProblemCode.known)
        #expect(Set(ProblemCode.known).count == ProblemCode.known.count)
        #expect(Array(ProblemCode.known.prefix(11)) == ProblemCode.borrowPage)
    }

    @Test("every entry says what, why, what to do and who", arguments: ProblemCode.known)
    func entries(code: ProblemCode) {
        let explanation = ProblemCatalogue.explain(code)
        #expect(!explanation.likelyCauses.isEmpty)
        #expect(!explanation.remedies.isEmpty)
        #expect(!explanation.solvers.isEmpty)
        #expect(Set(explanation.solvers).count == explanation.solvers.count)
        #expect(explanation.exitCode != .success)
        checkStyle(explanation)
    }

    @Test("an entry without facts is what the code alone explains", arguments: ProblemCode.known)
    func withoutFacts(code: ProblemCode) {
        for effect in ServerEffect.allCases {
            checkStyle(explain(code, effect))
        }
        #expect([ServerEffect.none, .possible, .done].contains { explain(code, $0) == ProblemCatalogue.explain(code) })
    }

    @Test("with every fact at hand the sentences stay short", arguments: ProblemCode.known)
    func withFacts(code: ProblemCode) {
        for signIn in [ProblemFacts.SignIn.licenseKey, .user, .singleSignOn] {
            for (endpoint, effect) in [("borrow", ServerEffect.none), ("borrow", .possible), ("release", .none)] {
                let explanation = explain(code, effect, status: 400, message: "short words") { facts in
                    facts.product = "CAD-PRO"
                    facts.hardwareID = HardwareID(rawValue: "3eb1bd439947eb762998e566ccc2e099")
                    facts.knownHardwareID = HardwareID(rawValue: "624d162a484dcb3e5f12258759a1f43c")
                    facts.signIn = signIn
                    facts.license = signIn == .user ? "ana@acme.example" : signIn == .licenseKey ? "…4444" : "acme"
                    facts.licenseID = 1_699_349_720_166_389
                    facts.requestedEnd = .at(TestClock.start.addingTimeInterval(1_000_000))
                    facts.maxBorrowHours = 168
                    facts.licenseValidUntil = TestClock.start.addingTimeInterval(700_000)
                    facts.seats = Seats(total: 5, inUse: 5)
                    facts.seatsSeenAt = TestClock.start
                    facts.clockOffset = 1380
                    facts.server = "https://api.licensespring.com"
                    facts.endpoint = "/api/v4/floating/\(endpoint)"
                    facts.timeout = .init(phase: .response, seconds: 30)
                    facts.path = "/home/ops/.local/share/berth/ledger.sqlite"
                    facts.name = "server.url"
                }
                checkStyle(explanation)
                #expect(explanation.whatHappened.hasPrefix("CAD-PRO "))
                #expect(explanation.whatHappened.contains(" on 3eb1bd43…: "))
            }
        }
    }

    /// The rules that keep an explanation readable in a panel 76 columns wide.
    private func checkStyle(_ explanation: Explanation) {
        let what = explanation.whatFailed
        #expect(what.hasSuffix("."), "\(what)")
        #expect(what.first?.isLowercase == false, "\(what)")
        for line in explanation.lines {
            #expect(line.count <= 110, "\(line)")
            #expect(!line.contains("  ") && !line.hasSuffix(" ") && !line.hasPrefix(" "), "\(line)")
            #expect(!line.contains("!"), "\(line)")
        }
        for cause in explanation.likelyCauses {
            #expect(!cause.hasSuffix(".") && !cause.contains(";"), "\(cause)")
            #expect(cause.first?.isUppercase == false, "\(cause)")
            #expect(!cause.hasPrefix("likely"), "\(cause)")
        }
        for remedy in explanation.remedies {
            #expect(!remedy.text.hasSuffix(".") && !remedy.text.contains(";"), "\(remedy.text)")
            #expect(remedy.text.first?.isLowercase == true, "\(remedy.text)")
        }
        #expect(Set(explanation.lines).count == explanation.lines.count)
        #expect(jargonWithoutWords(explanation).isEmpty)
    }

    /// Terms of the trade that stand in an explanation without the plain words that belong beside them.
    private func jargonWithoutWords(_ explanation: Explanation) -> [String] {
        let plainWords = [
            "HMAC": "shared key", "TLS": "secure connection", "DNS": "name service", "NTP": "time synchronization",
            "JSON": "form", "HTML": "web page", "single sign-on": "web page",
        ]
        let text = explanation.lines.joined(separator: "\n")
        let hasPlainOAuth = text.contains("client id") || text.contains("access token")
        return plainWords.filter { term, words in text.contains(term) && !text.contains(words) }.map(\.key)
            + (text.contains("OAuth") && !hasPlainOAuth ? ["OAuth"] : [])
    }

    @Test("a code that nobody knows shows code, status and message as they came")
    func unknownCode() {
        let explanation = explain("teapot_refusal", status: 418, message: "I am a teapot: short & stout")
        #expect(explanation.whatHappened.contains("teapot_refusal"))
        #expect(explanation.whatHappened.contains("418"))
        #expect(explanation.likelyCauses == ["as its own words say: I am a teapot: short & stout"])
        #expect(explanation.exitCode == .failure)
        #expect(!explanation.remedies.isEmpty && !explanation.solvers.isEmpty)
    }

    @Test("a code that nobody knows leaves a borrow in doubt by its effect, not by its status")
    func unknownServerError() {
        let explanation = explain("meltdown", .possible, status: 503)
        #expect(explanation.exitCode == .outcomeUnknown)
        #expect(explanation.consequence == "The borrow may exist.")
        #expect(explanation.retry == .later)
        #expect(explanation.actions == [.retry, .checkLicense])
        #expect(explain("meltdown", status: 503).exitCode == .failure)
    }

    @Test("a file that a setting names is not taken for the configuration that names it")
    func namedFile() {
        func remedy(_ message: String, _ path: String) -> String? {
            var facts = ProblemFacts()
            (facts.name, facts.path) = ("public_key_file", path)
            facts.line = message.hasPrefix("Line") ? 2 : nil
            let problem = Problem(.configInvalid, message: message, time: Date(), facts: facts)
            return ProblemCatalogue.explain(problem).remedies.first?.words
        }
        for message in ["not an RSA public key", "Line 2 of the configuration, public_key_file: not an RSA public key"]
        {
            #expect(remedy(message, "/key.pem") == "name another file there, or correct what /key.pem holds")
        }
        #expect(
            remedy("Line 2: public_key_file must be a single text.", "/config.yaml")
                == "correct the setting in /config.yaml")
    }

    @Test("what only its owner may do to a ledger is told without a word about the disk")
    func ownersLedger() {
        var problem = Problem(.ledgerUnwritable, message: "Only its owner, ana, may prune it.", time: Date())
        (problem.facts.path, problem.facts.owner) = ("/srv/ledger.sqlite", "ana")
        #expect(
            ProblemCatalogue.explain(problem).remedies.map(\.text)
                == ["have its owner do it, or the administrator of this host"])
    }

    @Test(
        "what says a setting is called what it is",
        arguments: [
            ("--server", "What the flag --server says"), ("BERTH_SERVER", "What the variable BERTH_SERVER says"),
            ("berth_server", "What the variable berth_server says"),
            ("berth.shared_key", "What the credential berth.shared_key says"),
            ("server", "The setting server in the configuration"),
        ])
    func sources(name: String, words: String) {
        let facts = ProblemFacts(name: name)
        let explanation = ProblemCatalogue.explain(Problem(.configInvalid, message: "", time: Date(), facts: facts))
        #expect(explanation.whatHappened == "\(words) cannot be used.")
        #expect((explanation.remedies.first?.words == "correct it, or leave it out") == words.hasPrefix("What"))
    }

    @Test("a problem without a code says so")
    func withoutCode() {
        #expect(
            explain("", status: 400).whatHappened
                == "The server names no code for this problem (status 400). Nothing was changed at the server.")
    }

    @Test("a server's code is never taken for one of the program's own, and has a length")
    func serverCodes() {
        for code in ProblemCode.known {
            let heard = ProblemCode(server: code.rawValue)
            #expect(heard.isOwn == false)
            #expect(heard == (code.isOwn ? ProblemCode(rawValue: "server/" + code.rawValue) : code))
        }
        #expect(ProblemCode(server: String(repeating: "x", count: 1000)).rawValue.count == 64)
        #expect(ProblemCode(server: "a\u{1b}[2J b").rawValue == "a??2J?b")
    }

    @Test("only the program's own codes tell by how they begin what they are about")
    func families() {
        #expect(ProblemCode.transportRefused.family == .transport)
        #expect(ProblemCode.ledgerUnwritable.family == .ledger)
        for code in ProblemCode.known where !code.isOwn { #expect(code.family == nil, "\(code.rawValue)") }
        let others: [ProblemCode] = ["transport_down", "server/ledger_corrupt", "input_wrong"]
        #expect(others.allSatisfy { $0.family == nil })
    }

    @Test("a message has a length")
    func messageLimit() {
        let long = Problem("x", message: String(repeating: "m", count: 1_000_000), time: TestClock.start)
        #expect(long.message.count == Problem.messageLimit)
    }

    @Test("a code that is looked up and does not exist leads to those that are near")
    func unknownLookup() {
        let explanation = ProblemCatalogue.explain("floating_not_avaliable" as ProblemCode)
        #expect(explanation.whatHappened == "Berth knows no problem of the name floating_not_avaliable.")
        #expect(explanation.remedies.first?.text == "look at floating_not_available")
        #expect(explanation.exitCode == .usage)
    }
}

@Suite("Codes that are nearly right")
struct NearMatchTests {
    @Test("Two letters in each other's place are one mistake")
    func swapped() {
        #expect(NearMatch.of("statsu", among: ["seats", "status"]) == "status")
        #expect(NearMatch.of("stats", among: ["seats", "status"]) == "seats")
        #expect(NearMatch.of("stat", among: ["seats", "status"]) == "status")
        #expect(NearMatch.of("hist", among: ["history", "help"]) == "history")
        #expect(NearMatch.of("se", among: ["settle", "seats"]) == "seats")
        #expect(NearMatch.of("--apikey", among: ["--ascii", "--api-key"]) == "--api-key")
        #expect(NearMatch.of("s", among: ["seats"]) == nil && NearMatch.of("xyz", among: ["max"]) == nil)
        #expect(NearMatch.of("ab", among: ["ba"]) == "ba" && NearMatch.of("", among: ["abc"]) == nil)
    }

    static let slips: [(String, ProblemCode)] = [
        ("floating_not_avaliable", ProblemCode.floatingNotAvailable),
        ("FLOATING-NOT-AVAILABLE", .floatingNotAvailable),
        ("floatingNotAvailable", .floatingNotAvailable), ("licence_not_found", .licenseNotFound),
        ("device not found", .deviceNotFound), ("blacklistd", .blacklisted), ("balcklisted", .blacklisted),
        ("floating_avail", .floatingNotAvailable), ("date_header", .dateHeaderDiff), ("hmac", .hmacRequired),
        ("borrow_until", .borrowUntilNotValid),
    ]

    @Test(
        "slips of the finger find the code",
        arguments: slips)
    func mistyped(text: String, code: ProblemCode) {
        #expect(ProblemCatalogue.nearMatches(to: text).first == code)
    }

    @Test("the code itself is its own nearest match", arguments: ProblemCode.known)
    func itself(code: ProblemCode) {
        #expect(ProblemCatalogue.nearMatches(to: code.rawValue).first == code)
    }

    @Test("a part finds at most five codes that hold it, the shortest first")
    func parts() {
        #expect(
            ProblemCatalogue.nearMatches(to: "ledger_un")
                == [.ledgerUnsuited, .ledgerUnwatched, .ledgerUnreadable, .ledgerUnwritable, .ledgerUnsafe])
        #expect(ProblemCatalogue.nearMatches(to: "license").count == 5)
    }

    @Test(
        "nothing is near to nonsense, or to less than three letters",
        arguments: ["", "_", "li", "xyzzy", "qqqqqqqqqqq"])
    func nonsense(text: String) {
        #expect(ProblemCatalogue.nearMatches(to: text) == [])
    }
}
