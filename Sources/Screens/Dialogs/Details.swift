internal import ClientCore
internal import Foundation
internal import Licensing

extension App.State {
    /// What the topmost details show: all that is known of a borrow, or the raw answer behind a problem.
    func details() -> [Fact] {
        switch overlays.last {
        case .borrowDetails(let id, _): client.borrows.first { $0.id == id }.map(facts) ?? []
        case .problemDetails: client.problems.first.map(facts) ?? []
        default: []
        }
    }

    private func facts(_ borrow: Borrow) -> [Fact] {
        let subject = borrow.subject
        let performer = borrow.operation.performedBy
        let end = borrow.grant.map {
            "\(local.long($0.end, now: now)) \(local.zoneName(at: $0.end)) = \(UTC.format($0.end))"
        }
        let known: [(String, String?)] = [
            ("Product", subject.product), ("License", subject.license.label),
            ("License id", (borrow.grant?.licenseID ?? subject.licenseID).map(String.init)),
            ("Device", subject.hardwareID.rawValue), ("Device id", borrow.grant.map { String($0.deviceID) }),
            ("Server", subject.server), ("Ends", end), ("Limit", borrow.grant.map { "\($0.maxBorrowHours) h" }),
            ("Returned", borrow.returnedAt.map(UTC.format)), ("Operation", borrow.operation.id.rawValue),
            ("Begun", UTC.format(borrow.operation.startedAt)),
            ("By", performer.user + (performer.from.map { " from \($0)" } ?? "")),
            ("Unknown", borrow.doubt.map { ProblemCatalogue.explain($0).whatHappened }),
        ]
        return known.compactMap { name, value in value.map { Fact(name: name, value: $0) } }
    }

    private func facts(_ problem: Problem) -> [Fact] {
        let explanation = ProblemCatalogue.explain(problem)
        let facts = problem.facts
        let end = facts.requestedEnd.map { end in
            if case .at(let date) = end { UTC.format(date) } else { "maximum (null)" }
        }
        let known: [(String?, String?)] = [
            (nil, explanation.whatHappened), ("Likely", explanation.likelyCauses.joined(separator: "; or ")),
            ("You can", explanation.remedies.map(\.text).joined(separator: "; ")),
            ("Who", explanation.solvers.map(\.rawValue).joined(separator: ", ")), ("Code", problem.code.rawValue),
            ("Message", problem.message), ("Status", problem.status.map(String.init)),
            ("Time", UTC.format(problem.time)), ("Server", facts.server), ("Endpoint", facts.endpoint),
            ("Product", facts.product), ("License", facts.license), ("License id", facts.licenseID.map(String.init)),
            ("Device", facts.hardwareID?.rawValue), ("End asked", end), ("File", facts.path), ("Setting", facts.name),
        ]
        return known.compactMap { name, value in value.map { Fact(name: name, value: $0) } }
    }
}
