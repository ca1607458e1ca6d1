internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Ledger
internal import LicenseAPI
internal import Licensing

struct ReceiptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Show a signed answer of the server, verify it, and export it for others to verify.",
        discussion: """
            VALID proves that whoever holds the private key that belongs to the public key has signed exactly these \
            bytes. It does not prove when, nor that they answered the request shown: the signature covers neither, so \
            an old answer verifies too. Nor does it prove that the borrow still stands: it may have been returned since.

            The answer is verified with the configured public key, the vendor's unless another is named. Needs no network.

            --export writes receipt.json, receipt.sig and public-key.pem. Anybody verifies them with:
              openssl dgst -sha256 -verify public-key.pem -signature receipt.sig receipt.json
            """)

    @OptionGroup var options: LedgerOptions

    @Argument(help: "An operation's or a borrow's id from `berth history` or `berth status`, or a product's code.")
    var id: String

    @Option(help: ArgumentHelp("A PEM file with the key that the answer is verified with.", valueName: "path"))
    var publicKey: String?

    @Option(
        help: ArgumentHelp("A directory to write the answer, its signature and the key to.", valueName: "directory"))
    var export: String?

    @Flag(help: "Print as JSON.")
    var json = false

    mutating func run() async throws {
        try await exiting {
            let verifier = try options.configuration(publicKey: publicKey).verifier()
            let found = try await options.open().receipts(of: id, limit: 20)
            guard let meant = found.first else {
                throw Problem(.borrowNotFound, message: "The ledger has no receipt of \(id).", time: Date())
            }
            let shape = JSONShapes.ReceiptShape(meant, verifier: verifier)
            if let export { try ReceiptExport(receipt: meant.receipt, verifier: verifier).write(to: export) }
            if json {
                Report.json(shape)
            } else {
                print(shape, others: found.dropFirst())
            }
            return shape.valid ? .success : .failure
        }
    }

    private func print(_ shape: JSONShapes.ReceiptShape, others: some Collection<StoredReceipt>) {
        var rows = [
            ("Receipt", "\(shape.operation) on borrow \(shape.borrow)"),
            ("Product", shape.product), ("License", shape.license), ("Device", shape.hardwareID),
            ("Received", "\(shape.receivedAt) by this host's clock"), ("Asked", shape.request),
            ("Answer", shape.body), ("Key", shape.keyFingerprint),
            ("Signature", shape.valid ? "VALID" : "NOT VERIFIED: \(shape.reason ?? "")"),
        ]
        rows += others.map { other in
            ("Also", "\(other.operation), received \(UTC.format(other.receipt.receivedAt))")
        }
        if let export { rows.append(("Exported", "to \(export); `berth receipt --help` says how to verify it")) }
        for (name, value) in rows { Report.line(name.padding(toLength: 11, withPad: " ", startingAt: 0) + value) }
    }
}
