/// How this program introduces itself to the server.
public struct ClientIdentity: Hashable, Sendable {
    /// The program's name; sent as `sdk_ver` and in `User-Agent`.
    public var name: String
    /// The program's version; sent as `app_ver` and in `User-Agent`.
    public var version: String
    /// The host's name, sent with an activation (`hostname`); nil leaves it out.
    public var hostname: String?
    /// The operating system, sent with an activation (`os_ver`).
    public var operatingSystem: String

    public init(name: String = "Berth", version: String, hostname: String? = nil, operatingSystem: String = "Linux") {
        self.name = name
        self.version = version
        self.hostname = hostname
        self.operatingSystem = operatingSystem
    }

    /// The `User-Agent` header: `Berth/1.0`.
    var userAgent: String { "\(name)/\(version)" }
}
