internal import ClientCore
internal import Foundation
internal import Licensing
internal import TerminalUI

/// What is known of something, as a name and a value; without a name it is a paragraph of its own.
public struct Fact: Hashable, Sendable {
    let name: String?
    let value: String

    init(_ name: String?, _ value: String) {
        self.name = name
        self.value = value
    }

    /// As one line of plain text, for the clipboard.
    var plain: String { name.map { TextWidth.fit($0, to: 13) + value } ?? value }
}

extension Fact {
    private static func known(_ pairs: [(String?, String?)]) -> [Fact] {
        pairs.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : Fact(name, $0) } }
    }

    /// All that is known of a borrow.
    static func all(of borrow: Borrow, _ desk: Desk) -> [Fact] {
        let subject = borrow.subject
        let end = borrow.grant.map { grant in
            let utc = "= \(UTC.format(grant.end))"
            return desk.local.zoneName(at: grant.end) == "UTC"
                ? UTC.format(grant.end) : "\(desk.instant(grant.end)) \(utc)"
        }
        var unknown: String?
        if case .unknown(let problem) = borrow.status(at: desk.moment) {
            unknown = ProblemCatalogue.explain(problem).whatHappened
        }
        return known([
            ("Product", subject.product), ("License", subject.license.label),
            ("License id", borrow.licenseNumber.map(String.init)),
            ("Device", subject.hardwareID.rawValue + (subject.hardwareID == desk.host ? " (this host)" : "")),
            ("Device id", borrow.grant.map { String($0.deviceID) }), ("Server", subject.server), ("Ends", end),
            ("Limit", borrow.grant.map { DurationText.hours($0.maxBorrowHours) }),
            ("Returned", borrow.releasedAt.map(UTC.format)), ("Operation", borrow.operation.id.rawValue),
            ("Begun", UTC.format(borrow.operation.startedAt)), ("By", borrow.operation.startedBy.words),
            ("Profile", borrow.account.profile), ("Account", borrow.account.authorization), ("Unknown", unknown),
            (
                "You can",
                unknown.map { _ in
                    "repeat it (R), which is safe; ask the server (s); return it (r); or settle it by hand (v)"
                }
            ),
        ])
    }

    /// What is behind a problem.
    static func all(of problem: Problem, _ desk: Desk) -> [Fact] {
        let explanation = ProblemCatalogue.explain(problem)
        let facts = problem.facts
        let end = facts.requestedEnd.map { end in
            if case .at(let date) = end { UTC.format(date) } else { "maximum (null)" }
        }
        return known([
            (nil, explanation.whatHappened), ("You can", explanation.remedies.map(\.text).joined(separator: "; ")),
            ("Likely", explanation.likelyCauses.joined(separator: "; or ")),
            ("Who", explanation.solvers.map(\.rawValue).joined(separator: ", ")), ("Code", problem.code.rawValue),
            ("Message", problem.message), ("Status", problem.status.map(String.init)),
            ("Time", UTC.format(problem.time)), ("Server", facts.server), ("Endpoint", facts.endpoint),
            ("Product", facts.product), ("License", facts.license), ("License id", facts.licenseID.map(String.init)),
            ("Device", facts.hardwareID?.rawValue), ("End asked", end), ("File", facts.path), ("Setting", facts.name),
        ])
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
