internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

/// Which license, and for which device: what a borrow says beside its end.
struct LicenseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The product's short code; case matters.", valueName: "code"))
    var product: String?

    @Option(help: ArgumentHelp("The license user's e-mail, for user-based products.", valueName: "e-mail"))
    var user: String?

    @Option(help: ArgumentHelp("A file that holds the license key.", valueName: "path"))
    var licenseKeyFile: String?

    @Option(help: ArgumentHelp("A file that holds the user's password.", valueName: "path"))
    var passwordFile: String?

    @Option(help: ArgumentHelp("The customer account to sign in to by single sign-on.", valueName: "code"))
    var account: String?

    @Option(help: ArgumentHelp("A file that holds the code that the sign-in page showed.", valueName: "path"))
    var codeFile: String?

    @Option(help: ArgumentHelp("A file that holds the token that the sign-in page showed.", valueName: "path"))
    var tokenFile: String?

    @Option(help: ArgumentHelp("One license of several, by its number.", valueName: "number"))
    var licenseID: String?

    @Option(help: ArgumentHelp("The device, where it is not this host.", valueName: "id"))
    var hardwareID: String?

    /// The request that these flags, the configuration and the prompts come to, and where its secret came from.
    func request(
        _ configuration: BerthConfiguration, _ workplace: Workplace, end: BorrowEnd
    ) throws(Problem) -> (BorrowRequest, SecretSource) {
        guard let code = product ?? configuration.product else {
            throw .usage("Say which product: --product CODE, or product in the configuration.", name: "--product")
        }
        let (credentials, source) = try credentials(configuration)
        let device = try hardwareID.map { id throws(Problem) in
            try valid { () throws(FieldError) in try Validation.hardwareID(id) }
        }
        guard let device = device ?? workplace.session.hardwareID else {
            throw .usage("This host has no id of its own: say which device, with --hardware-id.", name: "--hardware-id")
        }
        let request = BorrowRequest(
            product: try valid { () throws(FieldError) in try Validation.product(code) }, hardwareID: device,
            credentials: credentials,
            licenseID: try licenseID.map { text throws(Problem) in
                try valid { () throws(FieldError) in try Validation.licenseID(text) }
            },
            end: end)
        return (request, source)
    }

    private func credentials(_ configuration: BerthConfiguration) throws(Problem) -> (Credentials, SecretSource) {
        let reader = SecretReader(environment: .current)
        let paths = ProcessEnvironment.current.paths
        if let account {
            let code = try valid { () throws(FieldError) in try Validation.customerAccountCode(account) }
            if let tokenFile {
                let source = SecretSource.file(paths.absolute(tokenFile))
                let token = try reader.read(source, for: "--token-file")
                return (.singleSignOn(.init(proof: .idToken(token), customerAccountCode: code)), source)
            }
            let file = codeFile.map { SecretSource.file(paths.absolute($0)) }
            let (secret, source) = try secret(file, "--code-file", "Code of the sign-in page", reader)
            return (.singleSignOn(.init(proof: .code(secret), customerAccountCode: code)), source)
        }
        if let name = user ?? configuration.username, licenseKeyFile == nil {
            let file = passwordFile.map { SecretSource.file(paths.absolute($0)) } ?? configuration.passwordSource
            let (password, source) = try secret(file, "--password-file", "Password of \(name)", reader)
            let user = try valid { () throws(FieldError) in try Validation.user(name) }
            return (.user(name: user, password: password), source)
        }
        let file = licenseKeyFile.map { SecretSource.file(paths.absolute($0)) } ?? configuration.licenseKeySource
        let (key, source) = try secret(file, "--license-key-file", "License key", reader)
        return (.licenseKey(try valid { () throws(FieldError) in try Validation.licenseKey(key) }), source)
    }

    private func secret(
        _ source: SecretSource?, _ flag: String, _ prompt: String, _ reader: SecretReader
    ) throws(Problem) -> (Secret, SecretSource) {
        if let source { return (try reader.read(source, for: flag), source) }
        return (try Prompt.secret(prompt, orFrom: flag), .prompt)
    }
}

/// A value of the right shape, or a problem that says what is wrong with it.
func valid<Value>(_ body: () throws(FieldError) -> Value) throws(Problem) -> Value {
    do {
        return try body()
    } catch {
        throw .usage(error.sentence, name: error.field.rawValue)
    }
}
