internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

/// With which account and key a command goes on with a borrow made earlier.
struct AccountOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A file that holds the license key, where it is not remembered.", valueName: "path"),
        completion: .file(), transform: PathArgument.read)
    var licenseKeyFile: String?

    @Flag(help: "Go on although the borrow was made with another account's key, as after that key was replaced.")
    var anyAccount = false

    /// The license key of a borrow; nil for a license that needs none, and for a borrow that was made elsewhere, which is
    /// refused without it.
    func key(
        of borrow: Borrow, in state: Client.State, _ configuration: BerthConfiguration, _ workplace: Workplace
    ) async throws(Problem) -> Secret? {
        guard !state.isElsewhere(borrow) else {
            if borrow.subject.isOf(server: state.session.server) {
                Report.note(
                    "if the key of the account that it was made with was replaced by this one, add --any-account")
            }
            return nil
        }
        var search = LicenseKeySearch(
            ledger: workplace.ledger, secrets: workplace.secrets, file: licenseKeyFile,
            configured: configuration.licenseKeySource?.place)
        return try await search.key(of: borrow)
    }
}
