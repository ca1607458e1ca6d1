extension PostgresCluster {
    /// Where a server is to be reached over TCP.
    public struct Listener: Sendable {
        /// An address of the loopback network that no other server of the tests has.
        public var address: String
        /// The file of the server's certificate, which is its own authority.
        public var certificate: String
    }

    /// Starts it anew so that it lets users in over TCP, by TLS alone, with a certificate for a name.
    public func offerTLS(for name: String) async throws -> Listener {
        let address = "127." + (0..<3).map { _ in "\(Int.random(in: 1...254))" }.joined(separator: ".")
        let script = """
            openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$2" -addext "subjectAltName=DNS:$2" \
            -keyout "$1/server.key" -out "$1/server.crt" 2>&1
            chmod 600 "$1/server.key"
            chown --reference="$1" "$1/server.key" "$1/server.crt"
            sed -i '/^host /d' "$1/data/pg_hba.conf"
            echo 'hostssl all all 127.0.0.0/8 trust' >>"$1/data/pg_hba.conf"
            """
        try await shell("set -e\n" + script, [folder, name])
        try await configure([
            "ssl = on", "ssl_cert_file = '\(folder)/server.crt'", "ssl_key_file = '\(folder)/server.key'",
            "listen_addresses = '\(address)'",
        ])
        try await stop()
        try await start()
        return Listener(address: address, certificate: folder + "/server.crt")
    }
}
