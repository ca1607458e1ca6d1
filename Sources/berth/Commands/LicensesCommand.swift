internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing

struct LicensesCommand: SendingVerb {
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

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var owner: OwnerOptions
    @OptionGroup var sending: SendingOptions
    mutating func perform() async throws -> ExitCode {
        let configuration = try connection.load()
        let inquiry = try owner.inquiry(
            configuration,
            otherwise: "The License API lists the licenses of a user alone: name one with --user or --account.")
        switch try await inquiry.ask(configuration, sending) {
        case .rehearsed(let dryRun): return try dryRun.report(asJSON: json)
        case .licenses(let licenses):
            if json {
                try Report.json(
                    JSONShapes.Licenses(
                        product: inquiry.product, user: inquiry.user, licenses: licenses.map { .init($0) }))
            } else if licenses.isEmpty {
                try Report.line("\(inquiry.user) has no license of \(inquiry.product).")
            } else {
                try Report.lines(LicenseTables.lines(licenses))
            }
            return .success
        }
    }
}

extension OwnerOptions {
    /// The question for a user's licenses.
    ///
    /// - Parameter otherwise: what to say where no user is named.
    func inquiry(_ configuration: BerthConfiguration, otherwise: String) throws(Problem) -> Inquiry {
        let product = try productCode(configuration)
        guard let (credentials, _) = try credentials(configuration) else { throw .usage(otherwise, name: "--user") }
        return Inquiry(product: product, credentials: credentials)
    }
}
