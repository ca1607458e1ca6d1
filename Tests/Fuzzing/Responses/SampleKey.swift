import Crypto
import Foundation

@testable import LicenseAPI

/// The key that the signed responses among the seeds are signed with. Its other half was thrown away.
enum SampleKey {
    static let verifier = ResponseVerifier(subjectPublicKeyInfo: Data(base64Encoded: bytes) ?? Data())

    /// Whether it is one of those responses, to the byte.
    static func hasSigned(_ body: Data) -> Bool { signed.contains(Array(SHA256.hash(data: body))) }

    private static let signed: Set<[UInt8]> = [
        hex("713209ef5b4cbb124600caea966299d777a9e8d38f591b57a6a2f76fda5cbe43"),
        hex("474c80a3fcea4ebb3f1dafad514c05eb827f6aa9872ffbce9eec82117e6bc55c"),
        hex("968440113dcf2d270c747fabd21a144eb25cb232bbd078337e6af15ab82a89dd"),
        hex("b52aa42d3f911c1ae2efe16c90ad821fd08d6585c04311f1bb06a0a85596f468"),
        hex("db752f678f6e1e0c1451fa88c090ab9ff2955295b6ac135ffd26d9cfd3dc274a"),
        hex("cae5797a9a4d8f935c8c89350c860235726a872317e640c060a93e38caa6f646"),
        hex("00b63205cedba8957fe37171ed89d693a7a0ddc74a68fd6e426fb4bd8198dbbc"),
    ]

    private static func hex(_ digits: String) -> [UInt8] {
        stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(digits.dropFirst($0).prefix(2), radix: 16) }
    }

    private static let bytes = """
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAj/TGCexiH1LuradZY5Pj8hZpCajU7BZqU1HmdsS8ZvVmVwReoYN4AE++\
        r/6OsyRyP/1QYhdWqlnsI0QSSVG49DXn8rGFC0vr2/Qus2rW3h0hTQ4WA2vYC08zgSW+Q4Q1UivGU4BPKOVEr9gDzXVS8TF/H+rd\
        5xVpkdVGYVzZpC+khH1M3fJ7mo8ENRuSZGmpbOlXvDTsqH9hzZBME227+sNN4obpXgbyuNtwFuYB7dIG6f9AwzmcChwfCfdRlSBc\
        BXO9oYLUfoCzYkkjriOrFS3FuEyH51Dm+NXCGkKMZwL+BuYbNEFHWaE6VZRKfDnG768hcijI17JFH+emEESzxwIDAQAB
        """
}
