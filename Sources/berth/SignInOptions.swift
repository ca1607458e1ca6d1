internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

/// Where a password, a code or a token is, which a borrow wants each time anew.
struct SignInOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A file that holds the user's password.", valueName: "path"), completion: .file(),
        transform: PathArgument.read)
    var passwordFile: String?

    @Option(
        help: ArgumentHelp("A file that holds the code that the sign-in page showed.", valueName: "path"),
        completion: .file(), transform: PathArgument.read)
    var codeFile: String?

    @Option(
        help: ArgumentHelp("A file that holds the token that the sign-in page showed.", valueName: "path"),
        completion: .file(), transform: PathArgument.read)
    var tokenFile: String?

    /// That of the flags which says what a sign-in page showed.
    var proofFlag: String? { tokenFile != nil ? "--token-file" : codeFile != nil ? "--code-file" : nil }

    func validate() throws {
        if tokenFile != nil, codeFile != nil { throw ValidationError("Either --token-file or --code-file, not both.") }
        if passwordFile != nil, let proofFlag {
            throw ValidationError("Either --password-file or \(proofFlag), not both.")
        }
    }

    /// Refuses a sign-in where a license key opens the license.
    func validate(besides licenseKeyFile: String?) throws {
        guard licenseKeyFile != nil, let flag = passwordFile != nil ? "--password-file" : proofFlag else { return }
        throw ValidationError("Either \(flag) or --license-key-file, not both.")
    }

    /// A user with the password from the flag's file, where it is configured, or from a prompt; and where it came from.
    func user(_ name: String, _ configuration: BerthConfiguration) throws(Problem) -> (Credentials, SecretSource) {
        let file = Self.file(passwordFile, "--password-file") ?? configuration.passwordSource
        let (password, source) = try Self.secret(file, "--password-file", "Password of \(name)")
        return (.user(name: name, password: password), source)
    }

    /// A customer account with what its sign-in page showed, and where that came from.
    func account(_ code: String) throws(Problem) -> (Credentials, SecretSource) {
        if let token = Self.file(tokenFile, "--token-file") {
            let (secret, source) = try Self.secret(token, "--token-file", "Token of the sign-in page")
            return (.singleSignOn(SingleSignOn(proof: .idToken(secret), customerAccountCode: code)), source)
        }
        let (secret, source) = try Self.secret(
            Self.file(codeFile, "--code-file"), "--code-file", "Code of the sign-in page")
        return (.singleSignOn(SingleSignOn(proof: .code(secret), customerAccountCode: code)), source)
    }

    /// What signs in to the license of a borrow once more; nil for a key, and for a borrow that was made elsewhere, which is
    /// refused without it.
    func credentials(
        of borrow: Borrow, in state: Client.State, _ configuration: BerthConfiguration
    ) throws(Problem) -> Credentials? {
        guard !state.isElsewhere(borrow) else { return nil }
        return switch borrow.subject.license {
        case .key: nil
        case .user(let name): try user(name, configuration).0
        case .customerAccount(let code): try account(code).0
        }
    }

    /// The file that a flag names.
    static func file(_ path: String?, _ flag: String) -> NamedSecret? {
        path.map { NamedSecret(.file(ProcessEnvironment.current.paths.absolute($0)), namedBy: flag) }
    }

    /// A secret from where it is, else from a prompt; and where it came from.
    static func secret(
        _ named: NamedSecret?, _ flag: String, _ prompt: String
    ) throws(Problem) -> (Secret, SecretSource) {
        if let named { return try named.take(SecretReader(environment: .current)) }
        return (try Prompt.secret(prompt, orFrom: flag), .prompt)
    }
}
