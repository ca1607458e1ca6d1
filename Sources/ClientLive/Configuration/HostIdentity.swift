internal import Crypto
public import FoundationEssentials
public import Licensing

/// What the License API knows this host by.
public enum HostIdentity {
    /// How the hardware id is made, by the names under which the vendor's clients have it (reference, section 6).
    ///
    /// The one that asks a cloud's metadata service is not among them: it waits for the network.
    public enum Algorithm: String, Hashable, Sendable, CaseIterable {
        /// That of the vendor's current clients: the lower-case hex SHA-256 of the machine id.
        case `default`
        /// That of older clients: the machine id itself.
        case legacy
        /// That of the Python SDK's `PlatformIdProvider`: the machine id itself, D-Bus's before systemd's.
        case platform
        /// That of the Python SDK's `HardwareIdProvider`, the default before its 4.0.0: the address of the first network interface that
        /// has one, as a decimal number.
        case network

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
    ///   - readFile: The text of the file at a path; nil where it cannot be read.
    ///   - interfaces: The names of the network interfaces that have an IPv4 address, in the system's order; nil to
    ///     ask the system.
    /// - Throws: `config_missing` where this host has no machine id, as in many containers, or no such interface.
    public static func device(
        _ algorithm: Algorithm = .default,
        readFile: (String) -> String? = { try? String(contentsOfFile: $0, encoding: .utf8) },
        interfaces: (() -> [String])? = nil
    ) throws(Problem) -> Device {
        if algorithm == .network {
            return try device(of: interfaces?() ?? NetworkInterfaces.withAddress(), readFile: readFile)
        }
        for path in algorithm.files {
            let words = readFile(path)?.split(whereSeparator: \.isWhitespace) ?? []
            // systemd writes "uninitialized" into images that have not been started yet.
            guard words.count == 1, words[0] != "uninitialized" else { continue }
            guard algorithm == .default else { return Device(id: HardwareID(rawValue: String(words[0])), source: path) }
            let digest = SHA256.hash(data: Data(words[0].utf8))
            return Device(id: HardwareID(rawValue: Data(digest).hexadecimal), source: "the SHA-256 of \(path)")
        }
        throw missing("This host has no machine id.")
    }

    /// The device of the first interface whose address is not all zeros. It is written as six pairs of hexadecimal digits.
    private static func device(
        of interfaces: [String], readFile: (String) -> String?
    ) throws(Problem) -> Device {
        for interface in interfaces {
            let path = "/sys/class/net/\(interface)/address"
            let text = readFile(path)?.filter { !$0.isWhitespace } ?? ""
            guard text.split(separator: ":", omittingEmptySubsequences: false).map(\.count) == [2, 2, 2, 2, 2, 2],
                let number = UInt64(text.filter { $0 != ":" }, radix: 16), number != 0
            else { continue }
            return Device(id: HardwareID(rawValue: String(number)), source: "the address of \(interface)")
        }
        throw missing("This host has no network interface with an address of its own.")
    }

    private static func missing(_ what: String) -> Problem {
        let setting = Setting.hardwareID
        return .configuration(
            .configMissing,
            "\(what) Set \(setting.variable), or \(setting.rawValue) in the configuration file, to the hardware id that the "
                + "licensed application sends.", name: setting.rawValue)
    }
}

extension BerthConfiguration {
    /// The device that borrows are made for: the configured one, or this host.
    ///
    /// - Throws: `config_missing` where none is configured and this host has no machine id.
    public func device() throws(Problem) -> HostIdentity.Device {
        if let hardwareID {
            return HostIdentity.Device(id: hardwareID, source: "as \(Setting.hardwareID.rawValue) says")
        }
        return try HostIdentity.device(hardwareIDAlgorithm)
    }
}
