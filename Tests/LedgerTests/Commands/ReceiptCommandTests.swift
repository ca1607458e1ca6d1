import Foundation
import Ledger
import LicenseAPI
import Licensing
import Sandbox
import TestKit
import Testing

@testable import SQLiteLedger

@Suite struct ReceiptCommandTests {
    let directory: TemporaryDirectory
    let ledger: SQLiteLedger
    let key: SigningKey
    let body = Data("{\"borrowed_until\": \"2026-11-23T21:02:00Z\" }\n".utf8)
    var keyFile: String { directory.file("key.pem") }

    init() async throws {
        directory = try TemporaryDirectory()
        ledger = try SQLiteLedger(directory.file(".local/state/berth/ledger.sqlite"))
        key = try SigningKey.generate()
        try key.publicKeyPEM.write(toFile: directory.file("key.pem"), atomically: true, encoding: .utf8)
        try await record("01", signature: key.signature(of: body))
    }

    private func record(_ id: String, operation: String? = nil, signature: String) async throws {
        let receipt = Receipt(
            request: #"{"product":"CAD"}"#, body: body, isRedacted: false, digest: sha256(body).hexadecimal,
            signature: signature,
            keyFingerprint: try ResponseVerifier(publicKey: key.publicKeyPEM).fingerprint, receivedAt: start)
        let grant = operation == nil ? nil : makeGrant(hours: 8)
        for phase in [OperationPhase.intended, .sent] {
            try await ledger.record(makeEntry(makeBorrow(id, operation: operation, phase: phase, grant: grant)))
        }
        let done = makeBorrow(id, operation: operation, phase: .confirmed, grant: makeGrant(hours: 8))
        try await ledger.record(makeEntry(done, receipt: receipt))
    }

    private func berth(_ arguments: String...) async throws -> Command.Outcome {
        try await Command.berth(["receipt"] + arguments, home: directory.path).run()
    }

    @Test(arguments: ["01", "CAD"])
    func `A receipt is found by operation, borrow or product, and is valid under its key`(id: String) async throws {
        let outcome = try await berth(id, "--public-key", keyFile)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Signature  VALID\n"))
        #expect(outcome.output.contains("Asked      {\"product\":\"CAD\"}\n"))
        #expect(outcome.output.contains("Received   2026-11-23T13:02:00Z by this host's clock\n"))
    }

    @Test func `An operation's own receipt comes first, then the others of its borrow`() async throws {
        try await record("01", operation: "07", signature: key.signature(of: body))
        #expect(try await ledger.receipts(of: "01", limit: 9).map(\.operation.rawValue) == ["01", "07"])
        #expect(try await ledger.receipts(of: "07", limit: 9).map(\.operation.rawValue) == ["07", "01"])
        #expect(try await ledger.receipts(of: "CAD", limit: 9).map(\.operation.rawValue) == ["07", "01"])
        #expect(try await berth("07", "--public-key", keyFile).output.contains("Also       01, received"))
        #expect(try await ledger.receipts(of: "07", limit: 1).count == 1)
    }

    @Test func `Under another key it is not verified, and the reason says which key it was`() async throws {
        let outcome = try await berth("01")
        #expect(outcome.status == 1)
        #expect(
            outcome.output.contains("Signature  NOT VERIFIED: when it was received it was verified with another key"))
        let json = try await berth("01", "--json")
        #expect(json.status == 1)
        #expect(json.output.contains("\"valid\" : false"))
    }

    @Test func `A changed signature is not verified`() async throws {
        try await record("02", signature: key.signature(of: Data("other".utf8)))
        let outcome = try await berth("02", "--public-key", keyFile)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("NOT VERIFIED: the response, or its signature, is not as it was received"))
    }

    @Test func `What there is no receipt of is told`() async throws {
        let outcome = try await berth("nothing")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("borrow_not_found"))
    }

    @Test func `As JSON it holds the response byte for byte`() async throws {
        let output = try await berth("01", "--public-key", keyFile, "--json").output
        let json = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
        #expect(json["valid"] as? Bool == true)
        #expect((json["body_base64"] as? String).flatMap { Data(base64Encoded: $0) } == body)
    }

    @Test(.program("openssl"))
    func `An exported receipt is verified by openssl with the public key alone`() async throws {
        let folder = directory.file("export")
        #expect(try await berth("01", "--public-key", keyFile, "--export", folder).status == 0)
        #expect(try Data(contentsOf: URL(filePath: folder + "/receipt.json")) == body)
        let verify = try #require(
            Command.system(
                "openssl",
                [
                    "dgst", "-sha256", "-verify", folder + "/public-key.pem", "-signature", folder + "/receipt.sig",
                    folder + "/receipt.json",
                ]))
        let good = try await verify.run()
        #expect(good.status == 0)
        #expect(good.output == "Verified OK\n")
        try (body + Data(" ".utf8)).write(to: URL(filePath: folder + "/receipt.json"))
        #expect(try await verify.run().status != 0)
    }

    @Test func `An export overwrites nothing`() async throws {
        let folder = directory.file("export")
        #expect(try await berth("01", "--public-key", keyFile, "--export", folder).status == 0)
        let again = try await berth("01", "--public-key", keyFile, "--export", folder)
        #expect(again.status == 1)
        #expect(again.errors.contains("file_unwritable"))
    }
}
