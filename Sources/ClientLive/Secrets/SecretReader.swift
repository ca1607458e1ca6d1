public import FoundationEssentials
public import Licensing

/// Reads secrets from where they are kept.
public struct SecretReader: Sendable {
    private let environment: [String: String]
    private let now: Date
    private let prompt: (@Sendable () throws(Problem) -> Secret)?

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - environment: The process's environment.
    ///   - now: This host's clock, for the time of problems.
    ///   - prompt: Asks the operator; nil where nobody can be asked.
    public init(
        environment: [String: String], now: Date = Date(), prompt: (@Sendable () throws(Problem) -> Secret)? = nil
    ) {
        self.environment = environment
        self.now = now
        self.prompt = prompt
    }

    /// Reads a secret. Of a file's content one newline at the end does not count.
    ///
    /// - Throws: `config_missing` for a variable that is not set or nobody to ask, `config_unreadable`, `config_invalid` for a file that
    ///   is empty or not a text, `config_secret_file_exposed` for one that others can use, `input_invalid` for an empty
    ///   answer.
    public func read(_ source: SecretSource) throws(Problem) -> Secret {
        switch source {
        case .prompt:
            guard let prompt else {
                throw problem(.configMissing, "A secret is needed, and nobody can be asked for it.")
            }
            let secret = try prompt()
            guard !secret.isEmpty else { throw problem(.inputInvalid, "Nothing was typed.") }
            return secret
        case .environment(let name):
            guard let text = environment[name], !text.isEmpty else {
                throw problem(.configMissing, "Set \(name): it is empty or not set.", name: name)
            }
            return Secret(text)
        case .file(let path): return try read(path)
        }
    }

    private func read(_ path: String) throws(Problem) -> Secret {
        let file: ReadableFile
        do {
            file = try ReadableFile(path: path)
        } catch {
            throw problem(.configUnreadable, "The file with the secret cannot be read: \(error.words).", path: path)
        }
        guard !file.isExposed else {
            let command = ReadableFile.chmodCommand(path)
            throw problem(
                .secretFileExposed, "Others than its owner can use the file with the secret. Run: \(command)",
                path: path)
        }
        guard var text = String(data: file.data, encoding: .utf8) else {
            throw problem(.configInvalid, "The file with the secret is not UTF-8 text.", path: path)
        }
        if text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty else { throw problem(.configInvalid, "The file with the secret is empty.", path: path) }
        return Secret(text)
    }

    private func problem(
        _ code: ProblemCode, _ message: String, name: String? = nil, path: String? = nil
    ) -> Problem {
        .configuration(code, message, name: name, path: path, time: now)
    }
}
