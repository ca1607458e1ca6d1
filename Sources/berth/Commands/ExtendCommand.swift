internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

struct ExtendCommand: SendingVerb {
    static let configuration = CommandConfiguration(
        commandName: "extend",
        abstract: "Set a new end of a borrow.",
        discussion: """
            Product, license, device and feature are those of the borrow, and it goes to the server and account that it was \
            made with, if need be by another profile of the configuration, or nowhere. The license key is looked for where it came from, then where it is configured, then asked \
            for; a user's password comes from BERTH_PASSWORD, --password-file or a prompt. An end that is earlier than the one \
            it has is asked about first. What has ended or was returned is borrowed again, by `berth borrow`.

            Examples:
              berth extend CAD-PRO --until "+3d"
              berth extend RENDER --feature GPU --max
              berth extend CAD-PRO --until "today 18:00" --shorten
              berth extend CAD-PRO --until "+3d" --dry-run
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var account: AccountOptions
    @OptionGroup var signIn: SignInOptions
    @OptionGroup var subject: BorrowOptions
    @OptionGroup var end: EndOptions

    @Flag(help: "Set the end even if it is earlier than the one that the borrow has.")
    var shorten = false

    @Flag(name: .customLong("repeat"), help: "Set it even if the borrow is of unknown outcome.")
    var repeats = false

    @OptionGroup var sending: SendingOptions

    func validate() throws {
        try end.requireOne()
        try signIn.validate(besides: account.licenseKeyFile)
    }

    mutating func perform() async throws -> ExitCode {
        let end = try end.end(in: connection.load(asksServer: false).zone(), isQuiet: sending.quiet)
        let subject = subject
        let found = try await BorrowAtHand.find(connection, account, sending) { choice throws(Problem) in
            try choice.borrow(subject, "held") { $0.mayHoldSeat(at: choice.moment) }
        }
        let (chosen, moment) = (found.borrow, Moment(host: Date()))
        // Nobody is asked for a key or a password in vain.
        guard chosen.mayHoldSeat(at: moment) else { throw Problem.over(chosen, at: moment.host) }
        let shortening = try shortening(of: chosen, to: end, at: moment)
        let key = try await found.key(account)
        let credentials = try signIn.credentials(of: chosen, in: found.state, found.configuration)
        let ending = await found.headless.perform(
            .extend(chosen.id, to: end, with: credentials), key: key, ifInDoubt: repeats ? .repeat : .ask,
            shortening: shortening)
        return try ending.report(sending)
    }

    /// What is to be done where the new end is the earlier one: a flag says so, or a person at the terminal.
    private func shortening(
        of borrow: Borrow, to end: BorrowEnd, at moment: Moment
    ) throws(Problem) -> Client.Shortening {
        guard !shorten else { return .shorten }
        guard case .at(let new) = end, let old = borrow.end(shortenedBy: end, at: moment) else { return .ask }
        let question = Client.Question(id: borrow.id, borrow: borrow, reason: .shortening(from: old, to: new))
        guard Prompt.isPossible else { throw question.problem }
        try Prompt.requireShortening(of: borrow, from: old, to: new)
        return .shortenFrom(old)
    }
}
