import Foundation
import Licensing
import NIOHTTP1
import TestKit
import Testing

@testable import LicenseAPI

@Suite("Receipts of signed responses")
struct ReceiptTests {
    private static let license = "{\"id\":5,\r\n\"license_key\":\"AAAA-BBBB-CCCC-DDDD\",\"note\":\"aaaabbbbccccdddd\"}"

    private func receipt(
        _ body: String, _ call: (HTTPLicenseService) async throws -> Receipt?
    ) async throws -> Receipt {
        let reply = try ScriptedServer.Reply.signed(body)
        let receipt = try await ScriptedServer.run({ _ in reply }) { server in
            try await withService(at: server.address, call)
        }
        return try #require(receipt)
    }

    @Test("A check's receipt holds no license key, whoever asked, and verifies")
    func check() async throws {
        for target in [Fixture.target, Fixture.userTarget] {
            let receipt = try await receipt(Self.license) { try await $0.check(target).receipt }
            let body = String(decoding: receipt.body, as: UTF8.self)
            #expect(receipt.isRedacted)
            #expect(body.hasPrefix("{\"id\":5,\r\n\"license_key\":\"\(Redactor.mark)\""))
            #expect(!body.contains("AAAA-BBBB"))
            #expect(!receipt.request.contains("AAAA"))
            #expect(try TestKey.verifier.verifies(receipt))
        }
    }

    @Test("An activation's receipt holds neither key nor password")
    func activate() async throws {
        let request = ActivationRequest(
            product: "PROD1", hardwareID: Fixture.hardwareID, credentials: Fixture.userBorrow.credentials)
        let body = #"{"id":5,"license_key":"AAAA-BBBB-CCCC-DDDD","note":"s3cret-w0rd"}"#
        let receipt = try await receipt(body) { try await $0.activate(request).receipt }
        #expect(receipt.isRedacted)
        #expect(!String(decoding: receipt.body, as: UTF8.self).contains("AAAA"))
        #expect(!String(decoding: receipt.body, as: UTF8.self).contains("s3cret"))
        #expect(try TestKey.verifier.verifies(receipt))
    }

    @Test("A borrow's receipt with the request's secret in it is redacted, and verifies")
    func borrow() async throws {
        let body = Fixture.borrowResponse.dropLast() + #","echo":"S3CRET\u002dw0rd"}"#
        let receipt = try await receipt(String(body)) { try await $0.borrow(Fixture.userBorrow).receipt }
        #expect(receipt.isRedacted)
        #expect(String(decoding: receipt.body, as: UTF8.self).hasSuffix("\"echo\":\"\(Redactor.mark)\"}"))
        #expect(try TestKey.verifier.verifies(receipt))
    }

    @Test("The request that a receipt tells of names no secret, not even that there was one")
    func request() async throws {
        let borrow = try await receipt(Fixture.borrowResponse) { try await $0.borrow(Fixture.userBorrow).receipt }
        let check = try await receipt(Self.license) { try await $0.check(Fixture.target).receipt }
        for (request, name) in [(borrow.request, "password"), (check.request, "license_key")] {
            #expect(!request.contains(name) && !request.contains(Redactor.mark), "\(request)")
            #expect(request.contains("hardware_id"))
        }
    }

    @Test("Where nothing is secret the bytes are kept as they came, line ends included")
    func bytes() async throws {
        let body = Fixture.borrowResponse.replacingOccurrences(of: "\n", with: "\r\n") + "\r\n"
        let receipt = try await receipt(body) { try await $0.borrow(Fixture.borrow).receipt }
        #expect(!receipt.isRedacted)
        #expect(receipt.body == Data(body.utf8))
        #expect(try TestKey.verifier.verifies(receipt))
        #expect(try TestKey.verifier.verifies(receipt.body, signature: receipt.signature))
    }

    @Test("A receipt that was changed does not verify")
    func tampered() async throws {
        let genuine = try await receipt(Fixture.borrowResponse) { try await $0.borrow(Fixture.borrow).receipt }
        let changes: [(inout Receipt) -> Void] = [
            { $0.digest = String(repeating: "0", count: 64) }, { $0.digest = "" }, { $0.digest.removeLast() },
            { $0.digest = String($0.digest.dropLast()) + "g" }, { $0.body.append(32) }, { $0.signature = "" },
            { $0.signature = "AAAA" },
        ]
        for change in changes {
            var receipt = genuine
            change(&receipt)
            #expect(try !TestKey.verifier.verifies(receipt))
        }
        #expect(!ResponseVerifier.production.verifies(genuine))
    }

    @Test(
        "openssl verifies a redacted receipt by its digest", .enabled(if: OpenSSL.isThere, "openssl is not installed"))
    func openssl() async throws {
        let receipt = try await receipt(Self.license) { try await $0.check(Fixture.target).receipt }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func file(_ name: String, _ bytes: Data) throws -> String {
            let file = folder.appendingPathComponent(name)
            try bytes.write(to: file)
            return file.path
        }
        let digits = Array(receipt.digest)
        let digest = try stride(from: 0, to: digits.count, by: 2).map { place in
            try #require(UInt8(String(digits[place...place + 1]), radix: 16))
        }
        let key = try file("key.pem", Data(TestKey.pem.utf8))
        let signature = try file("signature", #require(Data(base64Encoded: receipt.signature)))
        for (bytes, status) in [(Data(digest), Int32(0)), (Data(digest.reversed()), 1)] {
            let arguments = [
                "pkeyutl", "-verify", "-pubin", "-inkey", key, "-in", try file("digest", bytes), "-sigfile", signature,
                "-pkeyopt", "digest:sha256",
            ]
            #expect(try await OpenSSL.run(arguments) == status)
        }
    }
}

/// The program that auditors have.
private enum OpenSSL {
    private static let path = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first(
        where: FileManager.default.isExecutableFile)

    static var isThere: Bool {
        if path == nil { print("SKIPPED: verifying a receipt with openssl, which is not installed") }
        return path != nil
    }

    /// Runs it and returns its exit status.
    static func run(_ arguments: [String]) async throws -> Int32 {
        try await ChildProcess.run(path ?? "", arguments).status
    }
}
