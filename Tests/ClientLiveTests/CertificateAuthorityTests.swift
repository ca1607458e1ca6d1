import Foundation
import LicenseAPI
import Licensing
import Testing

@testable import ClientLive

@Suite struct CertificateAuthorityTests {
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmTCCAT+gAwIBAgIUQNnEbAoCmk5gJDhP5bjQ4Bo+j8UwCgYIKoZIzj0EAwIw
        ITEfMB0GA1UEAwwWQW4gYXV0aG9yaXR5IG9mIGEgdGVzdDAgFw0yNjExMzAwMDQ1
        NThaGA8yMTI2MTEwNjAwNDU1OFowITEfMB0GA1UEAwwWQW4gYXV0aG9yaXR5IG9m
        IGEgdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLxQ4vliPQwJesbWm64S
        ++m6l3y8/la/PQ/8WsF3KgWh0mYSNHIizQUHdLg3cES7Jwj72PNmM0fNVla5yAAC
        u56jUzBRMB0GA1UdDgQWBBTDbXL4khWn39Jfe714XQB6v99W2jAfBgNVHSMEGDAW
        gBTDbXL4khWn39Jfe714XQB6v99W2jAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49
        BAMCA0gAMEUCIQDJUP74zKEQOEH8qxJClTyCyyU4SUBJG8K5J8R4DlCskAIgLu+3
        m3c5LJadPbeF7FknPIz2tmyiuA0gE1hsWH4dydQ=
        -----END CERTIFICATE-----
        """

    @Test func `The authorities that are trusted are the bytes that were looked at, whatever the file holds by then`()
        throws
    {
        let home = try TemporaryHome()
        let path = try home.write(Self.certificate, to: "ca.pem")
        try home.write("api_key: k\nshared_key: s\nca_file: \(path)\n", to: TemporaryHome.standardFile)
        let configuration = try HTTPLicenseService.Configuration(
            home.load(), version: "1", environment: home.environment())
        try home.write("of somebody else", to: "ca.pem")
        _ = try HTTPLicenseService(configuration)
        #expect(configuration.transport.certificateAuthorities == Data(Self.certificate.utf8))
        #expect(configuration.transport.certificateAuthorityFile == path)
    }
}
