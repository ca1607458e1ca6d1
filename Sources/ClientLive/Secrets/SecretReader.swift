public import FoundationEssentials
public import Licensing

/// Reads secrets from where they are kept.
public struct SecretReader: Sendable {
    private let variables: [String: Secret]
    private let now: @Sendable () -> Date
    private let prompt: (@Sendable () throws(Problem) -> Secret)?

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - environment: The process's environment, of which only the secrets are kept.
    ///   - now: This host's clock, for the time of problems.
    ///   - prompt: Asks the operator; nil where nobody can be asked.
    public init(
        environment: ProcessEnvironment, now: @escaping @Sendable () -> Date = { Date() },
        prompt: (@Sendable () throws(Problem) -> Secret)? = nil
    ) {
        variables = environment.secrets
        self.now = now
        self.prompt = prompt
    }

    /// Reads a secret. Of a file's content one newline at the end does not count.
    ///
    /// - Parameter name: The flag or setting that says where it is, for the words of a problem.
    /// - Throws: `config_missing` for a variable that is not set or nobody to ask, `config_unreadable`, `config_invalid` for
    ///   what is empty, too long or no text, `config_secret_file_exposed` for a file that others can use, `input_invalid` for
    ///   a prompt at which nothing was typed.
    public func read(_ source: SecretSource, for name: String? = nil) throws(Problem) -> Secret {
        switch source {
        case .prompt:
            guard let prompt else {
                throw problem(.configMissing, "A secret is needed, and nobody can be asked for it.", name)
            }
            let secret = try prompt()
            guard !secret.isEmpty else { throw problem(.inputInvalid, "Nothing was typed.", name) }
            return secret
        case .environment(let variable):
            guard let secret = variables[variable] else {
                throw problem(.configMissing, "Set \(variable): it is empty or not set.", variable)
            }
            guard secret.exposed.utf8.count <= Self.limit else {
                throw problem(.configInvalid, "\(variable) is longer than any secret.", variable)
            }
            return secret
        case .file(let path): return try read(path, for: name)
        }
    }

    /// The longest secret, in bytes: a token with many claims takes a few thousand.
    private static let limit = 16_384

    private func read(_ path: String, for name: String?) throws(Problem) -> Secret {
        let file: TrustedFile
        do {
            file = try TrustedFile(path: path, for: .secret)
        } catch {
            let place = name.map { " that \($0) names" } ?? " with the secret"
            switch error {
            case .usableByOthers:
                let message =
                    "Others than its owner can use the file with the secret. Run: \(TrustedFile.Purpose.secret.remedy(path))"
                throw problem(.secretFileExposed, message, name, path)
            case _ where error.isMissing:
                throw problem(
                    .configInvalid, "The file\(place) cannot be read: \(error.words).", name ?? "license key file")
            default:
                throw problem(.configUnreadable, "The file\(place) cannot be read: \(error.words).", name, path)
            }
        }
        guard file.data.count <= Self.limit else {
            throw problem(.configInvalid, "The file with the secret is longer than any secret.", name, path)
        }
        guard var text = String(data: file.data, encoding: .utf8) else {
            throw problem(.configInvalid, "The file with the secret is not UTF-8 text.", name, path)
        }
        if text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty else { throw problem(.configInvalid, "The file with the secret is empty.", name, path) }
        return Secret(text)
    }

    private func problem(_ code: ProblemCode, _ message: String, _ name: String?, _ path: String? = nil) -> Problem {
        .configuration(code, message, name: name, path: path, time: now())
    }
}
