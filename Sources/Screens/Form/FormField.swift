internal import Licensing

/// One thing that a borrow needs: how it is asked for, on the form and line by line, and what may be typed.
///
/// A new field is one value here, and its place in ``BorrowForm/fields`` and ``BorrowForm/request(now:zone:limit:)``.
public struct FormField: Sendable, Identifiable {
    /// Tells a field from the others.
    public enum ID: Hashable, Sendable, CaseIterable {
        case product, signIn, key, userName, password, proofKind, proof, account, maximum, until
        case more, license, feature, bundle, device, borrow
    }

    /// What kind of thing it is.
    public enum Kind: Hashable, Sendable {
        /// A line of text, or one that must not be seen.
        case text, secret
        /// A choice of one among several; an on and off.
        case turn
        /// Shows or hides what is seldom needed.
        case fold
        case button
    }

    public let id: ID
    public let kind: Kind
    /// What stands before it on the form.
    public let label: String
    /// What asks for it where there is no form.
    public let question: String
    /// One sentence for the help screen.
    public let help: String
    /// The most characters that it takes.
    public let limit: Int
    /// Whether a list or a calendar opens on it.
    public let opens: Bool
    /// Whether it may be left empty.
    public let isOptional: Bool
    /// The words to choose from where no text is typed, the form's own order.
    public let choices: [String]
    /// Throws a sentence where a text, which is not empty, cannot be what is wanted.
    private let shape: @Sendable (String) throws(FieldError) -> Void

    init(
        _ id: ID, _ kind: Kind, label: String, question: String, help: String, limit: Int = 512, opens: Bool = false,
        isOptional: Bool = false, choices: [String] = [],
        check: @escaping @Sendable (String) throws(FieldError) -> Void = { _ throws(FieldError) in }
    ) {
        self.id = id
        self.kind = kind
        self.label = label
        self.question = question
        self.help = help
        self.limit = limit
        self.opens = opens
        self.isOptional = isOptional
        self.choices = choices
        shape = check
    }

    /// Whether text is typed into it.
    public var isText: Bool { kind == .text || kind == .secret }

    /// Throws a sentence where a text, which is not empty, cannot be what is wanted.
    ///
    /// - Parameter isName: whether it is known to be no license key, whatever it looks like.
    func check(_ text: String, isName: Bool) throws(FieldError) {
        if !isName, mistakesKey(text) { throw FieldError(.licenseKey, Strings.looksLikeKey) }
        try shape(text)
    }

    /// Whether a text looks like a license key, which is to stand in no field but its own. A machine may be called by a UUID.
    func mistakesKey(_ text: String) -> Bool {
        guard kind == .text else { return false }
        // Neither a product nor an end is written like a key; names of devices may be.
        if id == .product || id == .until { return KeyShape.isByAnyMeasureIn(text) }
        return KeyShape.isAmongNames(text) && !(id == .device && KeyShape.isUUID(text))
    }
}

extension FormField {
    static let product = FormField(
        .product, .text, label: "Product", question: "Product (its short code)",
        help: "The product's short code; upper and lower case matter.", limit: 100, opens: true
    ) { text throws(FieldError) in _ = try Validation.product(text) }
    static let signIn = FormField(
        .signIn, .turn, label: "Sign in", question: "Sign in with key, user or sso",
        help: "What opens the license: its key, a user and a password, or single sign-on.",
        choices: ["key", "user", "sso"])
    static let key = FormField(
        .key, .secret, label: "Key", question: "License key", help: "The license key. It is never shown or kept."
    ) { text throws(FieldError) in _ = try Validation.licenseKey(Secret(text)) }
    static let userName = FormField(
        .userName, .text, label: "User", question: "License user (an e-mail address)",
        help: "The license user's e-mail address.", limit: 254
    ) { text throws(FieldError) in _ = try Validation.user(text) }
    static let password = FormField(
        .password, .secret, label: "Password", question: "Password", help: "The license user's password."
    ) { text throws(FieldError) in _ = try Validation.password(Secret(text)) }
    static let proofKind = FormField(
        .proofKind, .turn, label: "Proof", question: "Proof of the sign-in: code or token",
        help: "What the company's sign-in page handed out: a code, good for one use, or an id token.",
        choices: ["code", "token"])
    static let proof = FormField(
        .proof, .secret, label: "Paste it", question: "The code or token from the sign-in page",
        help: "The code or token from the sign-in page.", limit: 8192
    ) { text throws(FieldError) in _ = try Validation.token(Secret(text)) }
    static let account = FormField(
        .account, .text, label: "Company", question: "Company account (its code)",
        help: "The code of the company's customer account.", limit: 100
    ) { text throws(FieldError) in _ = try Validation.customerAccountCode(text) }
    static let maximum = FormField(
        .maximum, .turn, label: "Until", question: "Borrow as long as the license allows? (yes or no)",
        help: "Whether to borrow as long as the license allows.", choices: yesOrNo)
    static let until = FormField(
        .until, .text, label: "", question: "Until (fri 18:00, tomorrow 9am, +36h, or a date)",
        help: "When the borrow ends: fri 18:00, tomorrow 9am, +36h, a date as it stands there, and other spellings.",
        limit: 80, opens: true)
    static let more = FormField(
        .more, .fold, label: "More",
        question: "A license id, a feature, a bundle, or another device than this host? (yes or no)",
        help: "License id, feature, bundle and device, which are seldom needed.", choices: yesOrNo)
    static let feature = FormField(
        .feature, .text, label: "Feature", question: "Feature (its code; empty for the license itself)",
        help: "The code of a feature, to borrow that and not the license itself; upper and lower case matter.",
        limit: 100, isOptional: true
    ) { text throws(FieldError) in _ = try Validation.feature(text) }
    static let license = FormField(
        .license, .text, label: "License", question: "License id (empty for any)",
        help: "The id of one license, where a user has several.", limit: 20, opens: true, isOptional: true
    ) { text throws(FieldError) in _ = try Validation.licenseID(text) }
    static let bundle = FormField(
        .bundle, .text, label: "Bundle", question: "Bundle (its code; empty for none)",
        help: "The code of the bundle that the license is a part of, where it is borrowed as that.", limit: 100,
        isOptional: true
    ) { text throws(FieldError) in _ = try Validation.bundleCode(text) }
    static let device = FormField(
        .device, .text, label: "Device", question: "Hardware id (empty for this host)",
        help: "The hardware id of the device that borrows.", opens: true, isOptional: true
    ) { text throws(FieldError) in _ = try Validation.hardwareID(text) }
    static let borrow = FormField(
        .borrow, .button, label: "", question: "Send the borrow?", help: "Send the borrow.")
    private static let yesOrNo = ["yes", "no"]

    private static let all: [ID: FormField] = {
        let fields = [
            product, signIn, key, userName, password, proofKind, proof, account, maximum, until, more, license, feature,
            bundle, device, borrow,
        ]
        return Dictionary(fields.map { ($0.id, $0) }) { first, _ in first }
    }()

    /// The field of an id.
    public static func of(_ id: ID) -> FormField { all[id] ?? borrow }

    /// What it is called where several are named.
    var title: String {
        switch id {
        case .until: Self.maximum.label
        case .proof: Self.proofKind.label
        default: label
        }
    }
}
