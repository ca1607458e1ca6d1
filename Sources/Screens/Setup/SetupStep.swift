internal import Licensing

/// One thing that a first start asks for: how it is asked on the screen and line by line, and what may be typed.
///
/// A new one is a value here, its place in ``SetupDraft/steps`` and in ``SetupDraft/answers``.
public struct SetupStep: Sendable, Identifiable {
    /// Tells a step from the others, in the order in which they may be asked.
    public enum ID: String, Hashable, Sendable, CaseIterable {
        case place, server, publicKey, authorization, apiKey, sharedKey, clientID, clientSecret, product, device
        case licenseKey, user, secrets, finish
    }

    /// What kind of answer it takes.
    public enum Kind: Hashable, Sendable {
        /// A line of text, or one that must not be seen.
        case text, secret
        /// One of several.
        case choice
        /// A yes.
        case button
    }

    /// One answer of several.
    public struct Choice: Hashable, Sendable {
        /// What is typed for it.
        public let word: String
        /// What it means.
        public let text: String

        init(_ word: String, _ text: String) {
            self.word = word
            self.text = text
        }
    }

    public let id: ID
    public let kind: Kind
    /// Its title on the screen.
    public let label: String
    /// What asks for it where there is no screen.
    public let question: String
    /// What a newcomer should know, in a sentence or two.
    public let help: String
    /// The most characters that it takes.
    public let limit: Int
    /// Whether it may be left empty.
    public let isOptional: Bool
    /// What there is to choose from; the first is the standard one.
    public let choices: [Choice]
    /// Throws a sentence where a text, which is not empty, cannot be what is wanted.
    let check: @Sendable (String) throws(AnswerError) -> Void

    /// Whether a text must not be seen: a secret, or what is told to look like a license key.
    func hides(_ text: String) -> Bool { kind == .secret || id == .product && KeyShape.isByAnyMeasureIn(text) }

    private init(
        _ id: ID, _ kind: Kind, label: String, question: String, help: String, limit: Int = 512,
        isOptional: Bool = false, choices: [Choice] = [],
        check: @escaping @Sendable (String) throws(AnswerError) -> Void = { _ throws(AnswerError) in }
    ) {
        self.id = id
        self.kind = kind
        self.label = label
        self.question = question
        self.help = help
        self.limit = limit
        self.isOptional = isOptional
        self.choices = choices
        self.check = check
    }

    /// Whether text is typed for it.
    public var isText: Bool { kind == .text || kind == .secret }
}

extension SetupStep {
    private static let all: [ID: SetupStep] = {
        let steps = [
            place, server, publicKey, authorization, apiKey, sharedKey, clientID, clientSecret, product, device,
            licenseKey, user, secrets, finish,
        ]
        return Dictionary(steps.map { ($0.id, $0) }) { first, _ in first }
    }()

    /// The step of an id.
    public static func of(_ id: ID) -> SetupStep { all[id] ?? finish }

    private static let place = SetupStep(
        .place, .choice, label: "Where licenses come from", question: "Where do your licenses come from",
        help:
            "The vendor's service, unless your company runs a License API of its own. The demo runs on this host alone, "
            + "needs no account, and writes no configuration.",
        choices: [
            Choice("licensespring", "the vendor's service, api.licensespring.com"),
            Choice("other", "another server, such as one that `berth sandbox` runs"),
            Choice("demo", "nowhere yet: try the demo"),
        ])

    private static let server = SetupStep(
        .server, .text, label: "Server", question: "The server's address",
        help:
            "Its base address: https://licenses.example.com, or http://127.0.0.1:8181 for `berth sandbox` on this host."
    ) { text throws(AnswerError) in
        try blanks(text, "An address")
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
            throw AnswerError(sentence: "An address begins with https://, for example https://licenses.example.com.")
        }
        // What stands there may be a secret, which would be shown and sent.
        let host = text.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" }
        guard !host.contains("@"), !text.contains("?"), !text.contains("#") else {
            throw AnswerError(sentence: "A user, a password, a query or a fragment has no place in the address.")
        }
    }

    private static let publicKey = SetupStep(
        .publicKey, .text, label: "Public key", question: "The file with the server's public key",
        help:
            "The PEM file of the public key with which this server's responses are verified. Leave it empty for the vendor's key, which Berth knows.",
        isOptional: true, check: path)

    private static let authorization = SetupStep(
        .authorization, .choice, label: "Authorization", question: "Which credentials does your company's account use",
        help: "The vendor's platform tells which; ask whoever administers your licenses.",
        choices: [
            Choice("keys", "an API key and a shared key"), Choice("oauth", "an OAuth client id and its secret"),
        ])

    private static let apiKey = SetupStep(
        .apiKey, .secret, label: "API key", question: "API key",
        help: "From the vendor's platform, under Settings and Keys. It is not shown while it is typed."
    ) { text throws(AnswerError) in try plain(text, "An API key") }

    private static let sharedKey = SetupStep(
        .sharedKey, .secret, label: "Shared key", question: "Shared key",
        help: "It stands beside the API key on the vendor's platform, and signs requests. It never leaves this host."
    ) { text throws(AnswerError) in try plain(text, "A shared key") }

    private static let clientID = SetupStep(
        .clientID, .text, label: "OAuth client", question: "OAuth client id",
        help: "The client id from the vendor's platform."
    ) { text throws(AnswerError) in try plain(text, "A client id") }

    private static let clientSecret = SetupStep(
        .clientSecret, .secret, label: "OAuth secret", question: "OAuth client secret",
        help: "The secret that belongs to the client id. It is not shown while it is typed."
    ) { text throws(AnswerError) in try plain(text, "A client secret") }

    private static let product = SetupStep(
        .product, .text, label: "Product", question: "Product (its short code)",
        help:
            "The short code of the product that is borrowed most; upper and lower case matter. Looking it up takes no seat.",
        limit: 100
    ) { text throws(AnswerError) in
        if KeyShape.isByAnyMeasureIn(text) { throw AnswerError(sentence: Strings.productIsLicenseKey) }
        try valid { () throws(FieldError) in _ = try Validation.product(text) }
    }

    private static let device = SetupStep(
        .device, .text, label: "Device", question: "Hardware id (empty for this host)",
        help:
            "Leave it empty for this host's own. It has to be the id that the licensed application sends: that cannot use "
            + "a borrow of another device.",
        limit: 256, isOptional: true
    ) { text throws(AnswerError) in try valid { () throws(FieldError) in _ = try Validation.hardwareID(text) } }

    private static let licenseKey = SetupStep(
        .licenseKey, .text, label: "License key", question: "A file that holds the license key (empty to be asked)",
        help:
            "The path of a file with the license key in it, for commands that run without you. Leave it empty to be "
            + "asked each time.",
        isOptional: true, check: path)

    private static let user = SetupStep(
        .user, .text, label: "License user", question: "License user, an e-mail address (empty to be asked)",
        help:
            "Licenses of this product are used by user and password. This is the user that the form begins with; the "
            + "password is asked for each time.",
        limit: 254, isOptional: true
    ) { text throws(AnswerError) in try valid { () throws(FieldError) in _ = try Validation.user(text) } }

    private static let secrets = SetupStep(
        .secrets, .choice, label: "Secrets", question: "Where are the secrets to be kept",
        help:
            "Files beside the configuration that you alone may read (0600), or variables that you set yourself and that "
            + "Berth writes nowhere.",
        choices: [
            Choice("files", "in files beside the configuration, yours alone"),
            Choice("variables", "nowhere: environment variables hold them"),
        ])

    private static let finish = SetupStep(
        .finish, .button, label: "Write it", question: "Write the configuration?",
        help: "Nothing has been written so far.")

    // MARK: What texts have to be like

    private static let path: @Sendable (String) throws(AnswerError) -> Void = { (text) throws(AnswerError) in
        guard text.hasPrefix("/") || text.hasPrefix("~/") else {
            throw AnswerError(sentence: "A path begins with / or with ~/.")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw AnswerError(sentence: "A path has no invisible characters in it.")
        }
    }

    private static func valid(_ check: () throws(FieldError) -> Void) throws(AnswerError) {
        do {
            try check()
        } catch {
            throw AnswerError(sentence: error.sentence)
        }
    }

    private static func blanks(_ text: String, _ name: String) throws(AnswerError) {
        if text.contains(where: \.isWhitespace) { throw AnswerError(sentence: "\(name) has no blanks in it.") }
    }

    private static func plain(_ text: String, _ name: String) throws(AnswerError) {
        try blanks(text, name)
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw AnswerError(sentence: "\(name) has only plain letters, digits and signs; paste it anew.")
        }
    }
}
