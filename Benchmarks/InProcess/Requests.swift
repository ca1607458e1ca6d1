import Benchmark
import Foundation
import Licensing
import NIOHTTP1
import Sandbox

@testable import LicenseAPI

/// A request out, a response in: what the client adds to the network's time.
func measureRequests() {
    let request = BorrowRequest(
        product: "CAD-PRO", hardwareID: HardwareID(rawValue: String(repeating: "3e", count: 32)),
        credentials: .licenseKey(Secret("CADP-7Q2M-K4XN-9F3T")), end: .maximum)
    let signer = RequestSigner(
        apiKey: Secret("3f6b1a52-7c0e-4d2a-9b61-5e8d0c4f7a10"), sharedKey: Secret("a-shared-key-of-some-length"))

    Benchmark("sign and encode a borrow") { benchmark in
        try benchmark.measured {
            let date = DateHeader.format(Date())
            blackHole(try RequestFields.borrow(request).json())
            blackHole(signer.authorization(dateHeader: date))
        }
    }

    let body = Data(
        #"""
        {"borrowed_until":"2031-05-06T00:00:00Z","max_borrow_time":168,"device_id":1699349796909409,
         "license_id":1699349720166389}
        """#.utf8)
    for (name, verifier, headers) in signed(body) {
        let response = HTTPResponse(status: 200, headers: headers, body: body)
        Benchmark("decode and verify a borrow, \(name)") { benchmark in
            benchmark.measured {
                let read = ResponseReader.read(response, of: .borrow, with: verifier, receivedAt: Date()) { body in
                    try JSONDecoder().decode(BorrowResponse.self, from: body).grant
                }
                guard case .success(let grant) = read else { return benchmark.error("\(read)") }
                blackHole(grant)
            }
        }
    }
}

/// A verifier and the headers of a body that it believes, made with a key of the sandbox's kind.
private func signed(_ body: Data) -> [(String, ResponseVerifier, HTTPHeaders)] {
    guard let key = try? SigningKey.generate(), let signature = try? key.signature(of: body),
        let verifier = try? ResponseVerifier(publicKey: key.publicKeyPEM)
    else { return [] }
    return [("RSA of \(verifier.publicKey.count > 400 ? 4096 : 2048) bits", verifier, ["LicenseSignature": signature])]
}
