internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

/// Which license, and for which device.
struct LicenseOptions: ParsableArguments {
    @OptionGroup var owner: OwnerOptions

    @Option(
        name: .customLong("bundle"),
        help: ArgumentHelp("The bundle that it is borrowed as a part of.", valueName: "code"))
    var bundleCode: String?

    @Option(
        help: ArgumentHelp("A file that holds the license key.", valueName: "path"), completion: .file(),
        transform: PathArgument.read)
    var licenseKeyFile: String?

    @Option(help: ArgumentHelp("One license of several, by its number.", valueName: "number"))
    var licenseID: String?

    @Option(help: ArgumentHelp("The device, where it is not this host.", valueName: "id"))
    var hardwareID: String?

    func validate() throws {
        guard licenseKeyFile != nil, let flag = owner.user != nil ? "--user" : owner.account != nil ? "--account" : nil
        else { return }
        throw ValidationError("Either \(flag) or --license-key-file, not both.")
    }

    /// Refuses what only the rows of a file have a use for: where the secrets are of those by key and of those by user.
    func validateOne() throws { try owner.signIn.validate(besides: licenseKeyFile) }

    /// The activation that these flags, the configuration and the prompts come to, and where its secret came from.
    func activation(
        _ configuration: BerthConfiguration, _ workplace: Workplace
    ) async throws(Problem) -> (ActivationRequest, SecretSource) {
        let product = try await owner.productCode(configuration, in: workplace.ledger)
        let (credentials, source) = try credentials(configuration)
        let request = ActivationRequest(
            product: product, hardwareID: try LicenseArguments.device(hardwareID, else: configuration),
            credentials: credentials, licenseID: try LicenseArguments.number(licenseID),
            bundleCode: try LicenseArguments.bundle(bundleCode))
        return (request, source)
    }

    private func credentials(_ configuration: BerthConfiguration) throws(Problem) -> (Credentials, SecretSource) {
        let user =
            owner.account != nil
            ? nil
            : try configuration.user(
                named: owner.user, isByKey: licenseKeyFile != nil, hasPassword: owner.signIn.passwordFile != nil)
        if let found = try owner.credentials(orOf: user, configuration) { return found }
        let (key, source) = try LicenseArguments.key(licenseKeyFile, configuration)
        return (.licenseKey(key), source)
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
