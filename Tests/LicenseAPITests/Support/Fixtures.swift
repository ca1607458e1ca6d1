import Foundation
import LicenseAPI
import Licensing
import TestKit

enum Fixture {
    static let hardwareID = HardwareID(rawValue: "hw-0001")
    static let key = Secret("AAAA-BBBB-CCCC-DDDD")

    static let borrow = BorrowRequest(
        product: "PROD1", hardwareID: hardwareID, credentials: .licenseKey(key), end: .maximum)
    static let userBorrow = BorrowRequest(
        product: "PROD1", hardwareID: hardwareID,
        credentials: .user(name: "user@example.com", password: Secret("s3cret-w0rd")), licenseID: 1_699_349_720_166_389,
        end: .at(instant))
    static let target = LicenseTarget(product: "PROD1", hardwareID: hardwareID, identification: .licenseKey(key))
    static let userTarget = LicenseTarget(
        product: "PROD1", hardwareID: hardwareID, identification: .username("ana+test@example.com"))

    static let featureBorrow = BorrowRequest(
        product: "PROD1", hardwareID: hardwareID, credentials: .licenseKey(key), feature: "FEAT1", end: .maximum)
    static let featureTarget = LicenseTarget(
        product: "PROD1", hardwareID: hardwareID, identification: .licenseKey(key), feature: "FEAT1")

    /// 2031-05-06T00:00:00Z.
    static let instant = Date(timeIntervalSince1970: 1_935_792_000)

    static let signer = RequestSigner(
        apiKey: Secret("6f3c1f0e-0000-4000-8000-000000000001"), sharedKey: Secret("sh4red-key-of-the-tests"))

    static let borrowResponse = """
        {"borrowed_until": "2031-05-06T00:00:00.000Z", "max_borrow_time": 168,
         "device_id": 1699349796909409, "license_id": 1699349720166389}
        """

    static let grant = BorrowGrant(
        end: instant, maxBorrowHours: 168, deviceID: 1_699_349_796_909_409, licenseID: 1_699_349_720_166_389)

    static let refusal = #"{"status":400,"code":"floating_not_available","message":"No available slots"}"#

    static let client = ClientIdentity(
        version: "1.2.3", hostname: "host-a", address: "192.0.2.7", hardwareAddress: "02:00:00:00:00:01",
        isVirtualMachine: false)

    static let dateRefusal = #"{"status":400,"code":"date_header_diff","message":"Date differs"}"#
}

/// Makes a service for a server while the body runs.
func withService<Value>(
    at address: String, authorization: Authorization = .apiKey(Fixture.signer), callTimeout: Double = 600,
    connectTimeout: Double = 60, responseSizeLimit: Int = 1_048_576, clock: TestClock = TestClock(),
    _ body: (HTTPLicenseService) async throws -> Value
) async throws -> Value {
    let transport = TransportConfiguration(
        server: address, connectTimeout: connectTimeout, callTimeout: callTimeout, responseSizeLimit: responseSizeLimit)
    return try await withService(transport, authorization: authorization, clock: clock, body)
}

/// Makes a service over a transport while the body runs.
func withService<Value>(
    _ transport: TransportConfiguration, authorization: Authorization = .apiKey(Fixture.signer),
    clock: TestClock = TestClock(), _ body: (HTTPLicenseService) async throws -> Value
) async throws -> Value {
    try await body(
        HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: transport, authorization: authorization, client: Fixture.client,
                verifier: TestKey.verifier),
            now: { clock.now }))
}

/// Borrows against a server that follows a script, and returns the failure, if any.
func borrowFailure(
    callTimeout: Double = 600, responseSizeLimit: Int = 1_048_576,
    _ script: @escaping @Sendable (ScriptedServer.Request) -> ScriptedServer.Reply
) async throws -> ServiceFailure? {
    try await ScriptedServer.run(script) { server in
        try await withService(
            at: server.address, callTimeout: callTimeout, responseSizeLimit: responseSizeLimit
        ) { service in
            await caught { try await service.borrow(Fixture.userBorrow) }
        }
    }
}

/// The failure that a call ends with; nil where it succeeds.
func caught<Value>(_ call: () async throws -> Value) async -> ServiceFailure? {
    do {
        _ = try await call()
        return nil
    } catch {
        return error as? ServiceFailure
    }
}
