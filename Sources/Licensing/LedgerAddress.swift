internal import FoundationEssentials

/// Where a ledger is kept: in a file, or in a database of a PostgreSQL server.
public enum LedgerAddress: Hashable, Sendable {
    /// A SQLite file, by its absolute path.
    case file(String)
    /// A database, by a connection URI as libpq takes it; no password stands in it.
    case database(String)

    /// What a flag, a variable or the configuration says.
    ///
    /// - Throws: `ledger_password_exposed` for an address with a password in it; `config_invalid` for an address that is none of
    ///   a PostgreSQL database. Who keeps to what this returns can print it anywhere.
    public init(_ text: String) throws(Problem) {
        guard !Self.holdsPassword(text) else {
            // Nothing of it is repeated: nobody knows where in it the password ends.
            throw Problem(.ledgerPasswordExposed, message: "Nothing of it is repeated here.", time: Date())
        }
        guard !Self.isForeign(text) else {
            throw Problem(
                .configInvalid,
                message: "The ledger’s address must be \(Self.expectation). Nothing of it is repeated here.",
                time: Date())
        }
        self = Self.isDatabase(text) ? .database(text) : .file(text)
    }

    /// The text that it was made of.
    public var text: String {
        switch self {
        case .file(let path): path
        case .database(let address): address
        }
    }

    /// What an address has to be, after "must be".
    public static let expectation =
        "a file’s path, or a database’s address that begins with postgresql:// in small letters"

    /// Whether a text names a database, and not a file.
    public static func isDatabase(_ text: String) -> Bool {
        text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    }

    /// Whether a text is an address that no ledger has: another scheme's, one written otherwise, or libpq's list of settings.
    ///
    /// Who meant a database has perhaps written a password into it, so it is no file's name, and is not repeated. A path that
    /// reads like one can be given from `./` on.
    public static func isForeign(_ text: String) -> Bool {
        guard !isPath(text), !isDatabase(text) else { return false }
        let text = text.drop(while: \.isWhitespace)
        return scheme(of: text) != nil || userinfo(of: text) != nil || isSettings(text)
    }

    /// Whether a password stands in an address, or what cannot be told from one.
    public static func holdsPassword(_ address: String) -> Bool {
        guard !isPath(address) else { return false }
        let address = address.drop(while: \.isWhitespace)
        if isSettings(address) || scheme(of: address) == nil {
            return namesPassword(address) || userinfo(of: address)?.contains(":") == true
        }
        if userinfo(of: address)?.contains(":") == true { return true }
        // Without a user a colon is followed by a port; anything else is a password whose host was forgotten.
        let ports = authority(of: address).split(separator: ",").compactMap { host -> Substring? in
            let name = host.drop { $0 != "]" }
            let tail = name.isEmpty ? host : name
            return tail.firstIndex(of: ":").map { tail[tail.index(after: $0)...] }
        }
        if ports.contains(where: { !$0.allSatisfy(\.isWholeNumber) }) { return true }
        let question = address.firstIndex(of: "?").map { address[address.index(after: $0)...] } ?? ""
        return question.split(separator: "&").contains { option in
            // A name that is written by codes of its letters has something to hide.
            option.prefix { $0 != "=" }.contains("%") || namesPassword(option)
        }
    }

    /// Whether a text can be nothing but a path.
    private static func isPath(_ text: String) -> Bool {
        ["/", "~/", "./", "../"].contains { text.hasPrefix($0) }
    }

    /// What a text begins with that is an address: letters, digits and signs before `:/`, or PostgreSQL's own name before a colon.
    private static func scheme(of text: some StringProtocol) -> Substring? {
        let text = Substring(text)
        let scheme = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-._".contains($0)) }
        let rest = text[scheme.endIndex...]
        let isKnown = ["postgres", "postgresql", "jdbc"].contains(scheme.lowercased())
        let ends = isKnown ? [":", "//"] : [":/"]
        return !scheme.isEmpty && ends.contains { rest.hasPrefix($0) } ? scheme : nil
    }

    /// Whose server an address names, and which: all up to the path.
    private static func authority(of address: some StringProtocol) -> Substring {
        var rest = Substring(address)
        // One after the other, as in `jdbc:postgresql://`.
        while let scheme = scheme(of: rest) { rest = rest[scheme.endIndex...].dropFirst() }
        return rest.drop { $0 == "/" }.prefix { $0 != "/" && $0 != "?" }
    }

    /// What stands before the `@` of an address; without a scheme only where a colon is in it, since a path may hold an `@`.
    private static func userinfo(of address: some StringProtocol) -> Substring? {
        let authority = authority(of: address)
        guard let end = authority.lastIndex(of: "@") else { return nil }
        let user = authority[..<end]
        return scheme(of: address) != nil || user.contains(":") ? user : nil
    }

    /// Whether a text is a list of settings as libpq takes it: `host=db dbname=berth`.
    private static func isSettings(_ text: some StringProtocol) -> Bool {
        let text = text.drop(while: \.isWhitespace)
        let name = text.prefix { $0.isLetter || $0 == "_" }
        let isFirst = settings.contains(name.lowercased())
        return namesPassword(text) || (isFirst && text[name.endIndex...].drop(while: \.isWhitespace).first == "=")
    }

    /// Whether a setting is named that takes a password.
    private static func namesPassword(_ text: some StringProtocol) -> Bool {
        let letters = text.lowercased().filter { !$0.isWhitespace }
        return ["password=", "passwd=", "pwd="].contains { letters.contains($0) }
    }

    /// The settings by which a list of libpq's mostly begins.
    private static let settings: Set = [
        "host", "hostaddr", "port", "dbname", "user", "service", "sslmode", "passfile", "options",
    ]
}
