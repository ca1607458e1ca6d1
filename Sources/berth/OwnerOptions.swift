internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing

/// Of which product, and whose: what a license user signs in with.
struct OwnerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The product's short code; case matters.", valueName: "code"), completion: .products)
    var product: String?

    @Option(help: ArgumentHelp("The license user's e-mail, for user-based products.", valueName: "e-mail"))
    var user: String?

    @OptionGroup var signIn: SignInOptions

    @Option(help: ArgumentHelp("The customer account to sign in to by single sign-on.", valueName: "code"))
    var account: String?

    func validate() throws {
        if account == nil, let flag = signIn.proofFlag { throw ValidationError("\(flag) goes with --account.") }
        guard account != nil else { return }
        if user != nil { throw ValidationError("Either --user or --account, not both.") }
        if signIn.passwordFile != nil { throw ValidationError("Either --password-file or --account, not both.") }
    }

    /// The product's code, from the flag or the configuration.
    ///
    /// - Parameters:
    ///   - configuration: names the product where no flag does.
    ///   - ledger: tells a product from a license key that was typed in its place; nil where there is none.
    func productCode(
        _ configuration: BerthConfiguration, in ledger: (any LedgerStore)?
    ) async throws(Problem) -> String {
        guard let code = product ?? configuration.product else {
            throw .usage("Say which product: --product CODE, or product in the configuration.", name: "--product")
        }
        return try await KnownProducts(configuration, ledger, for: [code]).code(code, named: "--product")
    }

    /// What the user signs in with, and where its secret came from; nil where no user is named.
    ///
    /// - Parameter configured: the user where no flag names one.
    func credentials(
        orOf configured: String?, _ configuration: BerthConfiguration
    ) throws(Problem) -> (Credentials, SecretSource)? {
        if let account {
            let code = try valid { () throws(FieldError) in try Validation.customerAccountCode(account) }
            return try signIn.account(code)
        }
        guard let name = user ?? configured else {
            guard signIn.passwordFile == nil else {
                throw .usage("--password-file goes with --user, or with username in the configuration.", name: "--user")
            }
            return nil
        }
        return try signIn.user(try valid { () throws(FieldError) in try Validation.user(name) }, configuration)
    }
}
