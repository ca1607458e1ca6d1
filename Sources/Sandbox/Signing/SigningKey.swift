internal import CryptoExtras
public import FoundationEssentials
public import Licensing

/// The RSA key with which a sandbox signs its responses (reference, section 7.2).
///
/// The service's own key is its secret; a client of a sandbox verifies with ``publicKeyPEM`` instead.
public struct SigningKey: Sendable {
    private let key: _RSA.Signing.PrivateKey

    private init(_ key: _RSA.Signing.PrivateKey) { self.key = key }

    /// Makes a new key of 2048 bits.
    public static func generate() throws(Problem) -> SigningKey {
        do {
            return SigningKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
        } catch {
            throw Problem(.configInvalid, message: "No signing key could be made: \(error)", time: Date())
        }
    }

    /// Reads the key in a PEM file; makes one there where the file does not exist yet.
    ///
    /// A new file is readable by its owner only (0600), and so is its folder where that is new too (0700); one that
    /// others may read is refused. Of several that start at once, one makes the key and all have it.
    public static func load(path: String) throws(Problem) -> SigningKey {
        if let existing = try read(path) { return existing }
        let made = try generate()
        if try PrivateFile.create(Data(made.key.pemRepresentation.utf8), at: path) { return made }
        guard let existing = try read(path) else {
            throw PrivateFile.problem("\(path) was removed while it was read: start again.", path: path)
        }
        return existing
    }

    private static let sizeLimit = 64 * 1024

    private static func read(_ path: String) throws(Problem) -> SigningKey? {
        guard let data = try PrivateFile.contents(of: path, limit: sizeLimit, isSecret: true) else { return nil }
        do {
            return SigningKey(try _RSA.Signing.PrivateKey(pemRepresentation: String(decoding: data, as: UTF8.self)))
        } catch {
            throw PrivateFile.problem("The file does not hold an RSA private key in PEM form.", path: path)
        }
    }

    /// The public half as PEM (`BEGIN PUBLIC KEY`), to hand to clients.
    public var publicKeyPEM: String { key.publicKey.pemRepresentation }

    /// The value of the `LicenseSignature` header for a body: Base64 of RSA PKCS#1 v1.5 with SHA-256 over its bytes.
    public func signature(of body: Data) throws(Problem) -> String {
        do {
            return try key.signature(for: body, padding: .insecurePKCS1v1_5).rawRepresentation.base64EncodedString()
        } catch {
            throw Problem(.internalError, message: "The response could not be signed: \(error)", time: Date())
        }
    }
}
