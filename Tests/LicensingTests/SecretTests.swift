import Foundation
import Licensing
import TestKit
import Testing

@Suite("Secrets stay secret")
struct SecretTests {
    static let text = "AAAA-BBBB-CCCC-DDDD"
    static let secret = Secret(text)

    /// Everything that holds a secret, one of each kind.
    static let holders: [any Sendable] = [
        secret,
        [secret],
        ["key": secret],
        Optional(secret) as any Sendable,
        Credentials.licenseKey(secret),
        Credentials.user(name: "ana@example.com", password: secret),
        Credentials.singleSignOn(SingleSignOn(proof: .code(secret), customerAccountCode: "acme")),
        Credentials.singleSignOn(SingleSignOn(proof: .idToken(secret), customerAccountCode: "acme")),
        LicenseIdentification.licenseKey(secret),
        BorrowRequest(
            product: "CAD-PRO", hardwareID: HardwareID(rawValue: "hw-0001"), credentials: .licenseKey(secret),
            end: .maximum),
        LicenseTarget(
            product: "CAD-PRO", hardwareID: HardwareID(rawValue: "hw-0001"), identification: .licenseKey(secret)),
        ActivationRequest(
            product: "CAD-PRO", hardwareID: HardwareID(rawValue: "hw-0001"), credentials: .licenseKey(secret)),
    ]

    @Test("no way to print a value shows a secret in it", arguments: holders.indices)
    func printing(index: Int) {
        let holder = Self.holders[index]
        var dumped = ""
        dump(holder, to: &dumped)
        var printed = ""
        print(holder, to: &printed)
        let texts = [
            dumped, printed, "\(holder)", String(describing: holder), String(reflecting: holder),
            String(describing: Mirror(reflecting: holder).children.map(\.value)),
        ]
        for text in texts {
            #expect(!text.contains(Self.text))
            #expect(!text.contains("BBBB"))
        }
    }

    @Test("a secret prints as redacted, and its mirror is empty")
    func redacted() {
        #expect("\(Self.secret)" == "‹redacted›")
        #expect(String(reflecting: Self.secret) == "‹redacted›")
        #expect(Mirror(reflecting: Self.secret).children.isEmpty)
    }

    @Test("a secret and what holds one cannot be encoded", arguments: [0, 4, 5, 6, 7, 8, 9, 10, 11])
    func notEncodable(index: Int) {
        #expect(!(Self.holders[index] is any Encodable))
    }

    @Test("the JSON of what is remembered of a request holds no secret")
    func jsonOfFacts() throws {
        let request = BorrowRequest(
            product: "CAD-PRO", hardwareID: HardwareID(rawValue: "hw-0001"), credentials: .licenseKey(Self.secret),
            end: .maximum)
        let refusal = Problem(.blacklisted, message: "", time: TestClock.start, facts: ProblemFacts(request))
        let json = try String(decoding: JSONEncoder().encode(refusal), as: UTF8.self)
        #expect(!json.contains("AAAA"))
        #expect(!json.contains("BBBB"))
        #expect(json.contains("DDDD"))
    }

    @Test(
        "the last four characters are shown only of a text long enough to hide the rest",
        arguments: [("", ""), ("1234", ""), ("12345678901", ""), ("123456789012", "9012"), (text, "DDDD")])
    func lastFour(text: String, shown: String) {
        #expect(Secret(text).lastFour == shown)
    }

    @Test("only an empty text is empty")
    func emptiness() {
        #expect(Secret("").isEmpty)
        #expect(!Secret(" ").isEmpty)
    }

    @Test("explanations never hold what a request was signed in with")
    func explanations() {
        let request = BorrowRequest(
            product: "CAD-PRO", hardwareID: HardwareID(rawValue: "hw-0001"), credentials: .licenseKey(Self.secret),
            end: .maximum)
        for code in ProblemCode.known {
            let refusal = Problem(code, message: "", time: TestClock.start, facts: ProblemFacts(request))
            #expect(!ProblemCatalogue.explain(refusal).lines.joined().contains("BBBB"))
        }
    }
}
