import Foundation
import Hummingbird
import NIOSSL
import Synchronization
import TestKit
import Testing

@Suite("The questions of a configuration, and a company's own authority", .heavy, .program("openssl"))
struct ConfigInitTLSTests {
    /// What the questions come to with a server whose certificate an authority of its own has signed.
    ///
    /// - Parameter isKnown: whether a variable names that authority.
    private func run(isKnown: Bool) async throws -> (Ended, Home) {
        let home = try Home()
        let authority = try await OwnAuthority(in: home)
        let (certificate, key) = try await authority.issue()
        let tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        let refusal = #"{"code":"unknown_product","message":"Unknown product."}"#
        let ended = Mutex<Ended?>(nil)
        try await OtherServer.run(tls: tls, { OtherServer.json(refusal, status: .badRequest) }) { address in
            let answers = ["other", address, "", "keys", "k", "s", "CAD", "skip", "", "", "files", "yes", ""]
            let input = try home.write(answers.map { $0 + "\n" }.joined(), to: "answers")
            let variables = isKnown ? ["BERTH_CA_FILE": authority.certificate] : [:]
            let told = try await BerthProgram(home: home, variables: variables)
                .start(["config", "init"], input: input).ended()
            ended.withLock { $0 = told }
        }
        return (try #require(ended.withLock { $0 }), home)
    }

    @Test("What a variable names holds for the questions, and is written")
    func known() async throws {
        let (ended, home) = try await run(isKnown: true)
        #expect(ended.status == 0 && ended.output.contains("It answers like the License API"), "\(ended)")
        #expect(try home.read("config/berth/config.yaml").contains("ca_file: \"\(home.file("authority/ca.pem"))\""))
    }

    @Test("Where nothing names it, it is told how that is done before there is a configuration")
    func unknown() async throws {
        let (ended, _) = try await run(isKnown: false)
        #expect(ended.output.contains("name its file in the variable BERTH_CA_FILE, and begin again"), "\(ended)")
        #expect(!ended.output.contains("setting ca_file"), "\(ended)")
    }
}
