internal import ClientLive
internal import Foundation
internal import Licensing

/// Reads what flags say of a license and a device.
enum LicenseArguments {
    /// The device that is named, else the one that is configured, or this host.
    ///
    /// - Throws: `input_invalid` for what is no id, `config_missing` where nothing says one and this host has none.
    static func device(_ text: String?, else configuration: BerthConfiguration) throws(Problem) -> HardwareID {
        guard let text else { return try configuration.device().id }
        return try valid { () throws(FieldError) in try Validation.hardwareID(text) }
    }

    /// The license's number.
    static func number(_ text: String?) throws(Problem) -> Int64? {
        try text.map { text throws(Problem) in try valid { () throws(FieldError) in try Validation.licenseID(text) } }
    }

    /// The bundle that the license is a part of.
    static func bundle(_ text: String?) throws(Problem) -> String? {
        try text.map { text throws(Problem) in try valid { () throws(FieldError) in try Validation.bundleCode(text) } }
    }

    /// A feature's code.
    static func feature(_ text: String?) throws(Problem) -> String? {
        try text.map { text throws(Problem) in try valid { () throws(FieldError) in try Validation.feature(text) } }
    }

    /// The license key from a flag's file, where it is configured, or from a prompt; and where it came from.
    static func key(_ path: String?, _ configuration: BerthConfiguration) throws(Problem) -> (Secret, SecretSource) {
        let flag = "--license-key-file"
        if let named = SignInOptions.file(path, flag) ?? configuration.licenseKeySource {
            return try named.takeLicenseKey(SecretReader(environment: .current))
        }
        let key = try Prompt.secret("License key", orFrom: flag)
        return (try valid { () throws(FieldError) in try Validation.licenseKey(key) }, .prompt)
    }
}
