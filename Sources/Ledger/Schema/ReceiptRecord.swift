internal import FoundationEssentials
internal import GRDB
internal import Licensing

/// A row of `receipt`: a signed answer, byte for byte.
struct ReceiptRecord: LedgerRecord {
    static let databaseTableName = "receipt"

    enum CodingKeys: String, CodingKey, ColumnExpression, CaseIterable {
        case sequence, request, body, signature
        case operationID = "operation_id"
        case keyFingerprint = "key_fingerprint"
        case receivedAt = "received_at"
    }

    /// Given by SQLite.
    var sequence: Int64?
    var operationID: String
    var request: String
    var body: Data
    var signature: String
    var keyFingerprint: String
    var receivedAt: Date

    static func latest(of operation: OperationID) -> QueryInterfaceRequest<ReceiptRecord> {
        filter(CodingKeys.operationID == operation.rawValue).order(CodingKeys.sequence.desc)
    }

    init(_ receipt: Receipt, operationID: OperationID) {
        self.operationID = operationID.rawValue
        request = receipt.request
        body = receipt.body
        signature = receipt.signature
        keyFingerprint = receipt.keyFingerprint
        receivedAt = receipt.receivedAt
    }

    var receipt: Receipt {
        Receipt(
            request: request, body: body, signature: signature, keyFingerprint: keyFingerprint, receivedAt: receivedAt)
    }
}
