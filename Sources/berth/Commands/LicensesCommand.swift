internal import ArgumentParser
internal import Licensing

struct LicensesCommand: ListingVerb {
    static let configuration = CommandConfiguration(
        commandName: "licenses",
        abstract: "List a user's licenses of a product: type, free seats, limit and end.",
        discussion: """
            Only users have such a list: the License API keeps none of license keys. It changes nothing at the server and takes \
            no seat, so how many are free is as of the last check of any device. The password comes from BERTH_PASSWORD, \
            --password-file or a prompt.

            Examples:
              berth licenses --product SIM-X --user ana@example.com
              berth licenses --product SIM-X --user ana@example.com --json
            """)

    static let whereNobodyIsNamed =
        "The License API lists the licenses of a user alone: name one with --user or --account."

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var owner: OwnerOptions
    @OptionGroup var sending: SendingOptions

    func shape(of licenses: [License], _ inquiry: Inquiry) -> JSONShapes.Licenses {
        JSONShapes.Licenses(product: inquiry.product, user: inquiry.user, licenses: licenses.map { .init($0) })
    }

    func lines(of licenses: [License], _ inquiry: Inquiry) -> [String] {
        licenses.isEmpty ? [inquiry.noLicense] : LicenseTables.lines(licenses)
    }
}
