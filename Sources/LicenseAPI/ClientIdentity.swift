/// How this program introduces itself to the server.
public struct ClientIdentity: Hashable, Sendable {
    /// The program's name; sent in `sdk_ver` and in `User-Agent`.
    public var name: String
    /// The program's version; sent as `app_ver`, in `sdk_ver` and in `User-Agent`.
    public var version: String
    /// The host's name, sent with an activation (`hostname`); nil leaves it out.
    public var hostname: String?
    /// The operating system, sent with an activation (`os_ver`).
    public var operatingSystem: String
    /// The host's own address, sent with an activation (`ip`); nil leaves it out.
    public var address: String?
    /// The hardware address of its network interface, sent with an activation (`mac_address`); nil leaves it out.
    public var hardwareAddress: String?
    /// Whether it is a virtual machine, sent with an activation (`is_vm`); nil where that is not known.
    ///
    /// A vendor can rule virtual machines out, and relies on this.
    public var isVirtualMachine: Bool?

    public init(
        name: String = "Berth", version: String, hostname: String? = nil, operatingSystem: String = "Linux",
        address: String? = nil, hardwareAddress: String? = nil, isVirtualMachine: Bool? = nil
    ) {
        self.name = name
        self.version = version
        self.hostname = hostname
        self.operatingSystem = operatingSystem
        self.address = address
        self.hardwareAddress = hardwareAddress
        self.isVirtualMachine = isVirtualMachine
    }

    /// The `User-Agent` header: `Berth/1.0`.
    var userAgent: String { "\(name)/\(version)" }

    /// What stands in for the version of an SDK: `Berth 1.0`.
    var kit: String { "\(name) \(version)" }
}
