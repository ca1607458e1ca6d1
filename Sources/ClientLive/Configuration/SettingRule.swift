internal import Foundation
internal import LicenseAPI
internal import Licensing

/// What the text of a setting has to be, and what is made of it.
struct SettingRule<Value>: Sendable {
    /// Completes the sentence "… must be".
    var expectation: String
    /// Nil for a text that is not as expected.
    var read: @Sendable (String) -> Value?
}

extension SettingRule<String> {
    /// A user or password in the address would end up in the ledger and on the screen. Each server has one spelling, by which
    /// borrows know theirs.
    static let server = SettingRule(
        expectation:
            "an address such as https://api.licensespring.com, with a port up to 65535 if any, and without a user, "
            + "password, query or fragment",
        read: ServerAddress.normalized)

    /// A name that a person can type after `--profile`.
    static let profile = SettingRule(
        expectation: "a name of up to 40 characters without control characters, and without a - at its beginning"
    ) { text in
        let isPlain = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        return isPlain && !text.isEmpty && text.count <= 40 && !text.hasPrefix("-") ? text : nil
    }

    static let logLevel = SettingRule(
        expectation: "one of \(logLevels.joined(separator: ", "))",
        read: { logLevels.contains($0) ? $0 : nil })
    /// From the one that tells the most to the one that tells the least.
    private static let logLevels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

    static let timeZone = SettingRule(expectation: "the name of a time zone, such as Europe/Berlin") { text in
        LocalZone(named: text) == nil ? nil : text
    }
}

extension SettingRule<HostIdentity.Algorithm> {
    static let algorithm = SettingRule(
        expectation: "one of \(HostIdentity.Algorithm.allCases.map(\.rawValue).joined(separator: ", "))",
        read: HostIdentity.Algorithm.init(rawValue:))
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
