internal import Licensing

/// The codes of single sign-on that have been given out, each good for one request (reference, section 1.2).
struct SignOnCodes: Sendable {
    private struct Code: Sendable {
        var text: String
        var account: String
        var isUsed = false
    }

    private var codes: [Code] = []

    /// How many codes are known at once; beyond that the oldest one is forgotten.
    static let limit = 1000

    /// Starts with the code that each account of the inventory has.
    init(_ accounts: [Inventory.CustomerAccount]) {
        codes = accounts.map { Code(text: $0.authorizationCode.exposed, account: $0.code) }
    }

    /// Keeps a code that was given out.
    mutating func keep(_ text: String, for account: String) {
        if codes.count >= Self.limit { codes.removeFirst() }
        codes.append(Code(text: text, account: account))
    }

    /// Whether a code proves that somebody signed in to an account; it counts as used from then on.
    ///
    /// - Parameter worksOnce: whether one that is used proves nothing.
    mutating func take(_ text: String, for account: String, worksOnce: Bool) -> Bool {
        let index = codes.firstIndex { $0.text == text && $0.account == account && !(worksOnce && $0.isUsed) }
        guard let index else { return false }
        codes[index].isUsed = true
        return true
    }
}
