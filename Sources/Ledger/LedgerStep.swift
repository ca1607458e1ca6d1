internal import FoundationEssentials
internal import GRDB
internal import Licensing

/// One step to write: checks that it may be taken, then writes all of it.
struct LedgerStep: Sendable {
    let entry: LedgerEntry
    let path: String?
    let time: Date

    private var borrow: Borrow { entry.borrow }
    private var operation: Licensing.Operation { entry.borrow.operation }

    /// Writes the step. To be called in a transaction, which an error rolls back.
    @Sendable func write(_ database: Database) throws {
        let borrowRecord = BorrowRecord(borrow)
        let operationRecord = OperationRecord(operation, borrowID: borrow.id)
        let storedBorrow = try BorrowRecord.fetchOne(database, key: borrow.id.rawValue)
        if let storedBorrow, !storedBorrow.hasSameSubject(as: borrowRecord) {
            throw refusal("Borrow \(borrow.id) is about another license or device.")
        }
        if let storedOperation = try OperationRecord.fetchOne(database, key: operation.id.rawValue) {
            guard storedBorrow?.operationID == operation.id.rawValue else {
                throw refusal("Operation \(operation.id) is not the latest on its borrow.")
            }
            try checkNext(operationRecord, after: storedOperation)
        } else {
            try checkFirst(operationRecord)
            try checkNothingUnderWay(on: borrowRecord, in: database)
            try checkNothingMissed(borrowRecord, stored: storedBorrow, in: database)
        }
        try borrowRecord.upsert(database)
        try operationRecord.upsert(database)
        var receipt = entry.receipt.map { ReceiptRecord($0, operationID: operation.id) }
        try receipt?.insert(database)
        if receipt != nil { receipt?.sequence = database.lastInsertedRowID }
        try TrailChain.append(TrailRecord(entry, receipt: receipt?.sequence), receipt: receipt, in: database)
    }

    private func checkFirst(_ record: OperationRecord) throws {
        guard record.phase == .intended else {
            throw refusal("Operation \(operation.id) begins as \(record.phase.rawValue), not as intended.")
        }
    }

    private func checkNext(_ record: OperationRecord, after stored: OperationRecord) throws {
        guard record.hasSameIntent(as: stored) else {
            throw refusal("Operation \(operation.id) was begun with another intent.")
        }
        if record.phase == stored.phase {
            guard record.hasSameOutcome(as: stored) else {
                throw refusal("Operation \(operation.id) is \(stored.phase.rawValue) already, otherwise.")
            }
        } else if !stored.phase.successors.contains(record.phase) {
            throw refusal(
                "Operation \(operation.id) cannot go from \(stored.phase.rawValue) to \(record.phase.rawValue).")
        }
    }

    /// Two processes may intend the same at once; the transaction lets one of them through.
    private func checkNothingUnderWay(on borrow: BorrowRecord, in database: Database) throws {
        let others = OperationRecord.underWay.joining(
            required: OperationRecord.borrow.filter(borrow.mayShareSeat))
        guard let other = try others.fetchOne(database) else { return }
        var problem = refusal("Operation \(other.id) of \(other.user) is \(other.phase.rawValue).")
        problem.code = .operationInProgress
        throw problem
    }

    /// An intent changes nothing but the operation. One that was formed without knowing the latest step of another process
    /// would undo that step, or hold the same seat a second time.
    private func checkNothingMissed(_ borrow: BorrowRecord, stored: BorrowRecord?, in database: Database) throws {
        if let stored, !borrow.differsOnlyInOperation(from: stored) {
            throw overtaken(by: stored.operationID)
        }
        guard let known = entry.known else { return }
        let sameSeat = BorrowRecord.filter(borrow.mayShareSeat).filter(BorrowRecord.CodingKeys.forgottenAt == nil)
        for other in try sameSeat.fetchAll(database) where !known.contains(OperationID(rawValue: other.operationID)) {
            throw overtaken(by: other.operationID)
        }
    }

    private func overtaken(by operation: String) -> Problem {
        var problem = refusal("Operation \(operation) came in between.")
        problem.code = .operationOvertaken
        return problem
    }

    private func refusal(_ message: String) -> Problem {
        var problem = Problem.ledger(.ledgerStepRefused, message, path: path, time: time)
        problem.facts.server = borrow.subject.server
        problem.facts.product = borrow.subject.product
        problem.facts.hardwareID = borrow.subject.hardwareID
        problem.facts.license = borrow.subject.license.label
        problem.facts.licenseID = borrow.subject.licenseID
        return problem
    }
}
