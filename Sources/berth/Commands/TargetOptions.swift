internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing

/// Which license and device, where no password is asked for: by a borrow of the ledger, or by what names them to the server.
struct TargetOptions: ParsableArguments {
    @Argument(help: "The license by what the ledger knows: a borrow's id from `berth status --all`, or a product.")
    var borrow: String?

    @Option(
        help: ArgumentHelp("The product's short code, where the ledger need not know the license.", valueName: "code"))
    var product: String?

    @Option(
        help: ArgumentHelp("With --product: the license user's e-mail, for user-based products.", valueName: "e-mail"))
    var user: String?

    @Option(
        name: .customLong("bundle"),
        help: ArgumentHelp("With --product: the bundle that the license is a part of.", valueName: "code"))
    var bundleCode: String?

    @Option(help: ArgumentHelp("With --product: one license of several, by its number.", valueName: "number"))
    var licenseID: String?

    @Option(help: ArgumentHelp("With --product: the device, where it is not this host.", valueName: "id"))
    var hardwareID: String?

    @OptionGroup var account: AccountOptions

    func validate() throws {
        try requireName(borrow)
        guard (borrow == nil) != (product == nil) else {
            throw ValidationError("Say which license: a borrow or a product that the ledger knows, or --product CODE.")
        }
        guard product != nil || [user, bundleCode, licenseID, hardwareID].allSatisfy({ $0 == nil }) else {
            throw ValidationError("--user, --bundle, --license-id and --hardware-id go with --product.")
        }
        guard user == nil || account.licenseKeyFile == nil else {
            throw ValidationError("Either --user or --license-key-file, not both.")
        }
    }

    /// The license that is named by --product, the configuration and a prompt, on the device that is named with it, or this host;
    /// and where its key came from.
    ///
    /// - Parameter ledger: tells a product from a license key that was typed in its place.
    func license(
        feature: String? = nil, _ configuration: BerthConfiguration, in ledger: any LedgerStore
    ) async throws(Problem) -> (LicenseTarget, SecretSource) {
        let device = try LicenseArguments.device(hardwareID, else: configuration)
        let typed = product ?? ""
        let code = try await KnownProducts(configuration, ledger, for: [typed]).code(typed, named: "--product")
        let (identification, source) = try identification(configuration)
        let target = LicenseTarget(
            product: code, hardwareID: device, identification: identification,
            licenseID: try LicenseArguments.number(licenseID), bundleCode: try LicenseArguments.bundle(bundleCode),
            feature: try LicenseArguments.feature(feature))
        return (target, source)
    }

    private func identification(
        _ configuration: BerthConfiguration
    ) throws(Problem) -> (LicenseIdentification, SecretSource) {
        let name = try configuration.user(named: user, isByKey: account.licenseKeyFile != nil, hasPassword: false)
        if let name {
            return (.username(try valid { () throws(FieldError) in try Validation.user(name) }), .prompt)
        }
        let (key, source) = try LicenseArguments.key(account.licenseKeyFile, configuration)
        return (.licenseKey(key), source)
    }
}
