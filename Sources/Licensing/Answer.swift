public import FoundationEssentials

/// What the server granted (reference, section 3.2).
public struct BorrowGrant: Hashable, Sendable, Codable {
    /// When the borrow ends, as the server decided it. This, not the request, is the truth.
    public var end: Date
    /// The license's limit, in hours.
    public var maxBorrowHours: Int
    public var deviceID: Int64
    public var licenseID: Int64

    public init(end: Date, maxBorrowHours: Int, deviceID: Int64, licenseID: Int64) {
        self.end = end
        self.maxBorrowHours = maxBorrowHours
        self.deviceID = deviceID
        self.licenseID = licenseID
    }
}

/// A server's answer: what it says, the proof that it said so, and what its clock read.
public struct Answer<Value: Hashable & Sendable>: Hashable, Sendable {
    public var value: Value
    /// The signed answer; nil for the calls whose answers the service does not sign.
    public var receipt: Receipt?
    /// How far the server's clock is ahead of this host's, in seconds; nil where it sent no `Date`.
    public var clockOffset: TimeInterval?

    public init(value: Value, receipt: Receipt? = nil, clockOffset: TimeInterval? = nil) {
        self.value = value
        self.receipt = receipt
        self.clockOffset = clockOffset
    }
}

/// A signed answer as it was received, for an auditor to verify with the public key alone (reference, section 7.2).
public struct Receipt: Hashable, Sendable, Codable {
    /// What was asked, as JSON, without keys, passwords or tokens.
    public var request: String
    /// The answer's bytes, exactly: the signature covers these.
    public var body: Data
    /// The `LicenseSignature` header: Base64 of RSA PKCS#1 v1.5 with SHA-256 over ``body``.
    public var signature: String
    /// Lower-case hex SHA-256 of the DER public key that the signature was verified with.
    public var keyFingerprint: String
    /// When the answer arrived, by this host's clock.
    public var receivedAt: Date

    public init(request: String, body: Data, signature: String, keyFingerprint: String, receivedAt: Date) {
        self.request = request
        self.body = body
        self.signature = signature
        self.keyFingerprint = keyFingerprint
        self.receivedAt = receivedAt
    }
}

/// Why a call brought no usable answer, and what that leaves on the server.
public struct ServiceFailure: Error, Hashable, Sendable {
    /// What the call may have done on the server.
    public enum Effect: Hashable, Sendable {
        /// Nothing: it was refused, or it never left this host.
        case none
        /// It may have taken effect: the request went out, and no answer to trust came back.
        case unknown
    }

    public var problem: Problem
    public var effect: Effect
    /// How far the server's clock is ahead of this host's, in seconds, where the answer told.
    public var clockOffset: TimeInterval?

    public init(_ problem: Problem, effect: Effect, clockOffset: TimeInterval? = nil) {
        self.problem = problem
        self.effect = effect
        self.clockOffset = clockOffset
    }
}
