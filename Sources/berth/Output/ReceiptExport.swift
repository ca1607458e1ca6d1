internal import Files
internal import Foundation
internal import LicenseAPI
internal import Licensing

/// Writes a receipt as files that other programs verify.
struct ReceiptExport {
    let receipt: Receipt
    let verifier: ResponseVerifier

    /// Makes the directory where it is missing, and the files in it, each of which is new: all of them or none.
    ///
    /// - Throws: `file_unwritable` where one exists already or cannot be written.
    func write(to directory: String) async throws {
        do throws(SystemError) {
            try Folders.make(directory, mode: 0o700)
        } catch {
            throw Problem.unwritable(directory, error.words)
        }
        var made: [String] = []
        do {
            for (name, content) in files {
                let path = directory + "/" + name
                try await FileDraft.make(path) { try $0.write(content) }
                made.append(path)
            }
        } catch {
            for path in made { unlink(path) }
            throw error
        }
    }

    /// The files, by name.
    var names: [String] { files.map(\.0) }

    /// The signed bytes' digest is enough to verify the signature; the bytes are there too, unless a secret is blotted out.
    private var files: [(String, Data)] {
        [
            (receipt.isRedacted ? "receipt.redacted.json" : "receipt.json", receipt.body),
            ("receipt.sha256", Self.bytes(ofHex: receipt.digest)),
            ("receipt.sig", Data(base64Encoded: receipt.signature) ?? Data()),
            ("public-key.pem", Data(verifier.publicKeyPEM.utf8)),
        ]
    }

    /// The command that verifies the files, in their directory.
    var command: String {
        receipt.isRedacted
            ? "openssl pkeyutl -verify -pubin -inkey public-key.pem -in receipt.sha256 -sigfile receipt.sig "
                + "-pkeyopt digest:sha256"
            : "openssl dgst -sha256 -verify public-key.pem -signature receipt.sig receipt.json"
    }

    private static func bytes(ofHex text: String) -> Data {
        var bytes = Data()
        var digits = text[...]
        while digits.count > 1, let byte = UInt8(digits.prefix(2), radix: 16) {
            bytes.append(byte)
            digits = digits.dropFirst(2)
        }
        return bytes
    }
}
