internal import FoundationEssentials
internal import Licensing

/// Everything that a response depends on and may change.
struct ServiceState: Sendable {
    let inventory: Inventory
    let key: SigningKey
    let choices: Choices
    var book: SeatBook
    /// The users' passwords as they are now, by e-mail.
    var passwords: [String: Secret]
    /// The tokens given out, and when each expires.
    var tokens: [String: Date] = [:]
    var signOnCodes: SignOnCodes

    init(inventory: Inventory, choices: Choices, key: SigningKey, book: SeatBook?) {
        self.inventory = inventory
        self.key = key
        self.choices = choices
        self.book = inventory.initialBook(book ?? SeatBook())
        signOnCodes = SignOnCodes(inventory.accounts)
        passwords = Dictionary(inventory.users.map { ($0.email, $0.password) }) { first, _ in first }
    }

    /// How many tokens are known at once; beyond that the one that expires first is forgotten.
    static let tokenLimit = 1000

    /// Keeps a token that was given out, and forgets those that have expired.
    mutating func keep(_ token: String, until expiry: Date, at now: Date) {
        tokens = tokens.filter { $0.value > now }
        if tokens.count >= Self.tokenLimit, let oldest = tokens.min(by: { $0.value < $1.value }) {
            tokens[oldest.key] = nil
        }
        tokens[token] = expiry
    }
}
