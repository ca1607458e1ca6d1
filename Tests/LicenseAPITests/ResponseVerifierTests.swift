import Foundation
import LicenseAPI
import Licensing
import Testing

@Suite("Verifying a response's signature")
struct ResponseVerifierTests {
    let body = Fixture.borrowResponse

    @Test("The right signature over the same bytes is accepted, whichever way the key was given")
    func accepts() throws {
        let signature = try TestKey.signature(body)
        for text in [try TestKey.pem, try TestKey.der.base64EncodedString(options: .lineLength64Characters)] {
            #expect(try ResponseVerifier(publicKey: text).verifies(Data(body.utf8), signature: signature))
        }
    }

    @Test("One flipped bit, in the body or in the signature, is noticed")
    func flippedBit() throws {
        let verifier = try TestKey.verifier
        let signature = try TestKey.signature(body)
        var bytes = Data(body.utf8)
        bytes[20] ^= 1
        #expect(!verifier.verifies(bytes, signature: signature))
        var wrong = try #require(Data(base64Encoded: signature))
        wrong[20] ^= 1
        #expect(!verifier.verifies(Data(body.utf8), signature: wrong.base64EncodedString()))
    }

    @Test("A signature that is missing, empty or not Base64 is refused", arguments: [nil, "", "no base 64"])
    func missing(signature: String?) throws {
        #expect(try !TestKey.verifier.verifies(Data(body.utf8), signature: signature))
    }

    @Test("Another key's signature is refused")
    func otherKey() throws {
        #expect(!ResponseVerifier.production.verifies(Data(body.utf8), signature: try TestKey.signature(body)))
    }

    @Test("The production key is the one whose fingerprint the vendor's documentation leads to")
    func production() {
        #expect(
            ResponseVerifier.production.fingerprint
                == "624d162a484dcb3e5f12258759a1f43c49eaf1b47de680f6ccc4c6afd0a273b4")
    }

    @Test("Base64 of the production key reads as the same key")
    func productionFromText() throws {
        let text = ResponseVerifier.production.publicKey.base64EncodedString()
        #expect(try ResponseVerifier(publicKey: text) == .production)
    }

    @Test(
        "What is no key is a configuration problem",
        arguments: ["", "nonsense", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"])
    func noKey(text: String) throws {
        let problem = #expect(throws: Problem.self) { try ResponseVerifier(publicKey: text) }
        #expect(problem?.code == .configInvalid)
    }
}
