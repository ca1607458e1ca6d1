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
    ///   - choose: finds it among those that the ledger has.
    /// - Throws: what `choose` throws, and what stands in the way of the account.
    static func find(
        _ connection: ConnectionOptions, _ account: AccountOptions, _ sending: SendingOptions, asksServer: Bool = true,
        _ choose: (BorrowChoice) throws(Problem) -> Borrow
    ) async throws -> BorrowAtHand {
        let isOutright = connection.profile != nil || connection.server != nil
        let (chosen, fault) = try load(connection, asksServer: asksServer)
        try Workplace.requireLedger(chosen)
        // Where there are profiles and none is chosen, it is the borrow that tells which account is needed.
        let isOpen =
            !asksServer || fault != nil || (!chosen.profiles.isEmpty && (try? chosen.apiAuthorization()) == nil)
        let first = try await BorrowAtHand(
            chosen, account, sending, isOffline: isOpen, prefersOwn: isOutright, choose)
        // What was named is what counts.
        let mayChange = !isOutright && !account.anyAccount
        guard asksServer, isOpen || (mayChange && first.state.isElsewhere(first.borrow)) else { return first }
        var own = chosen
        if mayChange {
            let found = try connection.profiles(of: first.borrow, among: chosen.profiles)
            if found.count == 1 {
                own = found[0]
                if !sending.quiet, let name = own.profile {
                    Report.note("using the profile \(name), which \(first.borrow.title) was made with")
                }
            } else if !isOpen || !found.isEmpty {
                // Of the others it is known that they are not it.
                own.profiles = chosen.profiles.filter { profile in found.contains { $0.profile == profile.name } }
            }
        }
        // What is wrong is the account that would be needed, or it is not known which one that is.
        if let fault, own.profile == chosen.profile { throw fault }
        return try await BorrowAtHand(own, account, sending, isOffline: false) { choice throws(Problem) in
            choice.state.book[first.borrow.id] ?? first.borrow
        }
    }

    /// The configuration of the account that is chosen, and what is wrong with that: where a file or a variable has chosen it, that
    /// is no obstacle to a borrow of another one.
    private static func load(
        _ connection: ConnectionOptions, asksServer: Bool
    ) throws(Problem) -> (BerthConfiguration, Problem?) {
        do {
            return (try connection.load(asksServer: asksServer), nil)
        } catch {
            guard asksServer, connection.profile == nil else { throw error }
            let without = try connection.load(asksServer: false, readsSecrets: false)
            guard !without.profiles.isEmpty else { throw error }
            return (without, error)
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

extension ConnectionOptions {
    /// The configurations of the profiles that a borrow can have been made with, by server and account: that of the name which
    /// the borrow remembers, else of any other name.
    ///
    /// Secrets are read only of profiles that are for its server.
    ///
    /// - Throws: what is wrong with the profile of that name.
    fileprivate func profiles(
        of borrow: Borrow, among profiles: [Client.Profile]
    ) throws(Problem) -> [BerthConfiguration] {
        let near = profiles.filter { $0.server == borrow.subject.server }.map(\.name)
        if let made = borrow.account.profile, near.contains(made) {
            let configuration = try load(profile: made)
            if try configuration.made(borrow) { return [configuration] }
        }
        return near.filter { $0 != borrow.account.profile }.compactMap { name in
            guard let configuration = try? load(profile: name), (try? configuration.made(borrow)) == true else {
                return nil
            }
            return configuration
        }
    }

    private func load(profile: String) throws(Problem) -> BerthConfiguration {
        var own = self
        own.profile = profile
        // The ledger is the one in which the borrow was found.
        if own.ledger == nil { own.ledger = try load(asksServer: false).ledgerPath }
        return try own.load()
    }
}

extension BerthConfiguration {
    /// Whether a borrow was made with this account, as far as it remembers.
    fileprivate func made(_ borrow: Borrow) throws(Problem) -> Bool {
        guard server == borrow.subject.server else { return false }
        guard let authorization = borrow.account.authorization else { return true }
        return try account().authorization == authorization
    }
}
