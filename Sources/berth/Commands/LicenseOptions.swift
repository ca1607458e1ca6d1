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
        let reader = SecretReader(environment: ProcessInfo.processInfo.environment)
        let credentials: Credentials
        let source: SecretSource
        if let name = user ?? configuration.username, licenseKeyFile == nil {
            let file = passwordFile.map(SecretSource.file)
            let (password, found) = try secret(file ?? configuration.passwordSource, "Password of \(name): ", reader)
            credentials = .user(
                name: try valid { () throws(FieldError) in try Validation.user(name) }, password: password)
            source = found
        } else {
            let file = licenseKeyFile.map(SecretSource.file)
            let (key, found) = try secret(file ?? configuration.licenseKeySource, "License key: ", reader)
            credentials = .licenseKey(try valid { () throws(FieldError) in try Validation.licenseKey(key) })
            source = found
        }
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

    private func secret(
        _ source: SecretSource?, _ prompt: String, _ reader: SecretReader
    ) throws(Problem) -> (Secret, SecretSource) {
        if let source { return (try reader.read(source), source) }
        return (try Prompt.secret(prompt), .prompt)
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
