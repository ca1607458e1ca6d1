import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// A certificate authority that lives as long as one test, and that nobody knows who is not told.
struct TestAuthority {
    private let key: Certificate.PrivateKey
    private let name: DistinguishedName
    /// Its own certificate, as PEM.
    let pem: String

    init() throws {
        key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        name = try DistinguishedName { CommonName("An authority of the tests") }
        pem = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: Date() - 1_000_000,
            notValidAfter: Date() + 1_000_000, issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            }, issuerPrivateKey: key
        ).serializeAsPEM().pemString
    }

    /// How a server speaks TLS with a certificate of this authority.
    ///
    /// - Parameters:
    ///   - names: the host names in the certificate; 127.0.0.1 is in it unless there are names.
    ///   - validity: seconds from now, from and until which the certificate is good.
    func server(names: [String] = [], validity: Range<Double> = -3600..<3600) throws -> TLSConfiguration {
        let leafKey = P256.Signing.PrivateKey()
        let loopback = GeneralName.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(leafKey.publicKey),
            notValidBefore: Date() + validity.lowerBound, notValidAfter: Date() + validity.upperBound, issuer: name,
            subject: try DistinguishedName { CommonName("A server of the tests") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                SubjectAlternativeNames(names.isEmpty ? [loopback] : names.map { .dnsName($0) })
            }, issuerPrivateKey: key)
        let pem = try certificate.serializeAsPEM().pemString
        return TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)).map { .certificate($0) },
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array(leafKey.pemRepresentation.utf8), format: .pem)))
    }

    /// Writes its certificate to a file for as long as the body runs.
    func withFile<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pem")
        try Data(pem.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await body(file.path)
    }
}
