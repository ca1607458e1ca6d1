public import ClientCore
public import Ledger
public import Licensing

/// A receipt of the ledger, and what the verification of its signature came to.
public struct HeldReceipt: Hashable, Sendable {
    public var stored: StoredReceipt
    /// nil where nobody could verify it.
    public var verification: ReceiptVerification?

    public init(_ stored: StoredReceipt, _ verification: ReceiptVerification?) {
        self.stored = stored
        self.verification = verification
    }
}

extension ClientEnvironment {
    /// What the ledger has of the receipt of a borrow's operation, else the newest of that borrow.
    public func receipt(of operation: OperationID) async -> Result<HeldReceipt?, Problem> {
        do {
            let stored = try await ledger.receipts(of: operation.rawValue, limit: 1).first
            return .success(stored.map { HeldReceipt($0, verify($0.receipt)) })
        } catch {
            return .failure(error)
        }
    }
}
