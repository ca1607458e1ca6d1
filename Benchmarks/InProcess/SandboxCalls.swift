import Benchmark
import LicenseAPI
import Licensing
import Logging
import Sandbox

/// A borrow over loopback: a connection, the request, the sandbox's work and signature, the response and its verification.
func measureSandbox() {
    let server = SandboxAtHand()
    Benchmark("borrow from the sandbox") { benchmark in
        let service = try await server.service()
        let request = BorrowRequest(
            product: "CAD-PRO", hardwareID: HardwareID(rawValue: "bench"),
            credentials: .licenseKey(Secret("CADP-7Q2M-K4XN-9F3T")), end: .maximum)
        try await benchmark.measured { blackHole(try await service.borrow(request)) }
    }
}

/// A sandbox that is started by whoever needs it first.
private actor SandboxAtHand {
    private var running: HTTPLicenseService?

    func service() async throws -> HTTPLicenseService {
        if let running { return running }
        let sandbox = try await Sandbox(key: SigningKey.generate()).start(logger: Logger(label: "sandbox"))
        let key = Inventory.APIKey.demo
        let service = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(server: sandbox.url),
                authorization: .apiKey(RequestSigner(apiKey: key.key, sharedKey: key.sharedKey)),
                client: ClientIdentity(version: "bench"), verifier: ResponseVerifier(publicKey: sandbox.publicKeyPEM)))
        running = service
        return service
    }
}
