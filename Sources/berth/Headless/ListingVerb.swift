internal import ClientLive
internal import Ledger
internal import Licensing

/// A verb that lists what the License API tells of a user's licenses, which takes no seat.
protocol ListingVerb: SendingVerb {
    /// What is printed with `--json`.
    associatedtype Shape: Encodable

    /// What to say where no user is named.
    static var whereNobodyIsNamed: String { get }

    var owner: OwnerOptions { get }

    func shape(of licenses: [License], _ inquiry: Inquiry) -> Shape

    /// The same for people.
    func lines(of licenses: [License], _ inquiry: Inquiry) -> [String]
}

extension ListingVerb {
    mutating func perform() async throws -> ExitCode {
        let configuration = try connection.load()
        let ledger = try? LedgerAddress(configuration.ledgerPath).read()
        let product = try await owner.productCode(configuration, in: ledger)
        guard let (credentials, _) = try owner.credentials(orOf: configuration.username, configuration)
        else {
            throw Problem.usage(Self.whereNobodyIsNamed, name: "--user")
        }
        let inquiry = Inquiry(product: product, credentials: credentials)
        switch try await inquiry.ask(configuration, sending) {
        case .rehearsed(let dryRun): return try dryRun.report(asJSON: json)
        case .licenses(let licenses):
            if json {
                try Report.json(shape(of: licenses, inquiry))
            } else if !sending.quiet {
                try Report.lines(lines(of: licenses, inquiry))
            }
            return .success
        }
    }
}
