internal import ClientCore
internal import Licensing

/// A row that has been checked.
struct BulkRow: Sendable {
    /// The line of the file that it begins on.
    var line: Int
    /// What it is about, in a few words.
    var name: String
    /// What it asks for.
    var wish: Wish
    /// By which of the run's accounts.
    var account = 0
    /// The variable that the row's secret comes from; nil for another place, and where the row names none.
    var variable: String?

    /// What rows ask for.
    enum Wish: Sendable {
        case borrow(BorrowRequest, SecretSource)
        /// With the license key that the row names, if it names one.
        case release(OperationID, key: Secret?)
        /// Nothing any more: it is done already.
        case nothing(Borrow, String)
    }
}

/// What is wrong with a row, found before anything is sent.
struct BulkFault {
    var line: Int
    /// What the row is about, where that is known.
    var name = ""
    var failure: CommandFailure
}

/// The rows of a file, checked.
struct BulkRows {
    var rows: [BulkRow] = []
    var faults: [BulkFault] = []

    /// Checks each row of a file by a body; what that throws is the row's fault.
    ///
    /// - Throws: `operation_not_sent` where the command is over before.
    init(_ file: RowFile, _ body: (RowFile.Row) throws(Problem) -> BulkRow) throws(Problem) {
        for row in file.rows {
            try TimeLimit.check("all rows had been looked at")
            do throws(Problem) {
                if let fault = row.fault { throw fault }
                rows.append(try body(row))
            } catch {
                guard error.code != .operationNotSent else { throw error }
                faults.append(BulkFault(line: row.line, failure: CommandFailure(error)))
            }
        }
    }
}
