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
        ])
    func one(code: ProblemCode) {
        #expect(!Fixture.refusal(code).problem.isAboutAll)
    }
}
