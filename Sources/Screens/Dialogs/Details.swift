internal import ClientCore
internal import Foundation
internal import Licensing

extension App.State {
    /// What an overlay of details shows: all that is known of a borrow, or what is behind a problem.
    func details(_ overlay: App.Overlay) -> [Fact] {
        switch overlay {
        case .borrowDetails(let id, _): client.borrows.first { $0.id == id }.map(facts) ?? []
        case .problemDetails(let id, _):
            client.troubles.first { $0.id == id }.map { facts($0.problem) }
                ?? [Fact(name: nil, value: "This problem has been solved.")]
        default: []
        }
    }

    private func facts(_ borrow: Borrow) -> [Fact] {
        let subject = borrow.subject
        let performer = borrow.operation.startedBy
        let end = borrow.grant.map {
            "\(local.long($0.end, now: now)) \(local.zoneName(at: $0.end)) = \(UTC.format($0.end))"
        }
        var unknown: Problem?
        if case .unknown(let problem) = borrow.status(at: moment) { unknown = problem }
        let known: [(String, String?)] = [
            ("Product", subject.product), ("License", subject.license.label),
            ("License id", (borrow.grant?.licenseID ?? subject.licenseID).map(String.init)),
            ("Device", subject.hardwareID.rawValue), ("Device id", borrow.grant.map { String($0.deviceID) }),
            ("Server", subject.server), ("Ends", end), ("Limit", borrow.grant.map { "\($0.maxBorrowHours) h" }),
            ("Returned", borrow.releasedAt.map(UTC.format)), ("Operation", borrow.operation.id.rawValue),
            ("Begun", UTC.format(borrow.operation.startedAt)),
            ("By", performer.words), ("Profile", borrow.account.profile), ("Account", borrow.account.authorization),
            ("Unknown", unknown.map { ProblemCatalogue.explain($0).whatHappened }),
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

extension Performer {
    /// The system's word for who it was, and what the environment claims beside it.
    fileprivate var words: String {
        var words = user
        if let login, login != user { words += ", logged in as \(login)" }
        if let address = claims.address { words += ", says from \(address)" }
        if let claimed = claims.user, claimed != user, claimed != login { words += ", says \(claimed)" }
        return words
    }
}
