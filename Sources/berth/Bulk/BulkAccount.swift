internal import ClientCore
internal import ClientLive
internal import LicenseAPI
internal import Licensing
internal import StateMachine

/// An account that rows of a file go by.
struct BulkAccount {
    let workplace: Workplace
    /// Finds the license keys of borrows made earlier, without asking anybody; nil where none are needed.
    var keys: LicenseKeySearch?
}

/// The client of an account that rows go by.
struct BulkClient {
    let environment: ClientEnvironment
    let store: Store<Client>
    /// Begins the id of each of its operations.
    let session: String
    var keys: LicenseKeySearch?
    /// Hears what would be sent and written; nil where that happens.
    let rehearsal: Rehearsal?

    /// - Parameters:
    ///   - mark: what each operation bears in its id.
    ///   - told: hears what requests came to.
    ///   - changed: hears of each state.
    init(
        _ account: BulkAccount, mark: String, told: @escaping @Sendable (Client.Outcome) -> Void,
        changed: @escaping @Sendable (Client.State) -> Void
    ) {
        let workplace = account.workplace
        (environment, rehearsal) = (workplace.environment, workplace.rehearsal)
        keys = account.keys
        var session = workplace.session
        session.id += mark
        self.session = session.id
        let runner = EffectRunner(workplace.environment) { told($0) }
        store = Store(
            Client.State(session: session), run: { effect, send in await runner.run(effect, send) }, changed: changed)
    }

    /// Whether the outcome of an operation waits to be written.
    func holds(_ id: OperationID?) async -> Bool {
        guard let id else { return false }
        return await store.state.underway[id]?.heldOutcome != nil
    }
}

/// The accounts that the borrows of a file were made with, each read once, whatever comes of it.
struct RowAccounts {
    private let accounts: AccountsAtHand
    /// The configurations that are needed, in the order in which rows have asked for them.
    private(set) var configurations: [BerthConfiguration] = []
    private var known: [Origin: Result<Int, Problem>] = [:]

    /// What tells by which account a borrow was made.
    private struct Origin: Hashable {
        var server: String
        var account: Account
    }

    init(_ accounts: AccountsAtHand) { self.accounts = accounts }

    /// The place of a borrow's account among the configurations.
    ///
    /// - Throws: what is wrong with that account.
    mutating func place(of borrow: Borrow) throws(Problem) -> Int {
        let origin = Origin(server: borrow.subject.server, account: borrow.account)
        if let place = known[origin] { return try place.get() }
        let place: Result<Int, Problem>
        do {
            place = .success(try add(try accounts.configuration(for: borrow) ?? accounts.chosen))
        } catch {
            place = .failure(error)
        }
        known[origin] = place
        return try place.get()
    }

    /// - Throws: what keeps a server from being asked by it.
    private mutating func add(_ configuration: BerthConfiguration) throws(Problem) -> Int {
        if let place = configurations.firstIndex(of: configuration) { return place }
        _ = try HTTPLicenseService(configuration, version: BerthVersion.number, environment: .current)
        configurations.append(configuration)
        return configurations.count - 1
    }
}
