internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing
internal import SQLiteLedger

struct ReleaseCommand: SendingVerb {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Release a borrow before its end.",
        discussion: """
            Says released only when the server has said yes; anything else leaves an exit status that tells why. It goes to \
            the server and account that the borrow was made with, or nowhere; where another profile of the configuration has \
            these, by that. Of what is over already, or was refused, that is said, nothing is sent, and the status is 0. The license key is looked for where it came \
            from, then where it is configured, then asked for.

            With --from it releases by the rows of a file, several at once: each with the id of a borrow, or with product and \
            hardware_id, and a feature where there are several; each goes by the account that it was made with; key says where the license key is that is not remembered: \
            file:PATH, env:BERTH_LICENSE_KEY_NAME, credential:NAME. All rows are checked before anything is sent; what is \
            released already is left as it is, and a release of unknown outcome is sent again, which is safe; nobody is asked for a key.

            Examples:
              berth release CAD-PRO
              berth release RENDER --feature GPU --json
              berth release CAD-PRO --dry-run
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var account: AccountOptions

    @Argument(
        help: "The borrow: its id from `berth status`, or a product that one such borrow is of.",
        completion: .releasable)
    var borrow: String?

    @Option(help: ArgumentHelp("The borrow of this feature of the product.", valueName: "code"))
    var feature: String?

    @OptionGroup var bulk: BulkOptions

    @OptionGroup var sending: SendingOptions

    func validate() throws {
        try requireName(borrow)
        guard (borrow == nil) == (bulk.from != nil) else {
            throw ValidationError("Say which borrow: by its id or its product, or by --from FILE.")
        }
        guard bulk.from == nil || feature == nil else { throw ValidationError("With --from a feature is a column.") }
    }

    mutating func perform() async throws -> ExitCode {
        if let path = bulk.from { return try await many(path) }
        let (name, feature) = (borrow ?? "", feature)
        let moment = Moment(host: Date())
        let found = try await BorrowAtHand.find(
            connection, account, sending, isDone: { $0.reasonNotToRelease(at: moment) != nil }
        ) { choice throws(Problem) in
            try choice.toRelease(name, feature: feature)
        }
        if let why = found.borrow.reasonNotToRelease(at: moment) {
            return try tellNothing(of: found.borrow, why, at: moment)
        }
        let ending = await found.headless.perform(.release(found.borrow.id), key: try await found.key(account))
        return try ending.report(sending)
    }

    /// Says that there is nothing to release: nothing is sent, and nothing written, since nothing happens.
    private func tellNothing(of borrow: Borrow, _ why: String, at moment: Moment) throws -> ExitCode {
        if json {
            try Report.json(
                JSONShapes.Outcome(
                    outcome: "skipped", effect: ServerEffect.none.rawValue, borrow: .init(borrow, at: moment)))
        } else if !sending.quiet {
            try Report.lines(["\(borrow.title): \(why). Nothing was sent."])
        }
        return .success
    }

    /// Releases by the rows of a file.
    private func many(_ path: String) async throws -> ExitCode {
        let accounts = try AccountsAtHand(connection, account)
        let file = try bulk.file(path, columns: ReleaseRows.columns)
        try Workplace.requireLedger(accounts.chosen)
        let reading = try await Workplace.offline(accounts.chosen, sending)
        let known = try await TimeLimit.bounding("the ledger could be read") { () throws(Problem) in
            try await reading.ledger.borrows(.all).borrows
        }
        var borrows = ReleaseRows(known, accounts, secrets: reading.secrets, at: Moment(host: Date()))
        let rows = try BulkRows(file) { row throws(Problem) in try borrows.request(row) }
        var own: [BulkAccount] = []
        for configuration in borrows.accounts.configurations {
            let workplace = try await Workplace.configured(
                configuration, takesAnyAccount: account.anyAccount, sending)
            let search = LicenseKeySearch(
                ledger: workplace.ledger, secrets: workplace.secrets, file: account.licenseKeyFile,
                configured: configuration.licenseKeySource?.place, asks: false)
            own.append(BulkAccount(workplace: workplace, keys: search))
            if !sending.quiet, let name = configuration.profile, name != accounts.chosen.profile || accounts.isOpen {
                Report.note("using the profile \(name.inQuotes) for what was made with it")
            }
        }
        return try await bulk.run(rows, content: file.content, own, sending)
    }
}
