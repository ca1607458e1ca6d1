internal import Foundation
internal import Licensing

extension JSONShapes {
    /// What `doctor --json` prints.
    struct Doctor: Encodable {
        /// What one check has found.
        struct Finding: Encodable {
            var check: String
            /// `ok`, `warning`, `failed` or `unknown`.
            var verdict: String
            var text: String
            var remedies: [String]
            /// The problem's code, where it is one; `berth explain` knows it.
            var code: String?
        }

        var version = 1
        /// The exit status of the process: 0, or that of the first check that has failed.
        var exitCode: Int32
        var checks: [Finding]

        init(_ findings: [(check: DoctorCheck, finding: DoctorFinding)], exitCode: ExitCode) {
            self.exitCode = exitCode.rawValue
            checks = findings.map { check, finding in
                Finding(
                    check: check.name, verdict: finding.verdict.rawValue, text: finding.text,
                    remedies: finding.remedies.map(\.text), code: finding.code?.rawValue)
            }
        }

        enum CodingKeys: String, CodingKey {
            case version, checks
            case exitCode = "exit_code"
        }
    }
}
