internal import Foundation
internal import HTTPTypes
internal import Licensing
@testable internal import Sandbox

/// `docs/api-coverage.md`, made from the code's own data.
struct CoverageDocument {
    /// What the real client met in each case, by code.
    var met: [ProblemCode: Problem]
    var raisers: Raisers

    var text: String {
        """
        # The License API, endpoint by endpoint and code by code

        Made by a test from the code's own data: `RECORD_DOCS=1 swift test --filter DocsTests` writes it anew.

        ## Endpoints

        All of them are served by the sandbox. *Signed* says whether the client verifies `LicenseSignature`.

        \(endpoints)

        ## Codes

        The sandbox yields these to the real client, and a test meets each in this way; those raised elsewhere are the
        program's own, which no server can cause. *Status* and *message* are what the sandbox sends; a code without a
        status is met without a response.

        \(codes)

        ## Choices

        Where the reference is silent or only infers, the sandbox does one of several things. A scenario file says which,
        under `choices`. The sections are those of the reference, `license-api.md`.

        \(choices)

        """
    }

    private var endpoints: String {
        let rows = Route.all.map { endpoint in
            let row = EndpointRow.all.first { $0.path == endpoint.path }
            let client = ClientEndpoint.all.first { $0.path == endpoint.path }
            return [
                endpoint.method.rawValue, "`\(endpoint.path)`", row?.call ?? "",
                client?.isSigned == true ? "yes" : "no",
                (row?.tests ?? []).map { "`\($0)`" }.joined(separator: ", "),
            ]
        }
        return table(["method", "path", "client", "signed", "tested by"], rows)
    }

    private var codes: String {
        let rows = ProblemCode.known.map { code in
            let explanation = ProblemCatalogue.explain(code)
            let problemCase = ProblemCase.all.first { $0.code == code }
            let problem = met[code]
            let status = problem?.status.map(String.init) ?? "none"
            let isServers = problem?.status != nil && Refusal.isKnown(code)
            return [
                "`\(code.rawValue)`", status,
                isServers ? problem?.message ?? "" : "",
                problemCase?.how ?? raisedElsewhere(code),
                String(explanation.exitCode.rawValue), explanation.solvers.map(\.rawValue).joined(separator: ", "),
            ]
        }
        return table(["code", "status", "message", "the sandbox yields it by", "exit code", "who can fix it"], rows)
    }

    private func raisedElsewhere(_ code: ProblemCode) -> String {
        "no sandbox: raised in " + raisers.targets(of: code).map { "`\($0)`" }.joined(separator: ", ")
    }

    private var choices: String {
        let rows = Choices.guide.map { choice in
            ["`\(choice.name)`", choice.section, "`\(choice.standard)`", choice.values, choice.text]
        }
        return table(["choice", "section", "standard", "may be", "says"], rows)
    }

    private func table(_ heads: [String], _ rows: [[String]]) -> String {
        let lines = [heads, heads.map { _ in "---" }] + rows
        return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
}
