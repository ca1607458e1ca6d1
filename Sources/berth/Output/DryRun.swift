internal import Foundation
internal import LicenseAPI
internal import Licensing

/// What a command would have done: the requests in their order, and the steps that would have been written before the server
/// has responded.
struct DryRun {
    var requests: [RequestSketch]
    /// The ledger that would have been written to; nil where what was asked for concerns none.
    var ledger: String?
    /// Whether it is there; one that is missing would have been begun.
    var ledgerExists = false
    var entries: [LedgerEntry] = []

    /// Whether there is anything to tell: where something stands in the way before, that is told in its place.
    var isTold: Bool { !requests.isEmpty || !entries.isEmpty }

    /// The same of a row that names the variable its secret comes from.
    func naming(_ variable: String?) -> DryRun {
        guard let variable, let usual = Self.variables.first(where: variable.hasPrefix) else { return self }
        func named(_ text: String) -> String { text.replacing("$" + usual, with: "$" + variable) }
        var own = self
        for index in own.requests.indices {
            own.requests[index].url = named(own.requests[index].url)
            own.requests[index].body = own.requests[index].body.map(named)
        }
        return own
    }

    /// The variables that stand for what signs in.
    private static let variables = ["BERTH_LICENSE_KEY", "BERTH_PASSWORD"]

    /// Prints it.
    func report(asJSON: Bool) throws -> ExitCode {
        if asJSON { try Report.json(JSONShapes.Outcome(self)) } else { try Report.lines(lines) }
        return .success
    }

    /// What a dry run says first.
    static let title = "A dry run: nothing was sent, and nothing written."

    private var lines: [String] {
        let start = [Self.title] + requests.flatMap { [""] + $0.lines }
        guard let ledger, !entries.isEmpty else { return start }
        return start + ["", "To \(ledger)\(ledgerExists ? "" : ", which would be begun"):"] + steps
    }

    /// The same of one row of many.
    var rowLines: [String] {
        (requests.flatMap(\.lines) + (entries.isEmpty ? [] : ["to the ledger:"] + steps)).map { "  " + $0 }
    }

    private var steps: [String] {
        entries.map { "  " + $0.borrow.step } + (requests.isEmpty ? [] : ["  and what comes of it"])
    }
}

extension RequestSketch {
    /// The request as it would stand on the wire, but for its secrets.
    fileprivate var lines: [String] {
        ["\(method) \(url)"] + headers.map { "\($0.name): \($0.value)" } + (body.map { ["", $0] } ?? [])
    }
}

extension Borrow {
    /// The step that it stands at, for a line of its own.
    fileprivate var step: String {
        let text = "\(operation.kind.name) \(title), \(operation.phase.name)"
        guard case .borrow(let end) = operation.kind else { return text }
        return text + ", end " + (grant.map { "\(UTC.format($0.end)) → " } ?? "") + end.word
    }
}
