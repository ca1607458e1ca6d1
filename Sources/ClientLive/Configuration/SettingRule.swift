internal import Foundation
internal import Licensing

/// What the text of a setting has to be, and what is made of it.
struct SettingRule<Value>: Sendable {
    /// Completes the sentence "… must be".
    var expectation: String
    /// Nil for a text that is not as expected.
    var read: @Sendable (String) -> Value?
}

extension SettingRule<String> {
    /// A user or password in the address would end up in the ledger and on the screen.
    static let server = SettingRule(
        expectation: "an address such as https://api.licensespring.com, without a user, password, query or fragment"
    ) { text in
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased()),
            url.host()?.isEmpty == false, url.user() == nil, url.password() == nil, url.query() == nil,
            url.fragment() == nil
        else { return nil }
        return String(text.prefix(through: text.lastIndex { $0 != "/" } ?? text.startIndex))
    }

    static let timeZone = SettingRule(expectation: "the name of a time zone, such as Europe/Berlin") { text in
        TimeZone(identifier: text) == nil ? nil : text
    }
}

extension SettingRule<HardwareID> {
    static let hardwareID = SettingRule(
        expectation: "a text without control characters, and without blanks at its ends"
    ) { text in
        let isPlain = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        let isTrimmed = text.first?.isWhitespace == false && text.last?.isWhitespace == false
        return isPlain && isTrimmed ? HardwareID(rawValue: text) : nil
    }
}
