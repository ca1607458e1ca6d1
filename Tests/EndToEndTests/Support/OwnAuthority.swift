import Foundation
import TestKit

/// A certificate authority of a test's own, made by openssl, and the certificates that it signs.
struct OwnAuthority {
    /// For whom a certificate is, and from when to when, in days from now.
    struct Wish {
        var names = "IP:127.0.0.1,DNS:localhost"
        var days: ClosedRange<Double> = -1...90
    }

    private let home: Home
    /// Its own certificate.
    var certificate: String { home.file("authority/ca.pem") }

    init(in home: Home) async throws {
        self.home = home
        try home.write("", to: "authority/index.txt")
        try home.write("01\n", to: "authority/serial")
        try home.write(
            """
            [ca]
            default_ca = own
            [own]
            database = \(home.file("authority/index.txt"))
            serial = \(home.file("authority/serial"))
            new_certs_dir = \(home.file("authority"))
            default_md = sha256
            policy = any
            copy_extensions = copy
            [any]
            commonName = supplied
            """, to: "authority/ca.cnf")
        try await openssl(
            ["req", "-x509", "-days", "30", "-subj", "/CN=Own authority", "-out", certificate]
                + ["-addext", "basicConstraints=critical,CA:TRUE"] + Self.key(home.file("authority/ca.key")))
    }

    /// Makes a key and a certificate for it; returns their paths.
    func issue(_ wish: Wish = Wish()) async throws -> (certificate: String, key: String) {
        func path(_ name: String) -> String { home.file("authority/\(name)") }
        let request = ["-subj", "/CN=server", "-addext", "subjectAltName=\(wish.names)", "-out", path("server.csr")]
        try await openssl(["req", "-new"] + request + Self.key(path("server.key")))
        try await openssl(
            ["ca", "-batch", "-notext", "-config", path("ca.cnf"), "-cert", certificate, "-keyfile", path("ca.key")]
                + ["-in", path("server.csr"), "-out", path("server.pem")]
                + ["-startdate", Self.time(wish.days.lowerBound), "-enddate", Self.time(wish.days.upperBound)])
        return (path("server.pem"), path("server.key"))
    }

    private static func key(_ path: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", path]
    }

    /// A moment as openssl takes it: `20261127180000Z`.
    private static func time(_ days: Double) -> String {
        let text = ISO8601DateFormatter().string(from: Date().addingTimeInterval(days * 86_400))
        return text.filter { $0.isNumber } + "Z"
    }

    private func openssl(_ arguments: [String]) async throws {
        let ended = try await RunningProgram(
            findProgram("openssl") ?? "", arguments, environment: home.environment, scratch: home
        ).ended()
        guard ended.status == 0 else { throw NotSeen(description: "openssl \(arguments): \(ended)") }
    }
}
