/// Which license user an e-mail address means: two addresses are one user where these are equal.
///
/// Letter case does not tell users apart. The reference says nothing of it but that a license's signature covers the address in lower
/// case (section 7.1), and a user who is taken for another would lose a seat unseen. Addresses are kept, shown and sent as they were
/// typed, and compared by this.
public struct UserIdentity: Hashable, Comparable, Sendable {
    /// The address in its one spelling.
    public let text: String

    public init(_ address: String) { text = address.lowercased() }

    public static func < (one: Self, other: Self) -> Bool { one.text < other.text }

    /// Whether two addresses mean one user.
    public static func areSame(_ one: String, _ other: String) -> Bool { one == other || Self(one) == Self(other) }
}

extension LicenseReference {
    /// The same by its user's one spelling, by which it is compared with others.
    public var identity: LicenseReference {
        switch self {
        case .user(let name): .user(UserIdentity(name).text)
        case .key, .customerAccount: self
        }
    }

    /// Whether somebody signs in to it: it is no key's.
    var isSignedInTo: Bool { if case .key = self { false } else { true } }

    /// Whether that is by single sign-on.
    var isSingleSignOn: Bool { if case .customerAccount = self { true } else { false } }

    /// Whether both are remembered of one license.
    public func isSame(as other: LicenseReference) -> Bool { self == other || identity == other.identity }
}
