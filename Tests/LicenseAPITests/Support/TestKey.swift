import Crypto
import CryptoExtras
import Foundation
import LicenseAPI

/// An RSA key for the tests alone, made anew for each run.
enum TestKey {
    private static let made = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    /// Signs as the License API does; Base64.
    static func signature(_ body: String) throws -> String {
        let digest = SHA256.hash(data: Data(body.utf8))
        return try made.get().signature(for: digest, padding: .insecurePKCS1v1_5)
            .rawRepresentation.base64EncodedString()
    }

    static var pem: String { get throws { try made.get().publicKey.pemRepresentation } }

    static var der: Data { get throws { try made.get().publicKey.derRepresentation } }

    static var verifier: ResponseVerifier { get throws { try ResponseVerifier(publicKey: pem) } }
}
