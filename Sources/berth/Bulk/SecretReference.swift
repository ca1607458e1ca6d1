internal import ClientLive
internal import Foundation
internal import Licensing

/// Where a row says that a secret is; the secret itself never stands in a row.
enum SecretReference {
    /// Reads a reference: `file:PATH`, `env:NAME` or `credential:NAME`.
    ///
    /// - Parameters:
    ///   - column: the column that it stands in.
    ///   - variable: what the names of variables with such secrets begin with: they are taken out of the environment at the start.
    /// - Throws: `input_invalid`, without a word of what stands there where that may be the secret.
    static func source(_ text: String, column: String, variable: String) throws(Problem) -> SecretPlace {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty else { throw notOne(column, variable) }
        switch parts[0] {
        case "file": return .file(ProcessEnvironment.current.paths.absolute(parts[1]))
        case "env":
            guard parts[1] == variable || parts[1].hasPrefix(variable + "_") else {
                throw .usage("A variable that \(column) names begins with \(variable).", name: column)
            }
            return .environment(parts[1])
        case "credential":
            guard let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"], folder.hasPrefix("/")
            else {
                throw .usage("\(column) names a credential, and systemd has given this process none.", name: column)
            }
            guard !parts[1].contains("/"), parts[1] != ".." else { throw notOne(column, variable) }
            return .file(folder + "/" + parts[1])
        default: throw notOne(column, variable)
        }
    }

    private static func notOne(_ column: String, _ variable: String) -> Problem {
        .usage(
            "\(column) says where the secret is, and never what it is: file:PATH, env:\(variable)_NAME or credential:NAME.",
            name: column)
    }
}
