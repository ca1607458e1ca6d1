internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

/// Which license, and for which device: what a borrow says beside its end.
struct LicenseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The product's short code; case matters.", valueName: "code"))
    var product: String?

    @Option(help: ArgumentHelp("One of the license's features, in place of the license itself.", valueName: "code"))
    var feature: String?

    @Option(
        name: .customLong("bundle"),
        help: ArgumentHelp("The bundle that it is borrowed as a part of.", valueName: "code"))
    var bundleCode: String?

    @Option(help: ArgumentHelp("The license user's e-mail, for user-based products.", valueName: "e-mail"))
    var user: String?

    @Option(help: ArgumentHelp("A file that holds the license key.", valueName: "path"))
    var licenseKeyFile: String?

    @OptionGroup var signIn: SignInOptions

    @Option(help: ArgumentHelp("The customer account to sign in to by single sign-on.", valueName: "code"))
    var account: String?

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
            bundleCode: try bundleCode.map { text throws(Problem) in
                try valid { () throws(FieldError) in try Validation.bundleCode(text) }
            },
            feature: try feature.map { text throws(Problem) in
                try valid { () throws(FieldError) in try Validation.feature(text) }
            },
            end: end)
        return (request, source)
    }

    private func credentials(_ configuration: BerthConfiguration) throws(Problem) -> (Credentials, SecretSource) {
        if let account {
            let code = try valid { () throws(FieldError) in try Validation.customerAccountCode(account) }
            return try signIn.account(code)
        }
        if let name = user ?? configuration.username, licenseKeyFile == nil {
            return try signIn.user(
                try valid { () throws(FieldError) in try Validation.user(name) }, configuration)
        }
        let paths = ProcessEnvironment.current.paths
        let file = licenseKeyFile.map { SecretSource.file(paths.absolute($0)) } ?? configuration.licenseKeySource
        let (key, source) = try SignInOptions.secret(file, "--license-key-file", "License key")
        return (.licenseKey(try valid { () throws(FieldError) in try Validation.licenseKey(key) }), source)
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
