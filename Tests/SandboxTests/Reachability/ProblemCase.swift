internal import Foundation
internal import LicenseAPI
internal import Licensing
@testable internal import Sandbox
internal import TestKit
internal import Testing

/// How the real client meets one code: a sandbox, a service that talks to it, and a call.
struct ProblemCase: Sendable, CustomTestStringConvertible {
    /// What a case starts with, all of it changeable.
    struct Setting: Sendable {
        var inventory = TestInventory.make()
        var choices = Choices()
        var faults = Faults()
        /// The sandbox's clock.
        var clock: (any SandboxClock) = SystemClock.system
        var apiKey = Inventory.APIKey.demo
        /// OAuth credentials in place of the API key.
        var client: (id: String, secret: String)?
        /// What a proxy on the way makes of each request; nil for no proxy.
        var tamper: TamperingProxy.Change?
        /// Changes how the server is reached.
        var transport: @Sendable (inout TransportConfiguration, RunningSandbox) -> Void = { _, _ in }
    }

    typealias Call = @Sendable (HTTPLicenseService, RunningSandbox) async throws -> Void

    let code: ProblemCode
    /// How the sandbox yields it, for the docs: reads on after "The sandbox yields it by".
    let how: String
    let setting: Setting
    let call: Call

    init(
        _ code: ProblemCode, _ how: String, _ change: (inout Setting) -> Void = { _ in },
        call: @escaping Call = { service, _ in _ = try await service.borrow(ProblemCase.request) }
    ) {
        self.code = code
        self.how = how
        self.call = call
        var setting = Setting()
        change(&setting)
        self.setting = setting
    }

    /// A case of a license with other terms.
    static func license(
        _ code: ProblemCode, _ how: String, _ change: (inout Inventory.License) -> Void,
        call: @escaping Call = { service, _ in _ = try await service.borrow(ProblemCase.request) }
    ) -> ProblemCase {
        ProblemCase(code, how, { $0.inventory = TestInventory.make(change) }, call: call)
    }

    /// A case in which a proxy on the way spoils each request.
    static func tampering(
        _ code: ProblemCode, _ how: String, _ tamper: @escaping TamperingProxy.Change,
        _ change: (inout Setting) -> Void = { _ in },
        call: @escaping Call = { service, _ in _ = try await service.borrow(ProblemCase.request) }
    ) -> ProblemCase {
        ProblemCase(
            code, how,
            { setting in
                setting.tamper = tamper
                change(&setting)
            }, call: call)
    }

    /// A case in which a borrow meets a fault.
    static func fault(_ code: ProblemCode, _ text: String, times: Int? = 1, _ how: String? = nil) -> ProblemCase {
        let path = "/api/v4/floating/borrow"
        return ProblemCase(code, how ?? "the fault `\(text)`") { setting in
            guard let fault = try? Faults.Fault(text: text) else { return }
            setting.faults = Faults(fault, on: path, times: times)
        }
    }

    var testDescription: String { code.rawValue }

    // MARK: What is asked

    static let hardwareID = HardwareID(rawValue: "mine")
    static let key = Credentials.licenseKey(Secret(TestInventory.key))
    static let user = Credentials.user(name: TestInventory.user.email, password: TestInventory.user.password)
    static let request = BorrowRequest(product: "TOOL", hardwareID: hardwareID, credentials: key, end: .maximum)
    static let target = LicenseTarget(
        product: "TOOL", hardwareID: hardwareID, identification: .licenseKey(Secret(TestInventory.key)))

    static func activation(
        _ product: String = "TOOL", _ credentials: Credentials = key, _ device: String = "mine"
    ) -> ActivationRequest {
        ActivationRequest(product: product, hardwareID: HardwareID(rawValue: device), credentials: credentials)
    }

    static func personal(_ credentials: Credentials) -> BorrowRequest {
        BorrowRequest(product: "PERSONAL", hardwareID: hardwareID, credentials: credentials, end: .maximum)
    }

    // MARK: Running it

    /// Starts a sandbox and a service, calls, and returns what the call met; nil where it met nothing.
    func run() async throws -> Problem? {
        let sandbox = try Sandbox(
            inventory: setting.inventory, choices: setting.choices, clock: setting.clock, key: try TestKey.get(),
            faults: setting.faults)
        let running = try await sandbox.start(logger: .silent)
        var met: Problem?
        do {
            if let tamper = setting.tamper {
                try await TamperingProxy.run(before: running.url, tamper) { met = try await meet(running, at: $0) }
            } else {
                met = try await meet(running, at: running.url)
            }
        } catch {
            await running.stop()
            throw error
        }
        await running.stop()
        return met
    }

    private func meet(_ running: RunningSandbox, at url: String) async throws -> Problem? {
        var transport = TransportConfiguration(server: url)
        setting.transport(&transport, running)
        let authorization: Authorization =
            if let client = setting.client {
                .oauth(OAuthClient(clientID: client.id, clientSecret: Secret(client.secret)))
            } else {
                .apiKey(RequestSigner(apiKey: setting.apiKey.key, sharedKey: setting.apiKey.sharedKey))
            }
        let service: HTTPLicenseService
        do {
            service = try HTTPLicenseService(
                HTTPLicenseService.Configuration(
                    transport: transport, authorization: authorization, client: ClientIdentity(version: "1.2.3"),
                    verifier: try ResponseVerifier(publicKey: running.publicKeyPEM)))
        } catch {
            return error
        }
        var met: Problem?
        do {
            try await call(service, running)
        } catch let failure as ServiceFailure {
            met = failure.problem
        }
        return met
    }
}
