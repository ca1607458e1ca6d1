import Licensing
import TestKit
import Testing

@testable import Screens

@Suite("What any other request would meet, too")
struct AboutAllTests {
    @Test(
        "An account, a clock or a connection is refused to all",
        arguments: [
            ProblemCode.signatureMismatch, .invalidAPIKey, .revokedAPIKey, .dateHeaderDiff, .oauthTokenExpired,
            .invalidClient, .transportRefused, .ledgerUnwritable,
        ])
    func all(code: ProblemCode) {
        #expect(Fixture.refusal(code).problem.isAboutAll)
    }

    @Test(
        "A license, a device, an end or a user is one request's",
        arguments: [
            ProblemCode.floatingNotAvailable, .blacklisted, .borrowUntilNotValid, .licenseNotFound,
            .authenticationFailure,
            // Codes that a server may have, and that begin like the program's own.
            "ledger_full", "transport_locked", "config_missing_here",
        ])
    func one(code: ProblemCode) {
        #expect(!Fixture.refusal(code).problem.isAboutAll)
    }
}
