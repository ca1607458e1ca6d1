internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

struct BorrowCommand: SendingVerb {
    static let configuration = CommandConfiguration(
        commandName: "borrow",
        abstract: "Borrow a license for a device until an end.",
        discussion: """
            The license key comes from BERTH_LICENSE_KEY, --license-key-file or a prompt; a user's password from \
            BERTH_PASSWORD, --password-file or a prompt. On a license that is borrowed already, this sets a new end; one that \
            comes earlier is asked about first, or wants --shorten. `berth extend` does that from what is known of the borrow. The service signs no grant of a feature, so that one \
            leaves no receipt.

            With --from it borrows by the rows of a file, several at once. Its columns are product, key, user, password, \
            license_id, hardware_id, feature, bundle and end (a time, a length or max); key and password say where the secret \
            is: file:PATH, env:BERTH_LICENSE_KEY_NAME or BERTH_PASSWORD_NAME, credential:NAME. What a row does not say, flags \
            and configuration do. All rows are checked before anything is sent. Run again after it was cut off, it does the \
            rest: what is held to the same end is left as it is, and so is what this very file has borrowed.

            Examples:
              berth borrow --product CAD-PRO --until "fri 18:00"
              berth borrow --product RENDER --feature GPU --max
              berth borrow --from devices.csv --max --jobs 8
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var license: LicenseOptions

    @Option(help: ArgumentHelp("One of the license's features, in place of the license itself.", valueName: "code"))
    var feature: String?

    @OptionGroup var end: EndOptions

    @OptionGroup var bulk: BulkOptions

    @Flag(help: "With --from: borrow anew what an earlier run of the same file has borrowed.")
    var again = false

    @Flag(help: "Set the end even if it is earlier than the one that is held.")
    var shorten = false

    @Flag(name: .customLong("repeat"), help: "Borrow even if an earlier borrow of it is of unknown outcome.")
    var repeats = false

    @Flag(
        help: "Set a new end although the borrow was made with another account's key, as after that key was replaced.")
    var anyAccount = false

    @OptionGroup var sending: SendingOptions

    func validate() throws {
        guard bulk.from != nil else {
            guard !again else { throw ValidationError("--again goes with --from.") }
            try license.validateOne()
            return try end.requireOne()
        }
        if end.isGiven { try end.requireOne() }
        guard license.owner.account == nil else {
            throw ValidationError(
                "Single sign-on is for one borrow at a time: its code is good for one. Leave --account away.")
        }
    }

    mutating func perform() async throws -> ExitCode {
        if let path = bulk.from { return try await many(path) }
        let configuration = try connection.load()
        let end = try end.end(in: configuration.zone(), isQuiet: sending.quiet)
        let workplace = try await Workplace.configured(configuration, takesAnyAccount: anyAccount, sending)
        let (license, source) = try await license.activation(configuration, workplace)
        let wish = BorrowRequest(license, feature: try LicenseArguments.feature(feature), end: end)
        let headless = Headless(workplace)
        _ = try await headless.start()
        let request = Client.Request.borrow(wish, source: source)
        var ending = await headless.perform(
            request, ifInDoubt: repeats ? .repeat : .ask, shortening: shorten ? .shorten : .ask)
        while let question = ending.question, case .shortening(let old, let new) = question.reason, Prompt.isPossible {
            try Prompt.requireShortening(of: question.borrow, from: old, to: new)
            ending = await headless.perform(.questionConfirmed(question.id, at: Date()), of: request)
        }
        return try ending.report(sending)
    }

    /// Borrows by the rows of a file.
    private func many(_ path: String) async throws -> ExitCode {
        let configuration = try connection.load()
        let zone = try configuration.zone()
        let file = try bulk.file(path, columns: BorrowRows.columns)
        let end = end.isGiven ? try end.end(in: zone, isQuiet: sending.quiet) : nil
        let workplace = try await Workplace.configured(configuration, takesAnyAccount: anyAccount, sending)
        let typed = file.rows.compactMap { $0.values["product"] } + [license.owner.product].compactMap(\.self)
        let products = try await KnownProducts(configuration, workplace.ledger, for: typed)
        var requests = BorrowRows(
            configuration, license, products, feature: feature, end: end, hardwareID: workplace.session.hardwareID,
            secrets: workplace.secrets, zone: zone, now: Date())
        let rows = try BulkRows(file) { row throws(Problem) in try requests.request(row) }
        if !sending.quiet { for note in requests.notes { Report.note(note) } }
        // With another end or product for the rows that name none it is another file.
        let flags = [self.end.until ?? "", license.owner.product ?? "", feature ?? "", license.hardwareID ?? ""]
        return try await bulk.run(
            rows, content: file.content + Data(flags.joined(separator: "\n").utf8), [BulkAccount(workplace: workplace)],
            sending,
            repeats: repeats, shortens: shorten, again: again)
    }
}

extension BorrowRequest {
    /// The wish to borrow what an activation would bind the device to.
    fileprivate init(_ license: ActivationRequest, feature: String?, end: BorrowEnd) {
        self.init(
            product: license.product, hardwareID: license.hardwareID, credentials: license.credentials,
            licenseID: license.licenseID, bundleCode: license.bundleCode, feature: feature, end: end)
    }
}

extension Problem {
    /// A flag or an argument that cannot be used.
    static func usage(_ message: String, name: String) -> Problem {
        return Problem(.inputInvalid, message: message, time: Date(), facts: ProblemFacts(name: name))
    }
}
