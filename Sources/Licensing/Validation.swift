public import FoundationEssentials

/// A value that a person has to enter.
public enum Field: String, Hashable, Sendable, CaseIterable {
    case product, licenseKey, user, password, token, customerAccountCode, licenseID, bundleCode, feature, hardwareID,
        end
}

/// Why a value cannot be used, in a sentence for the line under its field.
public struct FieldError: Error, Hashable, Sendable {
    /// The value's field.
    public let field: Field
    /// Says what is wrong, and never repeats a secret.
    public let sentence: String

    /// Makes one from its field and its sentence.
    public init(_ field: Field, _ sentence: String) {
        self.field = field
        self.sentence = sentence
    }
}

/// Checks of a value's shape, shared by the form, the commands and the sandbox.
///
/// Each returns the value as it is to be sent, or throws a ``FieldError``. Whether the server knows the value is another
/// matter.
public enum Validation {
    /// A product's short code: up to 100 characters without blanks. Blanks around it are dropped; case is kept.
    public static func product(_ text: String) throws(FieldError) -> String {
        let text = TextShape.trimmed(text)
        if text.isEmpty { throw FieldError(.product, "A product code is needed, for example CAD-PRO.") }
        if TextShape.hasBlanks(text) { throw FieldError(.product, "A product code has no blanks in it.") }
        try check(text, .product, "A product code", limit: 100)
        return text
    }

    /// A license key: printable ASCII without blanks. Blanks around it are dropped, as pasting leaves them there.
    public static func licenseKey(_ key: Secret) throws(FieldError) -> Secret {
        let text = TextShape.trimmed(key.exposed)
        if text.isEmpty { throw FieldError(.licenseKey, "A license key is needed.") }
        if TextShape.hasBlanks(text) { throw FieldError(.licenseKey, "A license key has no blanks in it.") }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw FieldError(.licenseKey, "A license key has only plain letters, digits and signs; type it again.")
        }
        return Secret(text)
    }

    /// A license user's e-mail: one @ with text either side, no blanks. Blanks around it are dropped.
    public static func user(_ text: String) throws(FieldError) -> String {
        let text = TextShape.trimmed(text)
        if text.isEmpty { throw FieldError(.user, "A user is needed: an e-mail address.") }
        if TextShape.hasBlanks(text) { throw FieldError(.user, "An e-mail address has no blanks in it.") }
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }) else {
            throw FieldError(.user, "A user is an e-mail address, for example ana@example.com.")
        }
        try check(text, .user, "An e-mail address", limit: 254)
        return text
    }

    /// A password: anything but nothing. It is kept as it is, blanks included.
    public static func password(_ password: Secret) throws(FieldError) -> Secret {
        if password.isEmpty { throw FieldError(.password, "A password is needed.") }
        return password
    }

    /// A code or token from a sign-in page: printable ASCII without blanks. Blanks around it are dropped.
    public static func token(_ token: Secret) throws(FieldError) -> Secret {
        let text = TextShape.trimmed(token.exposed)
        if text.isEmpty { throw FieldError(.token, "A code or token from the sign-in page is needed.") }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw FieldError(.token, "A code or token has no blanks or special characters; paste it again.")
        }
        return Secret(text)
    }

    /// A customer account's code: up to 100 characters without blanks. Blanks around it are dropped.
    public static func customerAccountCode(_ text: String) throws(FieldError) -> String {
        let text = TextShape.trimmed(text)
        if text.isEmpty { throw FieldError(.customerAccountCode, "A customer account code is needed.") }
        if TextShape.hasBlanks(text) {
            throw FieldError(.customerAccountCode, "A customer account code has no blanks in it.")
        }
        try check(text, .customerAccountCode, "A customer account code", limit: 100)
        return text
    }

    /// A license's number: a positive integer of at most 64 bits, as the server's are (reference, section 1).
    public static func licenseID(_ text: String) throws(FieldError) -> Int64 {
        let text = TextShape.trimmed(text)
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw FieldError(.licenseID, "A license id is a number, for example 1699349720166389.")
        }
        guard let number = Int64(text) else { throw FieldError(.licenseID, "That is too large for a license id.") }
        guard number > 0 else { throw FieldError(.licenseID, "A license id is greater than zero.") }
        return number
    }

    /// A bundle's code: up to 100 characters without blanks. Blanks around it are dropped; case is kept.
    public static func bundleCode(_ text: String) throws(FieldError) -> String {
        try code(text, .bundleCode, "A bundle code")
    }

    /// A feature's code: up to 100 characters without blanks. Blanks around it are dropped; case is kept.
    public static func feature(_ text: String) throws(FieldError) -> String {
        try code(text, .feature, "A feature's code")
    }

    private static func code(_ text: String, _ field: Field, _ name: String) throws(FieldError) -> String {
        let text = TextShape.trimmed(text)
        if text.isEmpty { throw FieldError(field, "\(name) is needed.") }
        if TextShape.hasBlanks(text) { throw FieldError(field, "\(name) has no blanks in it.") }
        try check(text, field, name, limit: 100)
        return text
    }

    /// A hardware id: up to 256 printable characters. Blanks around it are dropped; those within are kept.
    public static func hardwareID(_ text: String) throws(FieldError) -> HardwareID {
        let text = TextShape.trimmed(text)
        if text.isEmpty {
            throw FieldError(.hardwareID, "A hardware id is needed: the one that the application sends.")
        }
        try check(text, .hardwareID, "A hardware id", limit: 256)
        return HardwareID(rawValue: text)
    }

    /// An end: ahead of `now`, within the longest borrow and within the license's own end, as far as they are known.
    ///
    /// - Parameters:
    ///   - end: what is asked for.
    ///   - now: the server's time: this host's plus the measured offset.
    ///   - maxBorrowHours: the license's limit in hours; nil while it is not known.
    ///   - licenseValidUntil: when the license itself ends; nil while it is not known, or never.
    ///   - words: how a sentence writes an instant.
    public static func end(
        _ end: BorrowEnd, now: Date, maxBorrowHours: Int? = nil, licenseValidUntil: Date? = nil,
        words: (Date) -> String = UTC.words
    ) throws(FieldError) -> BorrowEnd {
        let faults = EndFault.all(
            of: end, now: now, maxBorrowHours: maxBorrowHours, licenseValidUntil: licenseValidUntil)
        if let fault = faults.first { throw FieldError(.end, sentence(fault, words)) }
        return end
    }

    private static func sentence(_ fault: EndFault, _ words: (Date) -> String) -> String {
        switch fault {
        case .past(let seconds): "The end lies \(DurationText.short(seconds)) in the past."
        case .beyondMaximum(let latest, let hours):
            "The latest end is \(words(latest)): the longest borrow is \(DurationText.hours(hours))."
        case .beyondLicense(let validUntil): "The license itself ends before that, at \(words(validUntil))."
        case .borrowingNotAllowed: "This license cannot be borrowed: its longest borrow is 0 h."
        case .licenseEnded(let end): "The license itself ended at \(words(end))."
        }
    }

    private static func check(_ text: String, _ field: Field, _ name: String, limit: Int) throws(FieldError) {
        if TextShape.hasInvisibles(text) { throw FieldError(field, "\(name) has no invisible characters in it.") }
        if text.count > limit { throw FieldError(field, "\(name) has at most \(limit) characters.") }
    }
}
