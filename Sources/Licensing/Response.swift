public import FoundationEssentials

/// What the server granted (reference, sections 3.2 and 4.2).
///
/// Of a license all of it is there, and signed; of a feature only the end is certain, and nothing is signed.
public struct BorrowGrant: Hashable, Sendable, Codable {
    /// When the borrow ends, as the server decided it. This, not the request, is the truth.
    public var end: Date
    /// The limit of the license, or of the feature, in hours; nil where the server did not say.
    public var maxBorrowHours: Int?
    /// The server's id of this device; nil where the server did not say.
    public var deviceID: Int64?
    /// The license; nil where the server did not say.
    public var licenseID: Int64?
    /// Whether a later check found no such borrow; ``end`` is the moment of that check then.
    public var isWithdrawn: Bool

    public init(
        end: Date, maxBorrowHours: Int? = nil, deviceID: Int64? = nil, licenseID: Int64? = nil,
        isWithdrawn: Bool = false
    ) {
        self.end = end
        self.maxBorrowHours = maxBorrowHours
        self.deviceID = deviceID
        self.licenseID = licenseID
        self.isWithdrawn = isWithdrawn
    }
}

/// A server's response: what it says, the proof that it said so, and what its clock read.
public struct Response<Value: Hashable & Sendable>: Hashable, Sendable {
    public var value: Value
    /// The signed response; nil for the calls whose responses the service does not sign.
    public var receipt: Receipt?
    /// How far the server's clock is ahead of this host's, in seconds; nil where nothing to be believed told.
    public var clockOffset: TimeInterval?

    public init(value: Value, receipt: Receipt? = nil, clockOffset: TimeInterval? = nil) {
        self.value = value
        self.receipt = receipt
        self.clockOffset = clockOffset
    }
}

/// A signed response, for an auditor to verify with the public key alone (reference, section 7.2).
///
/// The signature is one over the SHA-256 of the bytes that came, so it verifies over ``digest`` where the body is redacted:
/// `openssl pkeyutl -verify -pubin -inkey KEY -in DIGEST -sigfile SIGNATURE -pkeyopt digest:sha256`.
public struct Receipt: Hashable, Sendable, Codable {
    /// What was asked, as JSON, without keys, passwords or tokens.
    public var request: String
    /// The response's bytes as they came, or with every secret in them blotted out.
    public var body: Data
    /// Whether ``body`` had to be redacted, so that it is not what the signature covers.
    public var isRedacted: Bool
    /// Lower-case hex SHA-256 over the bytes as they came.
    public var digest: String
    /// The `LicenseSignature` header: Base64 of RSA PKCS#1 v1.5 with SHA-256 over the bytes as they came.
    public var signature: String
    /// Lower-case hex SHA-256 of the DER public key that the signature was verified with.
    public var keyFingerprint: String
    /// When the response arrived, by this host's clock.
    public var receivedAt: Date

    public init(
        request: String, body: Data, isRedacted: Bool, digest: String, signature: String, keyFingerprint: String,
        receivedAt: Date
    ) {
        self.request = request
        self.body = body
        self.isRedacted = isRedacted
        self.digest = digest
        self.signature = signature
        self.keyFingerprint = keyFingerprint
        self.receivedAt = receivedAt
    }
}

/// What the verification of a receipt came to.
public struct ReceiptVerification: Hashable, Sendable {
    /// Lower-case hex SHA-256 of the DER public key that it was verified with.
    public var keyFingerprint: String
    /// Why its signature is not valid; nil where it is.
    public var reason: String?

    public init(keyFingerprint: String, reason: String?) {
        self.keyFingerprint = keyFingerprint
        self.reason = reason
    }

    /// `VALID`, or why not.
    public var words: String { reason.map { "NOT VERIFIED: \($0)" } ?? "VALID" }
}

/// Why a call brought no usable response: a problem, which says what that leaves at the server.
public struct ServiceFailure: Error, Hashable, Sendable {
    public var problem: Problem
    /// How far the server's clock is ahead of this host's, in seconds, where a response to be believed told.
    public var clockOffset: TimeInterval?
    /// The request that failed and what came back, for the details; nil where no request was made.
    public var exchange: Exchange?

    public init(_ problem: Problem, clockOffset: TimeInterval? = nil, exchange: Exchange? = nil) {
        self.problem = problem
        self.clockOffset = clockOffset
        self.exchange = exchange
    }
}
