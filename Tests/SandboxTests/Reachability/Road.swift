internal import Foundation
internal import LicenseAPI
internal import Licensing
@testable internal import Sandbox
internal import TestKit
internal import Testing

/// A way on which the real client meets one code: a sandbox, a service that talks to it, and a call.
struct Road: Sendable, CustomTestStringConvertible {
    /// What stands at the start of a road, all of it changeable.
    struct Setting: Sendable {
        var catalogue = TestCatalogue.make()
        var choices = Choices()
        var faults = Faults()
        /// The sandbox's clock.
        var clock: (any SandboxClock) = SystemClock.system
        var apiKey = Catalogue.APIKey.demo
        /// OAuth credentials in place of the API key.
        var client: (id: String, secret: String)?
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
        call: @escaping Call = { service, _ in _ = try await service.borrow(Road.request) }
    ) {
        self.code = code
        self.how = how
        self.call = call
        var setting = Setting()
        change(&setting)
        self.setting = setting
    }

    /// A road whose license has other terms.
    static func license(
        _ code: ProblemCode, _ how: String, _ change: (inout Catalogue.License) -> Void,
        call: @escaping Call = { service, _ in _ = try await service.borrow(Road.request) }
    ) -> Road {
        Road(code, how, { $0.catalogue = TestCatalogue.make(change) }, call: call)
    }

    /// A road on which a borrow meets a fault.
    static func fault(_ code: ProblemCode, _ text: String, times: Int? = 1, _ how: String? = nil) -> Road {
        let path = "/api/v4/floating/borrow"
        return Road(code, how ?? "the fault `\(text)`") { setting in
            guard let fault = try? Faults.Fault(text: text) else { return }
            setting.faults = Faults(fault, on: path, times: times)
        }
    }

    var testDescription: String { code.rawValue }

    // MARK: What is asked

    static let hardwareID = HardwareID(rawValue: "mine")
    static let key = Credentials.licenseKey(Secret(TestCatalogue.key))
    static let user = Credentials.user(name: TestCatalogue.user.email, password: TestCatalogue.user.password)
    static let request = BorrowRequest(product: "TOOL", hardwareID: hardwareID, credentials: key, end: .maximum)
    static let target = LicenseTarget(
        product: "TOOL", hardwareID: hardwareID, identification: .licenseKey(Secret(TestCatalogue.key)))

    static func activation(
        _ product: String = "TOOL", _ credentials: Credentials = key, _ device: String = "mine"
    ) -> ActivationRequest {
        ActivationRequest(product: product, hardwareID: HardwareID(rawValue: device), credentials: credentials)
    }

    static func personal(_ credentials: Credentials) -> BorrowRequest {
        BorrowRequest(product: "PERSONAL", hardwareID: hardwareID, credentials: credentials, end: .maximum)
    }

    // MARK: Going there

    /// Starts a sandbox and a service, calls, and returns what the call met; nil where it met nothing.
    func walk() async throws -> Problem? {
        let sandbox = try Sandbox(
            catalogue: setting.catalogue, choices: setting.choices, clock: setting.clock, key: try TestKey.get(),
            faults: setting.faults)
        let running = try await sandbox.start(logger: .silent)
        let met: Problem?
        do {
            met = try await meet(running)
        } catch {
            await running.stop()
            throw error
        }
        await running.stop()
        return met
    }

    private func meet(_ running: RunningSandbox) async throws -> Problem? {
        var transport = TransportConfiguration(server: running.url)
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
        await service.shutdown()
        return met
    }
}
