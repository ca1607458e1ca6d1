internal import FoundationEssentials

extension Problem {
    /// When it was met, by the server's clock as far as that is known.
    var serverTime: Date { time.addingTimeInterval(facts.clockOffset ?? 0) }
}

/// Facts as parts of a sentence.
extension ProblemFacts {
    /// `license …4444 of CAD-PRO`, `the license of ana@example.com for CAD-PRO`; `this license` where nothing is known.
    var licenseWords: String {
        guard let license, license.count > 1 else { return product.map { "the license of \($0)" } ?? "this license" }
        return license.hasPrefix("…")
            ? "license \(license)" + (product.map { " of \($0)" } ?? "")
            : "the license of \(license)" + (product.map { " for \($0)" } ?? "")
    }

    /// The same at the head of a sentence.
    var licenseWordsCapitalized: String { licenseWords.prefix(1).uppercased() + licenseWords.dropFirst() }

    /// `device 3eb1bd43…`, or `this device`.
    var deviceWords: String { hardwareID.map { "device \($0.short)" } ?? "this device" }

    /// `product CAD-PRO`, or `this product`.
    var productWords: String { product.map { "product \($0)" } ?? "this product" }

    /// The server's name without scheme, port and path, or nil.
    var host: String? { server.flatMap { URL(string: $0)?.host() } }

    /// The server's address, or `the server`.
    var serverWords: String { server ?? "the server" }

    /// Whether the server is this host, where the sandbox lives.
    var isLoopback: Bool {
        guard let host else { return false }
        let bare = host.trimmingPrefix("[")
        return bare == "localhost" || bare.hasPrefix("127.") || bare.hasPrefix("::1")
    }
}
