public import Licensing

/// A choice about how the desk looks or which keys it takes, as it was written. Whoever knows the desk judges it.
public struct DeskChoice: Sendable, Equatable {
    /// The action, or the role, that it is about; the setting's own name where it is about the whole desk.
    public let subject: String
    /// What was chosen for it.
    public let values: [String]
    /// How the operator spelt the setting: `keys`, `BERTH_THEME`, `--theme`.
    public let setting: String
    /// The file that it stands in, and the line there; nil for a variable or a flag.
    public let path: String?
    public let line: Int?

    public init(_ subject: String, _ values: [String], setting: String, path: String? = nil, line: Int? = nil) {
        self.subject = subject
        self.values = values
        self.setting = setting
        self.path = path
        self.line = line
    }

    /// That it cannot be followed, and why.
    public func problem(_ sentence: String) -> Problem {
        .unusable(sentence, name: setting, path: path, line: line)
    }
}
