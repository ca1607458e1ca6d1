import Foundation
import LicenseAPI
import Licensing
import Testing

@Suite("Configuring a service")
struct ConfigurationTests {
    private func problem(
        _ transport: TransportConfiguration = TransportConfiguration(), apiKey: String = "key",
        sharedKey: String = "shared"
    ) -> Problem? {
        let signer = RequestSigner(apiKey: Secret(apiKey), sharedKey: Secret(sharedKey))
        do {
            _ = try HTTPLicenseService(
                HTTPLicenseService.Configuration(
                    transport: transport, authorization: .apiKey(signer), client: ClientIdentity(version: "1")))
            return nil
        } catch {
            return error
        }
    }

    @Test("The defaults are good")
    func defaults() {
        #expect(problem() == nil)
    }

    @Test("Waits that are no waits are refused", arguments: [0, -1, .nan, .infinity, 1e300])
    func waits(seconds: Double) {
        let connect = problem(TransportConfiguration(connectTimeout: seconds))
        #expect(connect?.code == .configInvalid)
        #expect(connect?.facts.name == "connect_timeout_seconds")
        let call = problem(TransportConfiguration(callTimeout: seconds))
        #expect(call?.code == .configInvalid)
        #expect(call?.facts.name == "request_timeout_seconds")
    }

    @Test("A limit of nothing is refused")
    func limit() {
        #expect(problem(TransportConfiguration(responseSizeLimit: 0))?.facts.name == "response size limit")
    }

    @Test("An API key that would break its header is refused", arguments: ["", "key\n", "a b", "a\"b", "käy"])
    func apiKey(text: String) {
        let problem = problem(apiKey: text)
        #expect(problem?.code == .configInvalid)
        #expect(problem?.facts.name == "api_key")
    }

    @Test("An empty shared key is refused")
    func sharedKey() {
        #expect(problem(sharedKey: "")?.facts.name == "shared_key")
    }
}
