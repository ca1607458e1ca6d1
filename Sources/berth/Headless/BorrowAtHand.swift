internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

/// A borrow made earlier, and the client to go on with it: of the account that is chosen, or of the profile that the borrow
/// was made with.
///
/// Which requests go where is the client's rule alone; this only picks the account that it is made for.
struct BorrowAtHand {
    let borrow: Borrow
    let configuration: BerthConfiguration
    let workplace: Workplace
    let headless: Headless
    let state: Client.State

    /// Finds a borrow, and the account for it.
    ///
    /// - Parameters:
    ///   - asksServer: whether a server is going to be asked about it; a note concerns the ledger alone.
    ///   - isDone: whether there is nothing to do about it, so that no account is needed.
    ///   - choose: finds it among those that the ledger has.
    /// - Throws: what `choose` throws, and what stands in the way of the account.
    static func find(
        _ connection: ConnectionOptions, _ account: AccountOptions, _ sending: SendingOptions, asksServer: Bool = true,
        isDone: (Borrow) -> Bool = { _ in false }, _ choose: (BorrowChoice) throws(Problem) -> Borrow
    ) async throws -> BorrowAtHand {
        let accounts = try AccountsAtHand(connection, account, asksServer: asksServer)
        try Workplace.requireLedger(accounts.chosen)
        let first = try await BorrowAtHand(
            accounts.chosen, account, sending, isOffline: accounts.isOpen, prefersOwn: accounts.isOutright, choose)
        guard asksServer, !isDone(first.borrow), let own = try accounts.configuration(for: first.borrow) else {
            return first
        }
        if !sending.quiet, let name = own.profile, name != accounts.chosen.profile || accounts.isOpen {
            Report.note("using the profile \(name.inQuotes), by whose account \(first.borrow.title) was made")
        }
        return try await BorrowAtHand(own, account, sending, isOffline: false) { choice throws(Problem) in
            choice.state.book[first.borrow.id] ?? first.borrow
        }
    }

    private init(
        _ configuration: BerthConfiguration, _ account: AccountOptions, _ sending: SendingOptions, isOffline: Bool,
        prefersOwn: Bool = false, _ choose: (BorrowChoice) throws(Problem) -> Borrow
    ) async throws {
        self.configuration = configuration
        workplace =
            try await isOffline
            ? .offline(configuration, sending)
            : .configured(configuration, takesAnyAccount: account.anyAccount, sending)
        headless = Headless(workplace)
        state = try await headless.start()
        borrow = try choose(BorrowChoice(state: state, moment: Moment(host: Date()), prefersOwn: prefersOwn))
    }

    /// The license key; nil for a license that needs none, and for a borrow that is refused without it.
    func key(_ account: AccountOptions) async throws(Problem) -> Secret? {
        try await account.key(of: borrow, in: state, configuration, workplace)
    }
}
