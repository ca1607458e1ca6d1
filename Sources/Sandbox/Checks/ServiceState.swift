internal import FoundationEssentials
internal import Licensing

/// Everything that an answer depends on and may change.
struct ServiceState: Sendable {
    let catalogue: Catalogue
    let key: SigningKey
    var book: SeatBook
    /// The users' passwords as they are now, by e-mail.
    var passwords: [String: Secret]
    /// The tokens given out, and when each expires.
    var tokens: [String: Date] = [:]

    init(catalogue: Catalogue, key: SigningKey, book: SeatBook?) {
        self.catalogue = catalogue
        self.key = key
        self.book = catalogue.opening(book ?? SeatBook())
        passwords = Dictionary(catalogue.users.map { ($0.email, $0.password) }) { first, _ in first }
    }
}
