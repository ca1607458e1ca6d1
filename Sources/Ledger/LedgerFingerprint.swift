internal import Crypto
public import FoundationEssentials
public import Licensing

/// What tells license keys apart in a ledger and cannot be turned back into one.
public enum LedgerFingerprint {
    /// A key for a new ledger: 32 random bytes.
    public static func newKey() -> Data { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }

    /// The fingerprint of a secret by a ledger's key: 32 hexadecimal digits of an HMAC-SHA-256.
    public static func of(_ secret: Secret, by key: Data) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(secret.exposed.utf8), using: SymmetricKey(data: key))
        return Data(code.prefix(16)).hexadecimal
    }
}
