internal import Licensing

/// Where files are, by the XDG base directory specification.
public struct ConfigurationPaths: Sendable, Equatable {
    /// The operator's home directory.
    public var home: String
    /// The directory that relative paths of flags and variables begin at.
    public var workingDirectory: String
    /// `$XDG_CONFIG_HOME/berth/config.yaml`, by default `~/.config/berth/config.yaml`.
    public var configFile: String
    /// `$XDG_STATE_HOME/berth`, by default `~/.local/state/berth`: what outlasts a process.
    public var state: String
    /// The ledger in ``state``.
    public var ledger: String { state + "/ledger.sqlite" }

    /// Looks at the two variables; the specification wants relative paths in them ignored.
    public init(environment: [String: String], home: String, workingDirectory: String) {
        func base(_ variable: String, _ standard: String) -> String {
            guard let path = environment[variable], path.hasPrefix("/") else { return home + "/" + standard }
            return path
        }
        self.home = home
        self.workingDirectory = workingDirectory
        configFile = base("XDG_CONFIG_HOME", ".config") + "/berth/config.yaml"
        state = base("XDG_STATE_HOME", ".local/state") + "/berth"
    }

    /// The path that a setting names; for a log `-` stands for standard error.
    func absolute(_ path: String, of setting: Setting, from folder: String) -> String {
        setting == .logFile && path == "-" ? BerthConfiguration.standardError : absolute(path, from: folder)
    }

    /// The path as an absolute one: `~/` stands for the home directory, and a relative one begins at the working directory.
    public func absolute(_ path: String) -> String { absolute(path, from: workingDirectory) }

    /// The path as an absolute one: `~/` stands for the home directory, and a relative one begins at a folder. An address
    /// stays what it is, whether a ledger has it or not.
    func absolute(_ path: String, from folder: String) -> String {
        if path.hasPrefix("/") || LedgerAddress.isDatabase(path) || LedgerAddress.isForeign(path) { return path }
        if path == "~" || path.hasPrefix("~/") { return home + path.dropFirst() }
        return folder + "/" + path
    }
}
