import Foundation
import Hummingbird
import NIOSSL
import TestKit
import Testing

@Suite("The doctor, and a server over TLS", .heavy, .program("openssl"))
struct DoctorTLSTests {
    /// How the server's certificate is looked at by the doctor.
    ///
    /// - Parameter isKnown: whether the configuration names the authority that signed it.
    private func examine(
        _ wish: OwnAuthority.Wish = .init(), isKnown: Bool = true,
        _ body: @escaping @Sendable (PrintedDoctor, Ended, Home) throws -> Void
    ) async throws {
        let home = try Home()
        let authority = try await OwnAuthority(in: home)
        let (certificate, key) = try await authority.issue(wish)
        let tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        // What a License API says of a product that it does not know.
        let refusal = #"{"code":"unknown_product","message":"Unknown product."}"#
        try await OtherServer.run(tls: tls, { OtherServer.json(refusal, status: .badRequest) }) { address in
            try home.write(
                """
                server: \(address)
                api_key: doctor-key
                shared_key: doctor-shared
                hardware_id: doctor-1
                \(isKnown ? "ca_file: ../../authority/ca.pem" : "")
                """, to: "config/berth/config.yaml")
            let ended = try await BerthProgram(home: home)("doctor", "--json")
            let printed = try ended.printed(PrintedDoctor.self)
            #expect(printed.exit_code == ended.status, "\(ended)")
            try body(printed, ended, home)
        }
    }

    /// That the connection has failed, once, in words that say why and what to do.
    private static func expectFailure(
        _ printed: PrintedDoctor, _ ended: Ended, why: String, remedy: String
    ) throws {
        #expect(printed.names("failed") == ["TLS"] && ended.status == 20, "\(ended)")
        let check = try #require(printed["TLS"])
        #expect(check.code == "transport_tls" && check.text.contains(why), "\(ended)")
        #expect(check.remedies.contains { $0.contains(remedy) }, "\(ended)")
        #expect(printed["server"]?.verdict == "unknown" && printed["credentials"]?.verdict == "unknown", "\(ended)")
    }

    @Test("A certificate of an authority that ca_file names is trusted, and its end is told")
    func trusted() async throws {
        try await examine { printed, ended, _ in
            #expect(ended.status == 0 && printed.names("failed").isEmpty, "\(ended)")
            #expect(printed["TLS"]?.verdict == "ok", "\(ended)")
            #expect(printed["TLS"]?.text.contains(/is trusted, and ends 20\S+Z, in (89|90) days\./) == true, "\(ended)")
            #expect(printed["server"]?.verdict == "ok" && printed["credentials"]?.verdict == "ok", "\(ended)")
        }
    }

    @Test("One that ends soon is warned of")
    func endsSoon() async throws {
        try await examine(.init(days: -80...5)) { printed, ended, _ in
            #expect(ended.status == 0 && printed["TLS"]?.verdict == "warning", "\(ended)")
            #expect(printed["TLS"]?.remedies.contains { $0.contains("renew") } == true, "\(ended)")
        }
    }

    @Test("Without that authority it is not trusted, and ca_file is what to set")
    func untrusted() async throws {
        try await examine(isKnown: false) { printed, ended, _ in
            try Self.expectFailure(printed, ended, why: "authority", remedy: "ca_file")
        }
    }

    @Test("One that has run out is told with when")
    func expired() async throws {
        try await examine(.init(days: -90...(-2))) { printed, ended, _ in
            try Self.expectFailure(printed, ended, why: "ended at 20", remedy: "renew")
        }
    }

    @Test("One for another name is told with the name that was asked for")
    func otherName() async throws {
        try await examine(.init(names: "DNS:licenses.invalid")) { printed, ended, _ in
            try Self.expectFailure(printed, ended, why: "127.0.0.1", remedy: "address")
        }
    }
}
