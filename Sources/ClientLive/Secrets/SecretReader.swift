public import FoundationEssentials
internal import LicenseAPI
public import Licensing
internal import Glibc
internal import Synchronization

/// Reads secrets from where they are kept.
public struct SecretReader: Sendable {
    private let variables: [String: Secret]
    /// Where systemd has put the credentials of a unit.
    private let credentials: String?
    /// All that this reader and its copies have read.
    private let known = KnownSecrets()
    private let now: @Sendable () -> Date
    private let prompt: (@Sendable () throws(Problem) -> Secret)?
    /// What each place has brought, for whoever looks at several accounts that may name the same; nil where each is read anew.
    private let readings: SecretReadings?
    /// For how many seconds a pipe or a command is waited for, within the task's ``Deadline``.
    var patience = 30.0

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - environment: The process's environment, of which only the secrets are kept.
    ///   - now: This host's clock, for the time of problems.
    ///   - readsOnce: Whether each place is read once, so that no command is run and no pipe asked again.
    ///   - prompt: Asks the operator; nil where nobody can be asked.
    public init(
        environment: ProcessEnvironment, now: @escaping @Sendable () -> Date = { Date() }, readsOnce: Bool = false,
        prompt: (@Sendable () throws(Problem) -> Secret)? = nil
    ) {
        readings = readsOnce ? SecretReadings() : nil
        variables = environment.secrets
        credentials = environment.credentials
        self.now = now
        self.prompt = prompt
    }

    /// Reads a secret. Of a file's content one newline at the end does not count.
    ///
    /// - Parameters:
    ///   - source: where it is.
    ///   - name: the flag or setting that says where it is, for the words of a problem.
    /// - Throws: `config_missing` for a variable that is not set or nobody to ask, `config_unreadable`, `config_invalid` for
    ///   what is empty, too long or no text, `config_secret_file_exposed` for a file that others can use, `input_invalid` for
    ///   a prompt at which nothing was typed, `operation_not_sent` where the task's ``Deadline`` came first.
    public func read(_ source: SecretSource, for name: String? = nil) throws(Problem) -> Secret {
        switch source {
        case .prompt:
            guard let prompt else {
                throw problem(.configMissing, "A secret is needed, and nobody can be asked for it.", name)
            }
            let secret = try prompt()
            guard !secret.isEmpty else { throw problem(.inputInvalid, "Nothing was typed.", name) }
            return known.adding(secret)
        case .environment(let variable):
            guard let secret = variables[variable] else {
                throw problem(.configMissing, "Set \(variable): it is empty or not set.", variable)
            }
            guard secret.exposed.utf8.count <= Self.limit else {
                throw problem(.configInvalid, "\(variable) is longer than any secret.", variable)
            }
            return secret
        case .file(let path): return try read(path, for: name).secret
        }
    }

    /// Reads a secret, and tells what is worth remembering of where it was: of a pipe or a command nothing is, since the one is
    /// empty by now, and the other nobody's to run but the configuration's.
    ///
    /// - Throws: as ``read(_:for:)``; `config_secret_command_failed` for a command that fails, prints no secret or takes too
    ///   long.
    public func take(_ place: SecretPlace, for name: String? = nil) throws(Problem) -> (
        secret: Secret, source: SecretSource
    ) {
        guard let readings else { return try takeAnew(place, for: name) }
        return try readings.of(place, for: name) { () throws(Problem) in try takeAnew(place, for: name) }
    }

    private func takeAnew(_ place: SecretPlace, for name: String?) throws(Problem) -> (
        secret: Secret, source: SecretSource
    ) {
        switch place {
        case .environment(let variable): return (try read(.environment(variable), for: name), .environment(variable))
        case .file(let path):
            let (secret, isPipe) = try read(path, for: name)
            return (secret, isPipe ? .prompt : .file(path))
        case .command(let command): return (try output(of: command, for: command.setting ?? name), .prompt)
        }
    }

    /// Looks at a file as one that holds a secret. A pipe, which can be read once, is left alone.
    ///
    /// - Returns: the secret; nil for a pipe.
    /// - Throws: as ``read(_:for:)``.
    func look(at path: String, for name: String) throws(Problem) -> Secret? {
        var status = stat()
        guard stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFIFO else { return nil }
        return try read(path, for: name).secret
    }

    /// The longest secret, in bytes: a token with many claims takes a few thousand.
    private static let limit = 16_384
    /// How much of what a command says as it fails is told, in characters.
    private static let mostTold = 400

    private func read(_ path: String, for name: String?) throws(Problem) -> (secret: Secret, isPipe: Bool) {
        let isCredential = credentials.map { path.hasPrefix($0 + "/") } ?? false
        let file: TrustedFile
        do {
            file = try TrustedFile(path: path, for: isCredential ? .credential : .secret, patience: patience)
        } catch {
            let place = name.map { " that \($0) names" } ?? " with the secret"
            switch error {
            case .usableByOthers:
                let message =
                    "Others than its owner can use the file with the secret. Run: \(TrustedFile.Purpose.secret.remedy(path))"
                throw problem(.secretFileExposed, message, name, path)
            case .timeIsOver:
                throw problem(.operationNotSent, "The time was over before the pipe\(place) had been read.", name, path)
            case _ where error.isMissing:
                throw problem(
                    .configInvalid, "The file\(place) cannot be read: \(error.words).", name ?? "license key file")
            default:
                throw problem(.configUnreadable, "The file\(place) cannot be read: \(error.words).", name, path)
            }
        }
        return (try secret(in: file.data, "The file with the secret", name, path), file.isPipe)
    }

    private func output(of command: SecretCommand, for name: String?) throws(Problem) -> Secret {
        let subject = "command\(name.map { " of \($0)" } ?? ""), \(command.program),"
        let audience = CommandAudience.current
        audience?.begins()
        defer { audience?.ends() }
        let run: CommandRun
        do {
            run = try CommandRun(
                command.words, environment: ProcessEnvironment.forPrograms(), seconds: patience, limit: Self.limit
            ) {
                audience?.lasts("Waiting for \(name ?? "a secret") (\(command.program))…")
            }
        } catch {
            let words = told(error).words
            let code: ProblemCode =
                switch error {
                case .timeIsOver, .interrupted: .operationNotSent
                default: .secretCommandFailed
                }
            var problem = problem(code, "The \(subject) \(words).", name)
            switch error {
            case .cannotStart: problem.facts.path = command.program
            case .late(let seconds): problem.facts.timeout = .init(phase: .response, seconds: seconds)
            default: break
            }
            throw problem
        }
        return try secret(in: run.output, "The output of the \(subject)", name, code: .secretCommandFailed)
    }

    /// A failure as it is told: a program may repeat what it was given, or has read elsewhere.
    private func told(_ failure: CommandRun.Fault) -> CommandRun.Fault {
        guard case .status(let status, said: let said?) = failure else { return failure }
        let all = Redactor(Array(variables.values) + known.all).redacted(said)
        return .status(status, said: all.count > Self.mostTold ? String(all.prefix(Self.mostTold)) + "…" : all)
    }

    /// The secret that some bytes are, but for a newline at their end.
    private func secret(
        in data: Data, _ subject: String, _ name: String?, _ path: String? = nil, code: ProblemCode = .configInvalid
    ) throws(Problem) -> Secret {
        guard data.count <= Self.limit else {
            throw problem(code, "\(subject) is longer than any secret.", name, path)
        }
        guard var text = String(data: data, encoding: .utf8) else {
            throw problem(code, "\(subject) is not UTF-8 text.", name, path)
        }
        if text.last?.isNewline == true { text.removeLast() }
        guard !text.isEmpty else { throw problem(code, "\(subject) is empty.", name, path) }
        return known.adding(Secret(text))
    }

    private func problem(_ code: ProblemCode, _ message: String, _ name: String?, _ path: String? = nil) -> Problem {
        .configuration(code, message, name: name, path: path, time: now())
    }
}

/// What came of reading secrets, by their places and who names these.
private final class SecretReadings: Sendable {
    typealias Taken = (secret: Secret, source: SecretSource)

    private struct Key: Hashable {
        let place: SecretPlace
        let name: String?
    }

    private let all = Mutex<[Key: Result<Taken, Problem>]>([:])

    /// What was read before, or is now.
    func of(
        _ place: SecretPlace, for name: String?, read: () throws(Problem) -> Taken
    ) throws(Problem) -> Taken {
        let key = Key(place: place, name: name)
        if let known = all.withLock({ $0[key] }) { return try known.get() }
        let result = Result(catching: read)
        all.withLock { $0[key] = result }
        return try result.get()
    }
}

/// The secrets that were read, so that no words of another program repeat them.
final class KnownSecrets: Sendable {
    /// What is told in place of a secret says little where that has a few letters, which stand in any words.
    private static let least = 6
    private static let ofProcess = Mutex(Set<Secret>())

    private let own = Mutex(Set<Secret>())

    /// All that were added to this one, and what others of this process have come to know: what one reader has read, another's
    /// command may repeat.
    var all: [Secret] { Array(own.withLock(\.self).union(Self.ofProcess.withLock(\.self))) }

    func adding(_ secret: Secret) -> Secret {
        own.withLock { _ = $0.insert(secret) }
        Self.add(secret)
        return secret
    }

    /// Makes a secret known to all.
    static func add(_ secret: Secret) {
        guard secret.exposed.count >= least else { return }
        ofProcess.withLock { _ = $0.insert(secret) }
    }
}
