import AsyncHTTPClient
import Foundation
import Ledger
import LicenseAPI
import Licensing
import Logging
import NIOCore
import SQLiteLedger
import Sandbox
import Testing

/// A sandbox in this process, and a directory for the ledgers that dummies in other processes share.
struct Stage: Sendable {
    static let product = "TOOL"
    /// A product of which there are three seats.
    static let scarce = "SCARCE"
    static let key = "CRASH-AAAA-BBBB-CCCC"

    /// Making one takes longer than setting a stage.
    private static let signingKey = Result { try SigningKey.generate() }

    let sandbox: RunningSandbox
    let directory: String

    var ledgerPath: String { directory + "/ledger.sqlite" }

    /// Sets a stage, and clears it away afterwards.
    ///
    /// - Parameter directory: where to put the ledger; a new directory unless told.
    static func with(directory: String? = nil, _ body: (Stage) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "crash-\(UUID().uuidString)").path
        if directory == nil {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sandbox = try Sandbox(inventory: inventory, key: try signingKey.get())
        let running = try await sandbox.start(logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() })
        do {
            try await body(Stage(sandbox: running, directory: directory ?? folder))
        } catch {
            await running.stop()
            throw error
        }
        await running.stop()
    }

    private static var inventory: Inventory {
        func license(_ id: Int64, _ product: String, seats: Int) -> Inventory.License {
            Inventory.License(id: id, product: product, holder: .key(Secret(key)), seats: seats, maxBorrowHours: 72)
                .with { $0.activatesAnyDevice = true }
        }
        return Inventory(
            apiKeys: [.demo],
            products: [
                Inventory.Product(id: 1, code: product, name: "Tool"),
                Inventory.Product(id: 2, code: scarce, name: "Scarce tool"),
            ],
            licenses: [
                license(1_699_349_720_166_900, product, seats: 100_000).with {
                    $0.features = [
                        Inventory.Feature(id: 1, code: "FAST", name: "Faster", seats: 100_000, maxBorrowHours: 72)
                    ]
                },
                license(1_699_349_720_166_901, scarce, seats: 3),
            ])
    }

    // MARK: Both sides of the truth

    /// A seat as the sandbox lists it.
    struct Seat: Decodable {
        var hardwareID: String
        var licenseID: Int64
        var feature: String?
        var kind: String

        enum CodingKeys: String, CodingKey {
            case kind, feature
            case hardwareID = "hardware_id"
            case licenseID = "license_id"
        }
    }

    /// The devices that hold a borrowed seat, by product and feature, and device.
    func borrowed() async throws -> Set<String> {
        let response = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: sandbox.url + "/sandbox/seats"), timeout: .seconds(60))
        let body = try await response.body.collect(upTo: 1 << 24)
        let seats = try JSONDecoder().decode([Seat].self, from: Data(body.readableBytesView))
        return Set(
            seats.filter { $0.kind == "borrowed" }.map { seat in
                let product = seat.licenseID == 1_699_349_720_166_901 ? Self.scarce : Self.product
                return product + (seat.feature.map { " · " + $0 } ?? "") + " " + seat.hardwareID
            })
    }

    /// What the ledger holds, by product and feature, and device.
    func ledger() async throws -> [String: [Borrow]] {
        // Whoever is killed before the first write leaves no ledger behind, or an empty file.
        let size = try? FileManager.default.attributesOfItem(atPath: ledgerPath)[.size] as? Int
        guard let size, size > 0 else { return [:] }
        let borrows = try await SQLiteLedger(reading: ledgerPath).borrows(.all).borrows
        return Dictionary(grouping: borrows) { "\($0.subject.title) \($0.subject.hardwareID.rawValue)" }
    }

    /// How many seconds pass until every lease of a process that was killed has lapsed.
    static let lapse: TimeInterval = 300

    /// Compares the ledger with the server's seats, as both stand once every lease has lapsed.
    ///
    /// - Parameter device: the only one to compare; nil for all.
    /// - Returns: how many borrows are in doubt.
    @discardableResult
    func compare(_ device: String? = nil) async throws -> Int {
        let moment = Moment(host: Date(timeIntervalSinceNow: Self.lapse * 10))
        let names = device.map { device in
            [Self.product, Self.product + " · FAST", Self.scarce].map { "\($0) \(device)" }
        }
        let seats = try await borrowed().filter { names?.contains($0) ?? true }
        let ledger = try await ledger().filter { names?.contains($0.key) ?? true }
        var doubts = 0
        for (name, borrows) in ledger {
            let states = borrows.map { $0.status(at: moment) }
            let pending = states.count { if case .pending = $0 { true } else { false } }
            #expect(pending == 0, "pending for ever: \(name)")
            let active = states.count { if case .active = $0 { true } else { false } }
            let unknown = states.count { if case .unknown = $0 { true } else { false } }
            #expect(active + unknown <= 1, "held twice in the ledger: \(name)")
            if active == 1 { #expect(seats.contains(name), "in the ledger and not on the server: \(name)") }
            // A person took note of it, and answers for it.
            let isNoted = borrows.contains { if case .noted = $0.operation.phase { true } else { false } }
            if seats.contains(name), !isNoted {
                #expect(active + unknown == 1, "on the server and not in the ledger: \(name)")
            }
            doubts += unknown
        }
        #expect(seats.subtracting(ledger.keys) == [], "on the server, and the ledger never heard of it")
        if device == nil { _ = try await SQLiteLedger(reading: ledgerPath).check() }
        return doubts
    }

    /// The License API of the sandbox.
    func service() throws -> HTTPLicenseService {
        try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: sandbox.url),
                authorization: .apiKey(
                    RequestSigner(apiKey: Inventory.APIKey.demo.key, sharedKey: Inventory.APIKey.demo.sharedKey)),
                client: ClientIdentity(version: "0"), verifier: try ResponseVerifier(publicKey: sandbox.publicKeyPEM)))
    }
}
