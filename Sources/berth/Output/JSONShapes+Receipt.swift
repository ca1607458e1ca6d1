internal import Foundation
internal import Ledger
internal import LicenseAPI
internal import Licensing

extension JSONShapes {
    /// What `receipt --json` prints.
    struct ReceiptShape: Encodable {
        var version = 1
        var operation: String
        var borrow: String
        var product: String
        var feature: String?
        var license: String
        var hardwareID: String
        /// The profile that the borrow was made with.
        var profile: String?
        var receivedAt: String
        /// What was asked, without secrets, as JSON in a text.
        var request: String
        /// The response's bytes as text; `redacted` says whether secrets in them are blotted out.
        var body: String
        /// Base64.
        var bodyBase64: String
        var redacted: Bool
        /// Lower-case hex SHA-256 of the bytes as they came, which the signature covers.
        var digest: String
        /// Base64.
        var signature: String
        /// Lower-case hex SHA-256 of the DER public key that the response was verified with.
        var keyFingerprint: String
        var valid: Bool
        /// Why it is not valid.
        var reason: String?

        enum CodingKeys: String, CodingKey {
            case version, operation, borrow, product, feature, license, profile, request, body, redacted, digest
            case signature, valid, reason
            case hardwareID = "hardware_id"
            case receivedAt = "received_at"
            case bodyBase64 = "body_base64"
            case keyFingerprint = "key_fingerprint"
        }

        init(_ stored: StoredReceipt, _ verification: ReceiptVerification) {
            let receipt = stored.receipt
            operation = stored.operation.rawValue
            borrow = stored.borrow.id.rawValue
            product = stored.borrow.subject.product
            feature = stored.borrow.subject.feature
            license = stored.borrow.subject.license.label
            hardwareID = stored.borrow.subject.hardwareID.rawValue
            profile = stored.borrow.account.profile
            receivedAt = UTC.format(receipt.receivedAt)
            request = receipt.request
            body = String(decoding: receipt.body, as: UTF8.self)
            bodyBase64 = receipt.body.base64EncodedString()
            redacted = receipt.isRedacted
            digest = receipt.digest
            signature = receipt.signature
            keyFingerprint = verification.keyFingerprint
            valid = verification.reason == nil
            reason = verification.reason
        }
    }
}
