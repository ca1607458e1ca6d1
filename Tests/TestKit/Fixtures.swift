internal import Foundation
internal import Ledger
public import Licensing

/// Values that tests share: one host, one key, one user, one license.
public enum Fixture {
    public static let server = "https://api.example.test"
    public static let host = HardwareID(rawValue: "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9")
    public static let key = Secret("AAAA-BBBB-CCCC-4444")
    public static let performer = Performer(
        user: "ops", claims: .init(user: "ops", address: "192.0.2.7"), host: "desk-1", process: 4711)
    /// Two minutes from the start of the tests' clock.
    public static let lease = Lease(from: TestClock.start, until: TestClock.start.addingTimeInterval(120))
    public static let keyReference = LicenseReference.key(lastFour: "4444", fingerprint: "f1")

    /// The number of the license of ``key``.
    public static let licenseID: Int64 = 1_699_349_720_166_389

    /// A request with the license key.
    public static func request(product: String = "CAD-PRO", end: BorrowEnd = .maximum) -> BorrowRequest {
        BorrowRequest(product: product, hardwareID: host, credentials: .licenseKey(key), end: end)
    }

    /// A request with a user and a password.
    public static func userRequest(product: String = "SIM-X", licenseID: Int64? = nil) -> BorrowRequest {
        BorrowRequest(
            product: product, hardwareID: host,
            credentials: .user(name: "ana@acme.example", password: Secret("tulip-9-harbour")), licenseID: licenseID,
            end: .maximum)
    }

    /// A grant that ends some hours after the tests' clock starts.
    public static func grant(hours: Double = 168, licenseID: Int64 = licenseID) -> BorrowGrant {
        BorrowGrant(
            end: TestClock.start.addingTimeInterval(hours * 3600), maxBorrowHours: 168,
            deviceID: 1_699_349_796_909_409, licenseID: licenseID)
    }

    /// A borrow that was granted.
    public static func borrow(
        _ id: String, product: String = "CAD-PRO", license: LicenseReference = keyReference, hours: Double = 168,
        licenseID: Int64 = licenseID, feature: String? = nil, phase: OperationPhase = .confirmed,
        hardwareID: HardwareID = host
    ) -> Borrow {
        let id = OperationID(rawValue: id)
        var borrow = Borrow(
            id: id,
            subject: BorrowSubject(
                server: server, product: product, license: license, licenseID: nil, feature: feature,
                hardwareID: hardwareID),
            grant: grant(hours: hours, licenseID: licenseID), secretSource: .prompt,
            operation: operation(id.rawValue))
        borrow.move(to: phase)
        return borrow
    }

    /// An operation that was intended when the tests' clock started.
    public static func operation(
        _ id: String, kind: Licensing.Operation.Kind = .borrow(.maximum), lease: Lease = lease
    ) -> Licensing.Operation {
        Licensing.Operation(
            id: OperationID(rawValue: id), kind: kind, startedAt: TestClock.start, startedBy: performer, lease: lease,
            phase: .intended)
    }

    /// A step of a borrow, taken when the tests' clock starts or later.
    public static func entry(
        _ borrow: Borrow, receipt: Receipt? = nil, by performer: Performer = performer, after seconds: Double = 0,
        known: Set<OperationID>? = nil
    ) -> LedgerEntry {
        LedgerEntry(
            borrow: borrow, receipt: receipt, performer: performer, at: TestClock.start.addingTimeInterval(seconds),
            known: known)
    }

    /// The receipt of a body, whose signature proves nothing.
    public static func receipt(_ body: String = "{}") -> Receipt {
        Receipt(
            request: #"{"product":"CAD-PRO"}"#, body: Data(body.utf8), isRedacted: false,
            digest: TrailCodec.digest(Data(body.utf8)), signature: "c2lnbmVk",
            keyFingerprint: String(repeating: "62", count: 32), receivedAt: TestClock.start)
    }

    /// A refusal by the server.
    public static func refusal(
        _ code: ProblemCode, _ message: String = "", request: BorrowRequest = request()
    ) -> ServiceFailure {
        var facts = ProblemFacts(request)
        facts.server = server
        facts.endpoint = "/api/v4/floating/borrow"
        return ServiceFailure(
            Problem(code, status: 400, message: message, time: TestClock.start, effect: .none, facts: facts))
    }

    /// A time-out after the request had left.
    public static var timeout: ServiceFailure {
        var facts = ProblemFacts(request())
        facts.server = server
        facts.timeout = .init(phase: .response, seconds: 30)
        return ServiceFailure(
            Problem(
                .transportTimeout, message: "no response within 30 s", time: TestClock.start, effect: .possible,
                facts: facts))
    }
}
