internal import FoundationEssentials

/// Where a ledger is kept: in a file, or in a database of a PostgreSQL server.
public enum LedgerAddress: Hashable, Sendable {
    /// A SQLite file, by its absolute path.
    case file(String)
    /// A database, by a connection URI as libpq takes it; no password stands in it.
    case database(String)

    /// What a flag, a variable or the configuration says.
    ///
    /// - Throws: `ledger_password_exposed` for a database's address with a password in it. Who keeps to what this returns can
    ///   print an address anywhere.
    public init(_ text: String) throws(Problem) {
        guard Self.isDatabase(text) else {
            self = .file(text)
            return
        }
        guard !Self.holdsPassword(text) else {
            // Nothing of it is repeated: nobody knows where in it the password ends.
            throw Problem(.ledgerPasswordExposed, message: "Nothing of it is repeated here.", time: Date())
        }
        self = .database(text)
    }

    /// The text that it was made of.
    public var text: String {
        switch self {
        case .file(let path): path
        case .database(let address): address
        }
    }

    /// Whether a text names a database, and not a file.
    public static func isDatabase(_ text: String) -> Bool {
        text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    }

    /// Whether a password stands in an address, or what cannot be told from one.
    public static func holdsPassword(_ address: String) -> Bool {
        guard isDatabase(address), let scheme = address.firstRange(of: "://") else { return false }
        let rest = address[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        if let end = authority.lastIndex(of: "@"), authority[..<end].contains(":") { return true }
        // Without a user a colon is followed by a port; anything else is a password whose host was forgotten.
        let ports = authority.split(separator: ",").compactMap { host -> Substring? in
            let name = host.drop { $0 != "]" }
            let tail = name.isEmpty ? host : name
            return tail.firstIndex(of: ":").map { tail[tail.index(after: $0)...] }
        }
        if ports.contains(where: { !$0.allSatisfy(\.isWholeNumber) }) { return true }
        let question = address.firstIndex(of: "?").map { address[address.index(after: $0)...] } ?? ""
        return question.split(separator: "&").contains { option in
            // A name that is written by codes of its letters has something to hide.
            let name = option.prefix { $0 != "=" }
            return ["password", "sslpassword"].contains(name) || name.contains("%")
        }
    }
}
