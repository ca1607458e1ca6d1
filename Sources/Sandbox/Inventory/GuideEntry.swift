public import Licensing

/// One thing to try in a sandbox with ``Inventory/demo``: what to enter, and what comes of it.
public struct GuideEntry: Hashable, Sendable, Identifiable {
    /// What comes of a borrow.
    public enum Outcome: Hashable, Sendable {
        /// A seat.
        case granted
        /// The server's "no", with this code.
        case refused(ProblemCode)
        /// The server takes the seat, and its response does not arrive or cannot be trusted: a client meets this code.
        case troubled(ProblemCode)
    }

    /// What to sign in with. The demo's secrets are for show, so they are plain texts here.
    public enum SignIn: Hashable, Sendable {
        case licenseKey(String)
        case user(name: String, password: String)

        /// Both kinds as one line of text.
        public var text: String {
            switch self {
            case .licenseKey(let key): key
            case .user(let name, let password): "\(name) / \(password)"
            }
        }
    }

    public var outcome: Outcome
    public var product: String
    public var signIn: SignIn
    /// One license of several, where the entry is about it.
    public var licenseID: Int64?
    /// The feature to borrow; nil for the license itself.
    public var feature: String?
    /// The hardware id to enter; nil for any.
    public var hardwareID: String?
    public var end: BorrowEnd
    /// What to do and to expect, in words.
    public var text: String

    public var id: String {
        [product, signIn.text, licenseID.map(String.init) ?? "", feature ?? "", text].joined(separator: "|")
    }

    /// The code that comes of it; nil for a seat.
    public var code: ProblemCode? {
        switch outcome {
        case .granted: nil
        case .refused(let code), .troubled(let code): code
        }
    }

    public init(
        _ outcome: Outcome, product: String, signIn: SignIn, licenseID: Int64? = nil, feature: String? = nil,
        hardwareID: String? = nil, end: BorrowEnd = .maximum, text: String
    ) {
        self.outcome = outcome
        self.product = product
        self.signIn = signIn
        self.licenseID = licenseID
        self.feature = feature
        self.hardwareID = hardwareID
        self.end = end
        self.text = text
    }
}
