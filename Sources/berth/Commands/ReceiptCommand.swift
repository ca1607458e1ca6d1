internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Ledger
internal import LicenseAPI
internal import Licensing
internal import SQLiteLedger

struct ReceiptCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "receipt",
        abstract: "Show a signed response of the server, verify it, and export it for others to verify.",
        discussion: """
            VALID proves that whoever holds the private key that belongs to the public key has signed exactly the bytes \
            whose digest is kept. It does not prove when, nor that they are the response to the request shown: the \
            signature covers neither, so an old response verifies too. Nor does it prove that the borrow still stands: \
            it may have been released since.

            The response is verified with the configured public key, the vendor's unless another is named. Needs no \
            network.

            --export writes receipt.json, receipt.sha256, receipt.sig and public-key.pem. Anybody verifies them with:
              openssl dgst -sha256 -verify public-key.pem -signature receipt.sig \\
                receipt.json
            A response that held a secret is exported as receipt.redacted.json, and verified by its digest:
              openssl pkeyutl -verify -pubin -inkey public-key.pem -in receipt.sha256 \\
                -sigfile receipt.sig -pkeyopt digest:sha256

            Examples:
              berth receipt CAD-PRO
              berth receipt CAD-PRO --export proof
            """)

    @OptionGroup var options: LedgerOptions

    @Argument(
        help: "An operation's or a borrow's id from `berth history` or `berth status`, or a product's code.",
        completion: .receipts)
    var id: String

    @Option(
        help: ArgumentHelp("A PEM file with the key that the response is verified with.", valueName: "path"),
        completion: .file(), transform: PathArgument.read)
    var publicKey: String?

    @Option(
        help: ArgumentHelp("A directory to write the response, its signature and the key to.", valueName: "directory"),
        completion: .directory, transform: PathArgument.read)
    var export: String?

    @Flag(help: "Print as JSON.")
    var json = false

    var ownFlags: OwnFlags { options.ownFlags }

    func validate() throws { try requireName(id) }

    mutating func perform() async throws -> ExitCode {
        let verifier = try options.configuration(publicKey: publicKey).verifier()
        let found = try await options.read().receipts(of: id, limit: 20)
        guard let meant = found.first else {
            let borrows = try await options.read().borrows(.all).borrows
            let isOfFeature = borrows.contains(where: isMeantFeature)
            let reason = isOfFeature ? " " + LicenseFeature.noReceipt : borrows.question(product: id)
            throw Problem(
                .borrowNotFound, message: "The ledger has no receipt of \(KeyShape.hidden(id)).\(reason)", time: Date())
        }
        let directory = export.map(ProcessEnvironment.current.paths.absolute)
        let verification = verifier.verification(of: meant.receipt)
        let shape = JSONShapes.ReceiptShape(meant, verification)
        let files = ReceiptExport(receipt: meant.receipt, verifier: verifier)
        let lines = lines(meant.facts(verification), others: found.dropFirst(), directory, command: files.command)
        if let directory { try await files.write(to: directory) }
        let written = directory.map { "Wrote \(files.names.joined(separator: ", ")) to \($0)." }
        return try Report.found(shape.valid ? .success : .failure) {
            try Report.done(written) { try tell(shape, lines) }
        } instead: {
            Report.note("the receipt of \(shape.operation) is not verified: \(shape.reason ?? "")")
        }
    }

    /// Whether a borrow is meant, and of a feature, of which the service signs no grant.
    private func isMeantFeature(_ borrow: Borrow) -> Bool {
        borrow.subject.feature != nil
            && [borrow.id.rawValue, borrow.operation.id.rawValue, borrow.subject.product].contains(id)
    }

    private func tell(_ shape: JSONShapes.ReceiptShape, _ lines: [String]) throws {
        if json { try Report.json(shape) } else { try Report.lines(lines) }
    }

    private func lines(
        _ facts: [(name: String, value: String)], others: some Collection<StoredReceipt>, _ directory: String?,
        command: String
    ) -> [String] {
        var rows = facts
        for other in others {
            rows.append(("Also", "\(other.operation), received \(UTC.format(other.receipt.receivedAt))"))
        }
        if let directory {
            rows += [("Exported", "to \(directory); in that directory, verify it with:"), ("", command)]
        }
        return rows.map { $0.name.padding(toLength: 11, withPad: " ", startingAt: 0) + $0.value }
    }
}
