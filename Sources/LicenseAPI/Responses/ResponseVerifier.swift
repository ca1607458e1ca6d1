internal import Crypto
internal import CryptoExtras
public import FoundationEssentials
public import Licensing

/// Verifies the `LicenseSignature` of a response: RSA PKCS#1 v1.5 with SHA-256 over the raw body (reference, section 7.2).
///
/// The signature covers neither the request nor a time, so an old response verifies too.
public struct ResponseVerifier: Hashable, Sendable {
    /// The public key as a DER SubjectPublicKeyInfo.
    public let publicKey: Data

    /// Verifies with another key than the vendor's, for example a sandbox's.
    ///
    /// - Parameter text: an RSA public key of at least 2048 bits, in PEM or as the Base64 of its DER.
    /// - Throws: a `Problem` with the code `config_invalid` for anything else.
    public init(publicKey text: String) throws(Problem) {
        do {
            publicKey = try Self.key(text).derRepresentation
        } catch {
            throw Problem(
                .configInvalid, message: "not an RSA public key of at least 2048 bits, in PEM or Base64 DER",
                time: Date(), facts: ProblemFacts(name: "public_key_file"))
        }
    }

    /// Trusts that the bytes are a key. Where they are not, nothing verifies.
    init(subjectPublicKeyInfo: Data) { publicKey = subjectPublicKeyInfo }

    /// Lower-case hex SHA-256 of the DER SubjectPublicKeyInfo, by which people compare keys.
    public var fingerprint: String { Self.digest(of: publicKey) }

    /// The public key in PEM, as other programs read it; empty where the bytes are no key.
    public var publicKeyPEM: String {
        (try? _RSA.Signing.PublicKey(derRepresentation: publicKey).pemRepresentation).map { $0 + "\n" } ?? ""
    }

    /// Whether a signature, in Base64, is this key's over exactly these bytes. A missing signature is not.
    public func verifies(_ body: Data, signature: String?) -> Bool {
        verifies(SHA256.hash(data: body), signature: signature)
    }

    /// Whether a receipt's signature is this key's over the digest of the bytes as they came, and the body it keeps is
    /// those bytes, unless it says that it was redacted.
    public func verifies(_ receipt: Receipt) -> Bool {
        guard receipt.isRedacted || receipt.digest == Self.digest(of: receipt.body),
            let digest = SHA256Digest(hex: receipt.digest)
        else { return false }
        return verifies(digest, signature: receipt.signature)
    }

    /// Whether a receipt is valid by this key, and where it is not, why.
    public func verification(of receipt: Receipt) -> ReceiptVerification {
        let reason =
            receipt.keyFingerprint == fingerprint
            ? "the response, or its signature, is not as it was received"
            : "when it was received it was verified with another key, \(receipt.keyFingerprint); see --public-key"
        return ReceiptVerification(keyFingerprint: fingerprint, reason: verifies(receipt) ? nil : reason)
    }

    /// Lower-case hex SHA-256.
    static func digest(of bytes: Data) -> String { Data(SHA256.hash(data: bytes)).hexadecimal }

    private func verifies(_ digest: SHA256Digest, signature: String?) -> Bool {
        guard let signature, let bytes = Data(base64Encoded: signature), !bytes.isEmpty,
            let key = try? _RSA.Signing.PublicKey(derRepresentation: publicKey)
        else { return false }
        return key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: bytes), for: digest, padding: .insecurePKCS1v1_5)
    }

    private static func key(_ text: String) throws -> _RSA.Signing.PublicKey {
        if text.contains("-----BEGIN") { return try _RSA.Signing.PublicKey(pemRepresentation: text) }
        let der = Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data()
        return try _RSA.Signing.PublicKey(derRepresentation: der)
    }
}

extension SHA256Digest {
    /// A digest that was made earlier; nil for anything but 64 hex digits in lower case.
    ///
    /// The library has no way to say that bytes are a digest already, so they are put where its own would lie. If it lays
    /// them out in another way one day, the comparison fails and with it the verification.
    fileprivate init?(hex: String) {
        guard let bytes = Data(hexadecimal: hex), bytes.count == 32, MemoryLayout<Self>.size == 32 else { return nil }
        let place = UnsafeMutableRawBufferPointer.allocate(
            byteCount: 32, alignment: MemoryLayout<Self>.alignment)
        defer { place.deallocate() }
        place.copyBytes(from: bytes)
        self = place.load(as: Self.self)
        guard elementsEqual(bytes) else { return nil }
    }
}
