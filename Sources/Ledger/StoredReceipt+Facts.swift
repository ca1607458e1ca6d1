internal import Foundation
public import Licensing

extension StoredReceipt {
    /// What there is to read of it, as a name and a value each.
    ///
    /// - Parameter verification: what the verification of its signature came to; nil where nobody could verify it.
    public func facts(_ verification: ReceiptVerification?) -> [(name: String, value: String)] {
        let subject = borrow.subject
        var facts = [
            ("Receipt", "\(operation) on borrow \(borrow.id)"),
            ("Product", subject.title),
            ("License", subject.license.label), ("Device", subject.hardwareID.rawValue),
        ]
        if let profile = borrow.account.profile { facts.append(("Profile", profile)) }
        facts += [
            ("Received", "\(UTC.format(receipt.receivedAt)) by this host's clock"), ("Asked", receipt.request),
            (receipt.isRedacted ? "Redacted" : "Response", String(decoding: receipt.body, as: UTF8.self)),
            ("Digest", receipt.digest),
        ]
        if let verification { facts += [("Key", verification.keyFingerprint), ("Signature", verification.words)] }
        return facts.map { (name: $0.0, value: $0.1) }
    }
}
