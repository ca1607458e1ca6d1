import NIOSSL

/// A certificate for 127.0.0.1 and localhost, signed by itself and known to nobody; good until 2126.
enum TestCertificate {
    /// What a server needs to show it.
    static func context() throws -> NIOSSLContext {
        let certificates = try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8))
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: certificates.map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))))
    }

    static let pem = """
        -----BEGIN CERTIFICATE-----
        MIIBnTCCAUOgAwIBAgIUFqurdjalE7F00MLpb0KIHromZugwCgYIKoZIzj0EAwIw
        FTETMBEGA1UEAwwKQmVydGggdGVzdDAgFw0yNjExMjMxNDM4MjJaGA8yMTI2MTAz
        MDE0MzgyMlowFTETMBEGA1UEAwwKQmVydGggdGVzdDBZMBMGByqGSM49AgEGCCqG
        SM49AwEHA0IABA104RVeQmW4+j0K64p88f5loU7H7XvbPe9R9zgY6wKlF6HHgJJg
        OrOY6xVzmnvn5OXVjkGIVQesHoelpfsXkQajbzBtMB0GA1UdDgQWBBRq+46oN/uG
        gDmGYKxp6ep7eoGQHzAfBgNVHSMEGDAWgBRq+46oN/uGgDmGYKxp6ep7eoGQHzAP
        BgNVHRMBAf8EBTADAQH/MBoGA1UdEQQTMBGHBH8AAAGCCWxvY2FsaG9zdDAKBggq
        hkjOPQQDAgNIADBFAiAAw3nP8JmKqi0XkvyXeZMjYedr0drgcmFU21fSPmKMCQIh
        AK9rDCNwlCxhAJ+QAkUzCziZsP9XlEbVWwDfE37f/lMP
        -----END CERTIFICATE-----

        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg2nJv6m1UDHZiqUvb
        uodRZBvn3+Yq54dtnAjnNwqVvd2hRANCAAQNdOEVXkJluPo9CuuKfPH+ZaFOx+17
        2z3vUfc4GOsCpRehx4CSYDqzmOsVc5p75+Tl1Y5BiFUHrB6HpaX7F5EG
        -----END PRIVATE KEY-----

        """
}
