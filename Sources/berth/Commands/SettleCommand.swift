internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

struct SettleCommand: SendingVerb {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "End what is in doubt: repeat it, check the license, release it, or note why that need not be.",
        discussion: """
            A borrow is in doubt when a request went out and no response came back that can be relied on: `berth status` says \
            why and since when. Repeating a borrow is safe, as it only sets its end again; so is a release, and so are an \
            activation and a deactivation. A check takes a seat where the device holds none, and does not say whether a feature \
            is borrowed, so that its borrow stays in doubt (21); one that is in doubt may have taken a seat, which a release frees. A note asks the server nothing: it is \
            your word, under your name, in the history.

            Examples:
              berth settle CAD-PRO --repeat
              berth settle CAD-PRO --note "the host was reinstalled"
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var account: AccountOptions

    @OptionGroup var subject: BorrowOptions
    @OptionGroup var signIn: SignInOptions

    @Flag(name: .customLong("repeat"), help: "Do again what is in doubt.")
    var repeats = false

    @Flag(help: "Ask the server whether the license is borrowed.")
    var check = false

    @Flag(help: "Release it, whether it is there or not.")
    var release = false

    @Option(help: ArgumentHelp("Leave it at that, for a reason that others will read.", valueName: "reason"))
    var note: String?

    @OptionGroup var sending: SendingOptions

    func validate() throws {
        guard [repeats, check, release, note != nil].count(where: { $0 }) == 1 else {
            throw ValidationError("Say how: one of --repeat, --check, --release and --note REASON.")
        }
        try signIn.validate(besides: account.licenseKeyFile)
        guard let note else { return }
        guard !note.allSatisfy(\.isWhitespace), note.count <= 500 else {
            throw ValidationError("A reason is a text of up to 500 characters.")
        }
    }

    var sends: Bool { note == nil }

    mutating func perform() async throws -> ExitCode {
        let subject = subject
        let found = try await BorrowAtHand.find(
            connection, account, sending, asksServer: note == nil
        ) { choice throws(Problem) in try choice.borrow(subject, "in doubt") { $0.isInDoubt(at: choice.moment) } }
        let moment = Moment(host: Date())
        let chosen = found.borrow.asItStands(at: moment)
        guard chosen.isInDoubt(at: moment) else {
            throw Problem(
                .borrowNotFound, message: "Borrow \(chosen.id) is not in doubt: there is nothing to settle.",
                time: moment.host, facts: ProblemFacts(chosen))
        }
        let (request, key) = try await request(for: chosen, found)
        let ending = await found.headless.perform(request, key: key, ifInDoubt: .repeat, shortening: .shorten)
        try ending.requireSettled(sending)
        return try ending.report(sending)
    }

    private func request(
        for borrow: Borrow, _ found: BorrowAtHand
    ) async throws(Problem) -> (Client.Request, Secret?) {
        if let note { return (.note(borrow.id, reason: note), nil) }
        let key = try await found.key(account)
        if release { return (.release(borrow.id), key) }
        if check { return (.check(borrow.id), key) }
        return (try repetition(of: borrow, key, found), key)
    }

    /// What is in doubt, once more.
    private func repetition(
        of borrow: Borrow, _ key: Secret?, _ found: BorrowAtHand
    ) throws(Problem) -> Client.Request {
        try requireKnownEnd(borrow)
        // What was asked for last may have failed for good, and the doubt be an earlier one's: that is what is repeated.
        if let doubt = borrow.doubt?.facts {
            if doubt.isOfDeactivation { return .deactivate(borrow.id) }
            if doubt.isOfCheck { return .check(borrow.id) }
            if doubt.isOfRelease { return .release(borrow.id) }
        }
        if let end = borrow.askedEnd {
            return .extend(
                borrow.id, to: end, with: try signIn.credentials(of: borrow, in: found.state, found.configuration))
        }
        switch borrow.operation.kind {
        case .release: return .release(borrow.id)
        case .activate:
            let credentials = try signIn.credentials(of: borrow, in: found.state, found.configuration)
            // Without either it was made elsewhere, where nothing is sent to, as is said then.
            guard let credentials = credentials ?? key.map(Credentials.licenseKey) else { return .check(borrow.id) }
            let subject = borrow.subject
            let wish = ActivationRequest(
                product: subject.product, hardwareID: subject.hardwareID, credentials: credentials,
                licenseID: subject.licenseID, bundleCode: subject.bundleCode)
            return .activate(wish, source: borrow.secretSource)
        case .borrow, .check, .deactivate: return .check(borrow.id)
        }
    }

    /// A borrow in doubt is repeated to the end that it asked for, where that is known.
    private func requireKnownEnd(_ borrow: Borrow) throws(Problem) {
        guard borrow.isOfUnknownEnd else { return }
        throw .usage(
            "The end that this borrow asked for is not at hand. Borrow it to an end that you name: \(borrow.borrowAgainCommand), or with --until in place of --max.",
            name: "--repeat")
    }
}

extension Borrow {
    /// The command that settles what is in doubt and changes least: for what a check has left open that frees the seat.
    func settleCommand(at moment: Moment) -> String {
        let borrow = asItStands(at: moment)
        if borrow.isOfUnknownEnd { return borrowAgainCommand }
        return OwnCommand.line(
            about: self, "settle", id.rawValue, borrow.doubt?.facts.isOfCheck == true ? "--release" : "--repeat")
    }

    /// The command that borrows once more, to an end of its own.
    var borrowAgainCommand: String { OwnCommand.line(about: self, "extend", id.rawValue, "--repeat", "--max") }

    /// Whether it is a borrow that is in doubt, and the end that it asked for is not at hand.
    var isOfUnknownEnd: Bool {
        guard let doubt = doubt?.facts, doubt.isOfSeat, !doubt.isOfRelease else { return false }
        return askedEnd == nil
    }
}
