/// What a person signs in with for a borrow (reference, section 1.2).
public enum Credentials: Hashable, Sendable {
    /// Key-based products: the license key alone.
    case licenseKey(Secret)
    /// User-based products: the license user's e-mail and password.
    case user(name: String, password: Secret)
    /// User-based products by single sign-on.
    case singleSignOn(SingleSignOn)
}

/// The outcome of a browser sign-in, pasted by the operator.
public struct SingleSignOn: Hashable, Sendable {
    /// What the sign-in page handed out.
    public enum Proof: Hashable, Sendable {
        /// An authorization code (`code`), good for one use.
        case code(Secret)
        /// An access token (`id_token`).
        case idToken(Secret)
    }

    public var proof: Proof
    /// The customer account's code (`customer_account_code`); required with either proof.
    public var customerAccountCode: String
    /// The address to which the sign-in page led back (`redirect_uri`), where the server wants to know it.
    public var redirectURI: String?

    public init(proof: Proof, customerAccountCode: String, redirectURI: String? = nil) {
        self.proof = proof
        self.customerAccountCode = customerAccountCode
        self.redirectURI = redirectURI
    }
}

/// What names a license where no password is asked for: release, check, deactivate.
public enum LicenseIdentification: Hashable, Sendable {
    /// By its key (`license_key`).
    case licenseKey(Secret)
    /// By its user's e-mail (`username`).
    case username(String)
}

/// How a license is remembered and shown: enough to tell it apart, nothing that would open it.
public enum LicenseReference: Hashable, Sendable, Codable {
    /// A key, by its last four characters and a fingerprint made with a key that never leaves the ledger.
    case key(lastFour: String, fingerprint: String)
    /// A license user's e-mail.
    case user(String)
    /// A customer account signed in to by single sign-on.
    case customerAccount(String)

    /// Whether what it borrowed can be released: the server asks for a key or a user then, and single sign-on tells neither.
    public var canBeReleased: Bool { if case .customerAccount = self { false } else { true } }

    /// The short form for a table: `…4444`, `ana@example.com`, `acme (SSO)`.
    public var label: String {
        switch self {
        case .key(let lastFour, _): "…" + lastFour
        case .user(let name): name
        case .customerAccount(let code): code + " (SSO)"
        }
    }
}
