internal import FoundationEssentials

/// A value that is bound to a statement, as PostgreSQL takes it in binary.
enum PostgresValue: Sendable {
    case text(String?)
    case bytes(Data?)
    case number(Int64)
    case flag(Bool?)

    /// The type's number in every PostgreSQL.
    var type: UInt32 {
        switch self {
        case .text: 25
        case .bytes: 17
        case .number: 20
        case .flag: 16
        }
    }

    /// The value in binary; nil for none.
    var bytes: [UInt8]? {
        switch self {
        case .text(let text): text.map { Array($0.utf8) }
        case .bytes(let bytes): bytes.map { Array($0) }
        case .number(let number): withUnsafeBytes(of: number.bigEndian) { Array($0) }
        case .flag(let flag): flag.map { [$0 ? 1 : 0] }
        }
    }
}
