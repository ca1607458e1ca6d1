import LicenseAPI
import Licensing

func borrowOnce(apiKey: Secret, sharedKey: Secret, licenseKey: Secret) async throws -> BorrowGrant {
    let service = try HTTPLicenseService(
        HTTPLicenseService.Configuration(
            transport: TransportConfiguration(server: "https://api.licensespring.com"),
            authorization: .apiKey(RequestSigner(apiKey: apiKey, sharedKey: sharedKey)),
            client: ClientIdentity(name: "MyProgram", version: "1.0")))
    let response = try await service.borrow(
        BorrowRequest(
            product: "CAD-PRO", hardwareID: HardwareID(rawValue: "my-device"), credentials: .licenseKey(licenseKey),
            end: .maximum))
    return response.value
}
