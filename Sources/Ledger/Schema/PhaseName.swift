internal import GRDB

/// The name of an operation's phase, without what it carries: how the ledger spells it and what may follow it.
enum PhaseName: String, Codable, CaseIterable, DatabaseValueConvertible {
    case intended, sent, confirmed, refused, unknown, seen

    /// The one table of allowed steps. An operation begins as `intended`.
    var successors: Set<PhaseName> {
        switch self {
        case .intended: [.sent, .refused]
        case .sent: [.confirmed, .refused, .unknown]
        case .unknown: [.seen]
        case .confirmed, .refused, .seen: []
        }
    }

    /// The phases in which an operation is under way.
    static let underWay: [PhaseName] = [.intended, .sent]
}
