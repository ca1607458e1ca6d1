internal import Foundation
internal import LicenseAPI
internal import Licensing

/// Writes a receipt as files that other programs verify.
struct ReceiptExport {
    let receipt: Receipt
    let verifier: ResponseVerifier

    /// Makes the directory where it is missing, and three new files in it.
    ///
    /// - Throws: `file_unwritable` where one exists already or cannot be written.
    func write(to directory: String) throws(Problem) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .unwritable(directory, error.localizedDescription)
        }
        let files = [
            ("receipt.json", receipt.body),
            ("receipt.sig", Data(base64Encoded: receipt.signature) ?? Data()),
            ("public-key.pem", Data(verifier.publicKeyPEM.utf8)),
        ]
        for (name, content) in files {
            let file = try NewFile(directory + "/" + name)
            try file.write(content)
            try file.finish()
        }
    }
}
