import Licensing
import TestKit
import Testing

/// Every code, with every effect, for every undertaking: what is said agrees with what is so.
@Suite("Words and exit status follow from the effect")
struct EffectTests {
    static let undertakings = [
        "/api/v4/floating/borrow", "/api/v4/floating/feature_borrow", "/api/v4/floating/release",
        "/api/v4/floating/feature_release", "/api/v4/activate_license", "/api/v4/deactivate_license",
        "/api/v4/check_license", "/api/v4/check_license_feature", "/api/v4/change_password", "/api/v4/user_licenses",
        "/api/v4/product_details", "/realms/user-portal/token", nil,
    ]
    static let codes = ProblemCode.known + ["teapot_refusal", "server/ledger_corrupt"]

    static let doubts = [
        "The borrow may exist.", "The seat may be free already, or still taken.",
        "The device may be activated already.",
        "The device may be deactivated already.", "This device may hold a seat for a while.",
        "The password may be the new one already.", "It may have been carried out.",
    ]

    /// The explanations of a code with an effect that do not say what they should, over everything else.
    private func wrong(
        _ code: ProblemCode, _ effect: ServerEffect, _ isRight: (Explanation) -> Bool
    ) -> [Explanation] {
        var wrong: [Explanation] = []
        for endpoint in Self.undertakings {
            for status in [nil, 400, 500] {
                for message in ["", "words of the server"] {
                    let explanation = explain(code, effect, status: status, message: message) {
                        $0.endpoint = endpoint
                    }
                    if !isRight(explanation) { wrong.append(explanation) }
                }
            }
        }
        return wrong
    }

    @Test("what may have happened is said to be possible, and ends with 21", arguments: codes)
    func possible(code: ProblemCode) {
        let wrong = wrong(code, .possible) { explanation in
            Self.doubts.contains(explanation.consequence ?? "") && explanation.exitCode == .outcomeUnknown
                && !claimsNothing(explanation) && !claimsDone(explanation) && !explanation.remedies.isEmpty
        }
        #expect(wrong.isEmpty)
    }

    @Test("whether a retry helps is said once: as the remedies have it", arguments: codes, ServerEffect.allCases)
    func retry(code: ProblemCode, effect: ServerEffect) {
        let wrong = wrong(code, effect) { explanation in
            explanation.actions.contains(.retry)
                ? explanation.retry != .no : [.no, .afterChange].contains(explanation.retry)
        }
        #expect(wrong.isEmpty)
    }

    @Test("what did not happen is never said to be possible, and never ends with 21", arguments: codes)
    func none(code: ProblemCode) {
        let nothing = [nil, "Nothing was sent.", "Nothing was changed at the server."]
        let wrong = wrong(code, .none) { explanation in
            nothing.contains(explanation.consequence) && explanation.exitCode != .outcomeUnknown
                && explanation.exitCode != .success && !claimsDoubt(explanation) && !claimsDone(explanation)
        }
        #expect(wrong.isEmpty)
    }

    @Test("what has happened is said to have, ends with 21, and is not to be repeated", arguments: codes)
    func done(code: ProblemCode) {
        let wrong = wrong(code, .done) { explanation in
            claimsDone(explanation) && explanation.exitCode == .outcomeUnknown
                && !explanation.actions.contains(.retry) && !claimsDoubt(explanation) && !claimsNothing(explanation)
        }
        #expect(wrong.isEmpty)
    }

    @Test(
        "each undertaking has a doubt of its own",
        arguments: zip(
            undertakings.prefix(9),
            [
                "The borrow", "The borrow", "The seat", "The seat", "The device may be activated",
                "The device may be deactivated", "This device", "This device", "The password",
            ]))
    func undertaking(endpoint: String?, words: String) {
        let explanation = explain(.transportTimeout, .possible) { $0.endpoint = endpoint }
        #expect(explanation.consequence?.hasPrefix(words) == true)
    }

    @Test("an endpoint is known whole: one that only ends like another is another")
    func exact() {
        let explanation = explain(.transportTimeout, .possible) { $0.endpoint = "/elsewhere/borrow" }
        #expect(explanation.consequence == "It may have been carried out.")
    }

    @Test("the statuses of what was not sent are those of its kind")
    func kinds() {
        for (code, exit) in [
            (ProblemCode.transportLost, ExitCode.notReached), (.ledgerUnwritable, .ledger),
            (.configInvalid, .configuration),
            (.operationInProgress, .inProgress), (.operationOvertaken, .overtaken),
            (.outcomeNotWritten, .ledger), (.outcomeOvertaken, .ledger), (.responseHTML, .notReached),
            (.internalError, .notReached),
        ] {
            #expect(explain(code).exitCode == exit)
        }
    }

    private func claimsDoubt(_ explanation: Explanation) -> Bool {
        explanation.lines.contains { line in
            ["may exist", "may be free", "may hold", "may be activated", "may have been carried", "that is safe"]
                .contains { line.contains($0) }
        }
    }

    private func claimsNothing(_ explanation: Explanation) -> Bool {
        explanation.lines.contains { line in
            ["othing was sent", "othing was changed", "not carried out", "likely free"].contains { line.contains($0) }
        }
    }

    private func claimsDone(_ explanation: Explanation) -> Bool {
        explanation.lines.contains { $0.contains("The server did it") }
    }
}
