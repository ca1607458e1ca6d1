internal import Crypto
public import FoundationEssentials
public import Licensing

/// What the License API knows this host by.
public enum HostIdentity {
    /// How the hardware id is made, by the names under which the vendor's clients have it (reference, section 6).
    ///
    /// The ways that ask a cloud's metadata service, or count on the order of network interfaces, are not among them: the one waits
    /// for the network, and of the other the reference does not say enough.
    public enum Algorithm: String, Hashable, Sendable, CaseIterable {
        /// That of the vendor's current clients: the lower-case hex SHA-256 of the machine id.
        case `default`
        /// That of older clients: the machine id itself.
        case legacy
        /// That of the Python SDK's `PlatformIdProvider`: the machine id itself, D-Bus's before systemd's.
        case platform

        /// The files that may hold the machine id, in the order in which they are looked at.
        fileprivate var files: [String] {
            let files = ["/etc/machine-id", "/var/lib/dbus/machine-id"]
            return self == .platform ? files.reversed() : files
        }
    }

    /// A hardware id, and where it comes from.
    public struct Device: Hashable, Sendable {
        public let id: HardwareID
        /// Where it comes from, in a few words: `the SHA-256 of /etc/machine-id`.
        public let source: String

        public init(id: HardwareID, source: String) {
            self.id = id
            self.source = source
        }
    }

    /// This host's hardware id.
    ///
    /// - Parameters:
    ///   - algorithm: how it is made.
    ///   - now: This host's clock, for the time of problems.
    ///   - readFile: The text of the file at a path; nil where it cannot be read.
    /// - Throws: `config_missing` where this host has no machine id, as in many containers.
    public static func device(
        _ algorithm: Algorithm = .default, now: Date = Date(),
        readFile: (String) -> String? = { try? String(contentsOfFile: $0, encoding: .utf8) }
    ) throws(Problem) -> Device {
        for path in algorithm.files {
            let words = readFile(path)?.split(whereSeparator: \.isWhitespace) ?? []
            // systemd writes "uninitialized" into images that have not been started yet.
            guard words.count == 1, words[0] != "uninitialized" else { continue }
            guard algorithm == .default else { return Device(id: HardwareID(rawValue: String(words[0])), source: path) }
            let digest = SHA256.hash(data: Data(words[0].utf8))
            return Device(id: HardwareID(rawValue: digest.hex), source: "the SHA-256 of \(path)")
        }
        let setting = Setting.hardwareID
        throw .configuration(
            .configMissing,
            "This host has no machine id. Set \(setting.variable), or \(setting.rawValue) in the configuration file, to "
                + "the hardware id that the licensed application sends.",
            name: setting.rawValue, time: now)
    }

    /// This host's hardware id, as the vendor's current clients make it.
    ///
    /// - Throws: as ``device(_:now:readFile:)``.
    public static func hardwareID(
        now: Date = Date(), readFile: (String) -> String? = { try? String(contentsOfFile: $0, encoding: .utf8) }
    ) throws(Problem) -> HardwareID {
        try device(now: now, readFile: readFile).id
    }
}

extension BerthConfiguration {
    /// The device that borrows are made for: the configured one, or this host.
    ///
    /// - Throws: `config_missing` where none is configured and this host has no machine id.
    public func device(now: Date = Date()) throws(Problem) -> HostIdentity.Device {
        if let hardwareID {
            return HostIdentity.Device(id: hardwareID, source: "as \(Setting.hardwareID.rawValue) says")
        }
        return try HostIdentity.device(hardwareIDAlgorithm, now: now)
    }
}
