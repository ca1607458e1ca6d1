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

    /// A name that a person can type after `--profile`, and tell from another one by looking at it.
    static let profile = SettingRule(
        expectation: "a name of up to 40 characters, all of which can be seen, and without a - at its beginning"
    ) { text in
        let isPlain = !TextShape.hasInvisibles(text) && !text.isEmpty && !text.hasPrefix("-")
        return isPlain && text.unicodeScalars.count <= 40 ? text : nil
    }

    static let product = SettingRule(
        expectation: "a product's short code: up to 100 characters, all of which can be seen, and none of them a blank"
    ) { text in try? Validation.product(text) }

    static let username = SettingRule(
        expectation: "an e-mail address, such as ana@example.com"
    ) { text in try? Validation.user(text) }

    static let logLevel = SettingRule(
        expectation: "one of \(logLevels.joined(separator: ", "))",
        read: { logLevels.contains($0) ? $0 : nil })
    /// From the one that tells the most to the one that tells the least.
    private static let logLevels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

    static let timeZone = SettingRule(
        expectation: "the name of a time zone, such as Europe/Berlin" + missingZones(in: .standard)
    ) { text in
        LocalZone(named: text) == nil ? nil : text
    }

    /// That a host has no time zones, and what brings them; nothing where it has.
    static func missingZones(in folder: ZoneFolder) -> String {
        folder.exists
            ? ""
            : ", and this host has none in \(folder.path): install the package tzdata, or set TZDIR to where time zones are"
    }
}

extension SettingRule<HostIdentity.Algorithm> {
    static let algorithm = SettingRule(
        expectation: "one of \(HostIdentity.Algorithm.allCases.map(\.rawValue).joined(separator: ", "))",
        read: HostIdentity.Algorithm.init(rawValue:))
}

extension SettingRule<HardwareID> {
    static let hardwareID = SettingRule(
        expectation: "a text of up to 256 characters, all of which can be seen, and without blanks at its ends"
    ) { text in
        let id = try? Validation.hardwareID(text)
        return id?.rawValue == text ? id : nil
    }
}
