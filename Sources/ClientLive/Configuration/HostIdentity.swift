internal import Crypto
public import FoundationEssentials
public import Licensing

/// What the License API knows this host by.
public enum HostIdentity {
    /// The hardware id of the vendor's current clients: the lower-case hex SHA-256 of the machine id (reference,
    /// section 6).
    ///
    /// - Parameters:
    ///   - now: This host's clock, for the time of problems.
    ///   - readFile: The text of the file at a path; nil where it cannot be read.
    /// - Throws: `config_missing` where this host has no machine id, as in many containers.
    public static func hardwareID(
        now: Date = Date(), readFile: (String) -> String? = { try? String(contentsOfFile: $0, encoding: .utf8) }
    ) throws(Problem) -> HardwareID {
        for path in ["/etc/machine-id", "/var/lib/dbus/machine-id"] {
            let words = readFile(path)?.split(whereSeparator: \.isWhitespace) ?? []
            // systemd writes "uninitialized" into images that have not been started yet.
            guard words.count == 1, words[0] != "uninitialized" else { continue }
            let digest = SHA256.hash(data: Data(words[0].utf8))
            let digits = digest.flatMap { [$0 >> 4, $0 & 0xF] }.map { String($0, radix: 16) }
            return HardwareID(rawValue: digits.joined())
        }
        let setting = Setting.hardwareID
        throw .configuration(
            .configMissing,
            "This host has no machine id. Set \(setting.variable), or \(setting.rawValue) in the configuration file, to "
                + "the hardware id that the licensed application sends.",
            name: setting.rawValue, time: now)
    }
}
