internal import ClientCore
internal import Foundation
internal import Licensing

extension App.State {
    /// The lines of the topmost details: all that is known of a borrow, or the raw answer behind a problem.
    func detailLines() -> [String] {
        switch overlays.last {
        case .borrowDetails(let id):
            client.borrows.first { $0.id == id }.map(lines) ?? []
        case .problemDetails:
            client.problems.first.map(lines) ?? []
        default: []
        }
    }

    private func lines(_ borrow: Borrow) -> [String] {
        let subject = borrow.subject
        var lines = [
            "Product      \(subject.product)", "License      \(subject.license.label)",
            "Device       \(subject.hardwareID.rawValue)", "Server       \(subject.server)",
        ]
        if let grant = borrow.grant {
            lines += [
                "Ends         \(local.long(grant.end, now: now)) \(local.zoneName(at: grant.end)) = \(UTC.format(grant.end))",
                "Limit        \(grant.maxBorrowHours) h", "License id   \(grant.licenseID)",
                "Device id    \(grant.deviceID)",
            ]
        }
        lines += [
            "Operation    \(borrow.operation.id)", "Begun        \(UTC.format(borrow.operation.startedAt))",
            "By           \(borrow.operation.performedBy.user)"
                + (borrow.operation.performedBy.from.map { " from \($0)" } ?? ""),
        ]
        if let doubt = borrow.doubt {
            lines += ["", "Unknown      \(ProblemCatalogue.explain(doubt).whatHappened)"]
        }
        return lines
    }

    private func lines(_ problem: Problem) -> [String] {
        let explanation = ProblemCatalogue.explain(problem)
        let facts = problem.facts
        var lines = [
            explanation.whatHappened, "",
            "Likely       \(explanation.likelyCauses.joined(separator: "; or "))",
            "You can      \(explanation.remedies.map(\.text).joined(separator: ", "))",
            "Who          \(explanation.solvers.map(\.rawValue).joined(separator: ", "))", "",
            "Code         \(problem.code.rawValue)", "Message      \(problem.message)",
            "Time         \(UTC.format(problem.time))",
        ]
        let known: [(String, String?)] = [
            ("Status", problem.status.map(String.init)), ("Server", facts.server), ("Endpoint", facts.endpoint),
            ("Product", facts.product), ("License", facts.license), ("License id", facts.licenseID.map(String.init)),
            ("Device", facts.hardwareID?.rawValue),
            (
                "End asked",
                facts.requestedEnd.map { if case .at(let date) = $0 { UTC.format(date) } else { "maximum (null)" } }
            ),
            ("File", facts.path), ("Setting", facts.name),
        ]
        for (name, value) in known {
            if let value { lines.append(name.padding(toLength: 13, withPad: " ", startingAt: 0) + value) }
        }
        return lines
    }
}
