public import Licensing

/// Where a secret is to be read, when it is needed.
public enum SecretPlace: Hashable, Sendable {
    /// An environment variable, by name.
    case environment(String)
    /// A file, by its absolute path; perhaps a pipe.
    case file(String)
    /// A command that prints it.
    case command(SecretCommand)

    /// Where a ledger says that a secret was found; nil for what nobody can look into again.
    public init?(_ source: SecretSource) {
        switch source {
        case .prompt: return nil
        case .environment(let name): self = .environment(name)
        case .file(let path): self = .file(path)
        }
    }

    /// Where it is, in words.
    public var words: String {
        switch self {
        case .environment(let name): name
        case .file(let path): path
        case .command(let command): "the command \(command.program)"
        }
    }
}
