internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing

/// The accounts by which a command can go on with borrows made earlier: the one that is chosen, and those of the profiles that
/// they were made with.
struct AccountsAtHand {
    /// The configuration of the account that is chosen.
    let chosen: BerthConfiguration
    /// Whether an account was named outright, which is what counts then.
    let isOutright: Bool
    /// Whether the chosen account cannot be used, or none is chosen, so that it is the borrow that tells which one is needed.
    let isOpen: Bool

    private let connection: ConnectionOptions
    /// Whether another account than the chosen one may be taken.
    private let mayChange: Bool
    /// What is wrong with the chosen one.
    private let fault: Problem?

    /// - Parameter asksServer: whether a server is going to be asked; a note concerns the ledger alone.
    /// - Throws: what is wrong with the chosen account, where no borrow can be of another.
    init(_ connection: ConnectionOptions, _ account: AccountOptions, asksServer: Bool = true) throws(Problem) {
        self.connection = connection
        isOutright = connection.profile != nil || connection.server != nil
        mayChange = !isOutright && !account.anyAccount
        (chosen, fault) = try Self.load(connection, asksServer: asksServer)
        isOpen =
            !asksServer || fault != nil || (!chosen.profiles.isEmpty && (try? chosen.apiAuthorization()) == nil)
    }

    /// The configuration to go on with a borrow by, instead of the chosen one; nil where it is that.
    ///
    /// - Throws: what is wrong with the account that would be needed.
    func configuration(for borrow: Borrow) throws(Problem) -> BerthConfiguration? {
        guard isOpen || (mayChange && (try? chosen.made(borrow)) == false) else { return nil }
        var own = chosen
        if mayChange {
            let found = try connection.profiles(of: borrow, among: chosen.profiles)
            guard found.count < 2 else {
                throw .accountNotChosen(borrow, profiles: found.compactMap(\.profile), at: Date())
            }
            if let only = found.first { return only }
            // Of all of them it is known that they are not it.
            if !isOpen { own.profiles = [] }
        }
        // What is wrong is the account that would be needed, or it is not known which one that is.
        if let fault { throw fault }
        if isOpen, mayChange { throw .accountNotChosen(borrow, profiles: [], at: Date()) }
        return own
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
        let near = profiles.filter { $0.isFor(borrow) }.map(\.name)
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
        guard borrow.subject.isOf(server: server) else { return false }
        return try !borrow.account.differs(from: account())
    }
}
