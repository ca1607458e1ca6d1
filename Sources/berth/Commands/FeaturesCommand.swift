internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing

struct FeaturesCommand: SendingVerb {
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

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var owner: OwnerOptions
    @OptionGroup var sending: SendingOptions
    mutating func perform() async throws -> ExitCode {
        let configuration = try connection.load()
        let inquiry = try owner.inquiry(
            configuration,
            otherwise:
                "Of a license with a key the License API tells the features with a check alone, which takes a seat: "
                + "berth seats makes one and lists them. For a user's licenses add --user.")
        switch try await inquiry.ask(configuration, sending) {
        case .rehearsed(let dryRun): return try dryRun.report(asJSON: json)
        case .licenses(let licenses):
            let features = licenses.flatMap(\.features)
            if json {
                try Report.json(
                    JSONShapes.Features(
                        product: inquiry.product, user: inquiry.user, features: features.map { .init($0) }))
            } else if features.isEmpty {
                try Report.line("The licenses of \(inquiry.product) of \(inquiry.user) have no features.")
            } else {
                try Report.lines(LicenseTables.lines(features))
            }
            return .success
        }
    }
}
