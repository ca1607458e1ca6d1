internal import CPostgres
internal import FoundationEssentials
internal import Licensing

/// What a statement returned, for the thread that asked.
final class PostgresRows {
    private let result: OpaquePointer
    let count: Int

    /// Takes the result over.
    init(_ result: OpaquePointer) {
        self.result = result
        count = Int(cp_pg_row_count(result))
    }

    deinit { cp_pg_clear(result) }

    /// The command that was carried out, such as `COMMIT`.
    var tag: String { String(cString: cp_pg_result_tag(result)) }

    var first: Row? { count > 0 ? Row(rows: self, number: 0) : nil }

    /// Something made of each row, in their order.
    func map<Value>(_ transform: (Row) throws -> Value) rethrows -> [Value] {
        try (0..<Int32(count)).map { try transform(Row(rows: self, number: $0)) }
    }

    fileprivate func bytes(_ row: Int32, _ column: Int32) -> UnsafeRawBufferPointer? {
        if cp_pg_is_null(result, row, column) { return nil }
        return UnsafeRawBufferPointer(
            start: cp_pg_value(result, row, column), count: Int(cp_pg_length(result, row, column)))
    }

    /// One row, by the places of its columns.
    struct Row {
        fileprivate let rows: PostgresRows
        fileprivate let number: Int32

        func mayHaveText(_ column: Int32) -> String? {
            rows.bytes(number, column).map { String(decoding: $0, as: UTF8.self) }
        }

        func text(_ column: Int32) throws(PostgresFault) -> String { try need(mayHaveText(column)) }

        func data(_ column: Int32) throws(PostgresFault) -> Data {
            try need(rows.bytes(number, column).map { Data($0) })
        }

        func mayHaveNumber(_ column: Int32) -> Int64? {
            rows.bytes(number, column).flatMap { bytes in
                switch bytes.count {
                case 4: Int64(Int32(truncatingIfNeeded: bytes.reduce(0 as Int64) { $0 << 8 | Int64($1) }))
                case 8: bytes.reduce(0 as Int64) { $0 << 8 | Int64($1) }
                default: nil
                }
            }
        }

        func number(_ column: Int32) throws(PostgresFault) -> Int64 { try need(mayHaveNumber(column)) }

        func flag(_ column: Int32) throws(PostgresFault) -> Bool { try need(rows.bytes(number, column)).first == 1 }

        private func need<Value>(_ value: Value?) throws(PostgresFault) -> Value {
            guard let value else { throw .row("A column of a row is empty.") }
            return value
        }
    }
}
