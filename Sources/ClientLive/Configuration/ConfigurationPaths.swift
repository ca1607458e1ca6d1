/// Where files are, by the XDG base directory specification.
public struct ConfigurationPaths: Sendable, Equatable {
    /// The operator's home directory.
    public var home: String
    /// `$XDG_CONFIG_HOME/berth/config.yaml`, by default `~/.config/berth/config.yaml`.
    public var configFile: String
    /// `$XDG_STATE_HOME/berth/ledger.sqlite`, by default `~/.local/state/berth/ledger.sqlite`.
    public var ledger: String

    /// Looks at the two variables; the specification wants relative paths in them ignored.
    public init(environment: [String: String], home: String) {
        func base(_ variable: String, _ standard: String) -> String {
            guard let path = environment[variable], path.hasPrefix("/") else { return home + "/" + standard }
            return path
        }
        self.home = home
        configFile = base("XDG_CONFIG_HOME", ".config") + "/berth/config.yaml"
        ledger = base("XDG_STATE_HOME", ".local/state") + "/berth/ledger.sqlite"
    }

    /// The path with a leading `~/` replaced by the home directory.
    public func expand(_ path: String) -> String {
        path == "~" || path.hasPrefix("~/") ? home + path.dropFirst() : path
    }
}
