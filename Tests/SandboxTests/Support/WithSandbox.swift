internal import CryptoExtras
internal import Foundation
internal import Licensing
internal import Logging
@testable internal import Sandbox
internal import TestKit

/// One license that any test can borrow from, and the terms that tests vary.
enum TestInventory {
    static let key = "TEST-AAAA-BBBB-CCCC"
    static let licenseID: Int64 = 1_699_349_720_166_900
    static let user = Inventory.User(email: "una@test.example", password: Secret("pass word+1"))

    static func make(_ change: (inout Inventory.License) -> Void = { _ in }) -> Inventory {
        var license = Inventory.License(
            id: licenseID, product: "TOOL", holder: .key(Secret(key)), seats: 2, maxBorrowHours: 72)
        license.activatesAnyDevice = true
        license.features = [
            Inventory.Feature(id: 7, code: "FAST", name: "Faster", seats: 1, maxBorrowHours: 8),
            Inventory.Feature(id: 8, code: "PLAIN", name: "Plain", seats: nil),
        ]
        change(&license)
        let userLicenses = [901, 902].map { number in
            Inventory.License(
                id: 1_699_349_720_166_000 + Int64(number), product: "PERSONAL", holder: .user(user.email), seats: 1,
                maxBorrowHours: 24
            ).with { $0.activatesAnyDevice = true }
        }
        return Inventory(
            apiKeys: [.demo, .demoRevoked, .demoReadOnly, .demoRestricted],
            clients: [Inventory.ClientCredentials(id: "client", secret: Secret("client secret"))],
            products: [
                Inventory.Product(id: 1, code: "TOOL", name: "Tool"),
                Inventory.Product(id: 2, code: "PERSONAL", name: "Personal", signIn: .user),
            ],
            licenses: [license] + userLicenses, users: [user],
            accounts: [
                Inventory.CustomerAccount(
                    code: "acme", user: user.email, idToken: Secret("token"), authorizationCode: Secret("code"))
            ])
    }
}

/// One RSA key for all tests: making one takes a while.
enum TestKey {
    private static let made = Result { () throws(Problem) in try SigningKey.generate() }

    static func get() throws -> SigningKey { try made.get() }

    /// Verifies a signature as a client does: over the raw bytes, with the public key alone.
    static func verifies(_ received: Received) throws -> Bool {
        guard let text = received.signature, let signature = Data(base64Encoded: text) else { return false }
        return try _RSA.Signing.PublicKey(pemRepresentation: try get().publicKeyPEM).isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature), for: received.body, padding: .insecurePKCS1v1_5)
    }
}

/// Runs a test against a sandbox of its own on a free port.
func withSandbox(
    _ inventory: Inventory = TestInventory.make(), choices: Choices = Choices(), clock: TestClock? = nil,
    state: StateFile? = nil, faults: Faults = Faults(), limits: Limits = Limits(),
    _ test: (Caller, RunningSandbox) async throws -> Void
) async throws {
    let sandbox = try Sandbox(
        inventory: inventory, choices: choices, clock: clock.map { clock in .handed { clock.now } } ?? .system,
        key: try TestKey.get(), state: state, faults: faults, limits: limits)
    let running = try await sandbox.start(logger: .silent)
    var caller = Caller(url: running.url)
    if let clock { caller.now = { clock.now } }
    do {
        try await test(caller, running)
    } catch {
        await running.stop()
        throw error
    }
    await running.stop()
}

extension Logger {
    /// Logs nothing.
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// A folder of its own for a test, removed afterwards.
func withFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}
