internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

struct SettleCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "End what is in doubt: repeat it, check the license, release it, or note why that need not be.",
        discussion: """
            A borrow is in doubt when a request went out and no response came back that can be relied on: `berth status` says \
            why and since when. Repeating a borrow is safe, as it only sets its end again; so is a release. A check takes a \
            seat where the device holds none. A note asks the server nothing: it is your word, under your name, in the history.
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var account: AccountOptions

    @Argument(help: "The borrow: its id from `berth status`, or a product that one borrow in doubt is of.")
    var borrow: String

    @Flag(name: .customLong("repeat"), help: "Do again what is in doubt.")
    var repeats = false

    @Flag(help: "Ask the server whether the license is borrowed.")
    var check = false

    @Flag(help: "Release it, whether it is there or not.")
    var release = false

    @Option(help: ArgumentHelp("Leave it at that, for a reason that others will read.", valueName: "reason"))
    var note: String?

    @Option(help: ArgumentHelp("With --repeat: a file that holds the user's password.", valueName: "path"))
    var passwordFile: String?

    @Flag(help: "Print the outcome as JSON.")
    var json = false

    func validate() throws {
        guard [repeats, check, release, note != nil].count(where: { $0 }) == 1 else {
            throw ValidationError("Say how: one of --repeat, --check, --release and --note REASON.")
        }
        guard let note else { return }
        guard !note.allSatisfy(\.isWhitespace), note.count <= 500 else {
            throw ValidationError("A reason is a text of up to 500 characters.")
        }
    }

    mutating func perform() async throws -> ExitCode {
        let configuration = try connection.load()
        try Workplace.requireLedger(configuration)
        let workplace =
            try await note == nil
            ? Workplace.configured(configuration, takesAnyAccount: account.anyAccount) : .offline(configuration)
        let headless = Headless(workplace)
        let state = try await headless.start()
        let moment = Moment(host: Date())
        let chosen = try BorrowChoice(state: state, moment: moment).borrow(borrow, "in doubt") {
            $0.isInDoubt(at: moment)
        }
        guard chosen.isInDoubt(at: moment) else {
            throw Problem(
                .borrowNotFound, message: "Borrow \(chosen.id) is not in doubt: there is nothing to settle.",
                time: moment.host, facts: ProblemFacts(chosen))
        }
        let (request, key) = try await request(for: chosen, state, configuration, workplace)
        let ending = await headless.perform(request, key: key, ifInDoubt: .repeat)
        return try ending.report(asJSON: json)
    }

    private func request(
        for borrow: Borrow, _ state: Client.State, _ configuration: BerthConfiguration, _ workplace: Workplace
    ) async throws(Problem) -> (Client.Request, Secret?) {
        if let note { return (.note(borrow.id, reason: note), nil) }
        let key = try await account.key(of: borrow, in: state, configuration, workplace)
        if release { return (.release(borrow.id), key) }
        if check { return (.check(borrow.id), key) }
        // What was last asked for may have been refused since, and the doubt be an earlier one's.
        switch borrow.operation.kind {
        case .borrow(let end): return (try repeated(borrow, end, key, configuration), nil)
        case .release: return (.release(borrow.id), key)
        case .check, .activate: return (.check(borrow.id), key)
        }
    }

    /// The same borrow once more.
    private func repeated(
        _ borrow: Borrow, _ end: BorrowEnd, _ key: Secret?, _ configuration: BerthConfiguration
    ) throws(Problem) -> Client.Request {
        let credentials: Credentials
        var source = borrow.secretSource
        switch borrow.subject.license {
        case .key:
            guard let key else { throw .usage("The license key is needed.", name: "--license-key-file") }
            credentials = .licenseKey(key)
        case .user(let name):
            let paths = ProcessEnvironment.current.paths
            let place = passwordFile.map { SecretSource.file(paths.absolute($0)) } ?? configuration.passwordSource
            let reader = SecretReader(environment: .current)
            if let place { source = place }
            let password =
                if let place { try reader.read(place, for: "--password-file") } else {
                    try Prompt.secret("Password of \(name)", orFrom: "--password-file")
                }
            credentials = .user(name: name, password: password)
        case .customerAccount:
            throw .usage(
                "A borrow by single sign-on cannot be repeated: its code is used up. Borrow anew with --repeat, or note a "
                    + "reason.", name: "--repeat")
        }
        return .borrow(
            BorrowRequest(
                product: borrow.subject.product, hardwareID: borrow.subject.hardwareID, credentials: credentials,
                licenseID: borrow.subject.licenseID, end: end),
            source: source)
    }
}

extension Borrow {
    /// Whether it is not known if it holds a seat.
    fileprivate func isInDoubt(at moment: Moment) -> Bool {
        if case .unknown = status(at: moment) { true } else { false }
    }
}
