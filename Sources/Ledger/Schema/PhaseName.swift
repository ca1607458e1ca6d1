internal import GRDB

/// The name of an operation's phase, without what it carries: how the ledger spells it and what may follow it.
enum PhaseName: String, Codable, CaseIterable, DatabaseValueConvertible {
    case intended, sent, confirmed, refused, unknown, seen

    /// The one table of allowed steps. An operation begins as `intended`.
    var successors: Set<PhaseName> {
        switch self {
        case .intended: [.sent, .refused]
        case .sent: [.confirmed, .refused, .unknown]
        // A refusal settles its own operation, not the doubt that an earlier one left on the borrow.
        case .unknown, .refused: [.seen]
        case .confirmed, .seen: []
        }
    }

    /// The phases in which an operation is under way.
    static let underWay: [PhaseName] = [.intended, .sent]
}
