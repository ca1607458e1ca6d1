internal import ArgumentParser
internal import Licensing

struct FeaturesCommand: ListingVerb {
    static let configuration = CommandConfiguration(
        commandName: "features",
        abstract: "List the features of a user's licenses of a product.",
        discussion: """
            They stand in the list of a user's licenses, which takes no seat. Of a license with a key the License API tells them \
            with a check alone, and that takes a seat: `berth seats` makes one and lists them. Of a product without a license \
            it tells none. What is borrowed with `berth borrow --feature CODE` has a number of seats.

            Examples:
              berth features --product SIM-X --user ana@example.com
              berth features --product SIM-X --account acme --token-file token --json
            """)

    static let whereNobodyIsNamed =
        "Of a license with a key the License API tells the features with a check alone, which takes a seat: "
        + "berth seats makes one and lists them. For a user's licenses add --user."

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var owner: OwnerOptions
    @OptionGroup var sending: SendingOptions

    func shape(of licenses: [License], _ inquiry: Inquiry) -> JSONShapes.Features {
        let features = licenses.flatMap(\.features)
        return JSONShapes.Features(product: inquiry.product, user: inquiry.user, features: features.map { .init($0) })
    }

    func lines(of licenses: [License], _ inquiry: Inquiry) -> [String] {
        guard !licenses.isEmpty else { return [inquiry.noLicense] }
        let features = licenses.flatMap(\.features)
        return features.isEmpty
            ? ["The licenses of \(inquiry.product) of \(inquiry.user) have no features."]
            : LicenseTables.lines(features)
    }
}
