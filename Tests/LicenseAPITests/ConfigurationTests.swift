import Foundation
import LicenseAPI
import Licensing
import Testing

@Suite("Configuring a service")
struct ConfigurationTests {
    private func problem(
        _ transport: TransportConfiguration = TransportConfiguration(), apiKey: String = "key",
        sharedKey: String = "shared"
    ) async -> Problem? {
        let signer = RequestSigner(apiKey: Secret(apiKey), sharedKey: Secret(sharedKey))
        do {
            let service = try HTTPLicenseService(
                HTTPLicenseService.Configuration(
                    transport: transport, authorization: .apiKey(signer), client: ClientIdentity(version: "1")))
            await service.shutdown()
            return nil
        } catch {
            return error
        }
    }

    @Test("The defaults are good")
    func defaults() async {
        #expect(await problem() == nil)
    }

    @Test("A service that is let go of without a shutdown closes itself")
    func forgotten() throws {
        _ = try HTTPLicenseService(
            HTTPLicenseService.Configuration(
                transport: TransportConfiguration(), authorization: .apiKey(Fixture.signer),
                client: ClientIdentity(version: "1")))
    }

    @Test("Waits that are no waits are refused", arguments: [0, -1, .nan, .infinity, 1e300])
    func waits(seconds: Double) async {
        let connect = await problem(TransportConfiguration(connectTimeout: seconds))
        #expect(connect?.code == .configInvalid)
        #expect(connect?.facts.name == "connect timeout")
        let answer = await problem(TransportConfiguration(answerTimeout: seconds))
        #expect(answer?.code == .configInvalid)
        #expect(answer?.facts.name == "answer timeout")
    }

    @Test("A limit of nothing is refused")
    func limit() async {
        #expect(await problem(TransportConfiguration(answerSizeLimit: 0))?.facts.name == "answer size limit")
    }

    @Test("An API key that would break its header is refused", arguments: ["", "key\n", "a b", "a\"b", "käy"])
    func apiKey(text: String) async {
        let problem = await problem(apiKey: text)
        #expect(problem?.code == .configInvalid)
        #expect(problem?.facts.name == "API key")
    }

    @Test("An empty shared key is refused")
    func sharedKey() async {
        #expect(await problem(sharedKey: "")?.facts.name == "shared key")
    }
}
