internal import CPostgres
internal import Licensing

/// The library of PostgreSQL's clients, `libpq`, which is loaded when a ledger first needs it.
///
/// At run time and not by the linker: a program that is built once runs everywhere, needs nothing of PostgreSQL for a ledger
/// in a file, and says what to install where a database is asked for and the library is missing. Package traits would make two
/// programs of it.
enum PostgresLibrary {
    /// The name it has had since PostgreSQL 8.2.
    static let name = "libpq.so.5"

    /// - Throws: `ledger_library_missing`, with the system's words.
    static func load(_ name: String = name) throws(PostgresFault) {
        var reason = [CChar](repeating: 0, count: 512)
        guard !cp_pg_load(name, &reason, Int32(reason.count)) else { return }
        throw PostgresFault(.ledgerLibraryMissing, text(reason))
    }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// What libpq says of an address, without what it quotes of it: `invalid sslmode value: "…"`.
    private static func sentence(_ words: String) -> String {
        let line = words.prefix { $0 != "\n" }
        return line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .map { $0 % 2 == 0 ? String($1) : "…" }.joined(separator: "\"")
    }

    /// Holds an address against libpq's own rules.
    ///
    /// - Throws: `ledger_address_invalid`, `ledger_password_exposed`. Neither repeats a value that stands in the address.
    static func check(_ address: String) throws(PostgresFault) {
        var hasPassword = false
        guard cp_pg_parses(address, &hasPassword) else {
            throw PostgresFault(.ledgerAddressInvalid, "")
        }
        guard !hasPassword else { throw PostgresFault(.ledgerPasswordExposed, "") }
        var reason = [CChar](repeating: 0, count: 512)
        guard !cp_pg_takes(address, &reason, Int32(reason.count)) else { return }
        throw PostgresFault(.ledgerAddressInvalid, sentence(text(reason)))
    }
}
