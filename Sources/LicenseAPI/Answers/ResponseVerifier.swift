internal import Crypto
internal import CryptoExtras
public import FoundationEssentials
public import Licensing

/// Verifies the `LicenseSignature` of an answer: RSA PKCS#1 v1.5 with SHA-256 over the raw body (reference, section 7.2).
///
/// The signature covers neither the request nor a time, so an old answer verifies too.
public struct ResponseVerifier: Hashable, Sendable {
    /// The public key as a DER SubjectPublicKeyInfo.
    public let publicKey: Data

    /// Verifies with another key than the vendor's, for example a sandbox's.
    ///
    /// - Parameter text: an RSA public key of at least 2048 bits, in PEM or as the Base64 of its DER.
    /// - Throws: a ``Licensing/Problem`` with the code `config_invalid` for anything else.
    public init(publicKey text: String) throws(Problem) {
        do {
            publicKey = try Self.key(text).derRepresentation
        } catch {
            var facts = ProblemFacts()
            facts.name = "public key"
            throw Problem(
                .configInvalid, message: "not an RSA public key of at least 2048 bits, in PEM or Base64 DER",
                time: Date(), facts: facts)
        }
    }

    /// Trusts that the bytes are a key. Where they are not, nothing verifies.
    init(subjectPublicKeyInfo: Data) { publicKey = subjectPublicKeyInfo }

    /// Lower-case hex SHA-256 of the DER SubjectPublicKeyInfo, by which people compare keys.
    public var fingerprint: String {
        SHA256.hash(data: publicKey).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// The public key in PEM, as other programs read it; empty where the bytes are no key.
    public var publicKeyPEM: String {
        (try? _RSA.Signing.PublicKey(derRepresentation: publicKey).pemRepresentation).map { $0 + "\n" } ?? ""
    }

    /// Whether a signature, in Base64, is this key's over exactly these bytes. A missing signature is not.
    public func verifies(_ body: Data, signature: String?) -> Bool {
        guard let signature, let bytes = Data(base64Encoded: signature),
            let key = try? _RSA.Signing.PublicKey(derRepresentation: publicKey)
        else { return false }
        return key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: bytes), for: SHA256.hash(data: body),
            padding: .insecurePKCS1v1_5)
    }

    private static func key(_ text: String) throws -> _RSA.Signing.PublicKey {
        if text.contains("-----BEGIN") { return try _RSA.Signing.PublicKey(pemRepresentation: text) }
        let der = Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data()
        return try _RSA.Signing.PublicKey(derRepresentation: der)
    }
}
