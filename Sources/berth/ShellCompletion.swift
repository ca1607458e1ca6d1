internal import ArgumentParser
internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing

/// What a shell offers while a command is typed.
///
/// It reads configuration and ledger alone: no server is asked, no secret is read and none of its commands run. Where something
/// is in the way, there is nothing to offer, and nothing is said into the line that is being typed.
struct ShellCompletion {
    /// The line so far, by words.
    let words: [String]

    /// Which borrows are offered.
    enum Choice {
        /// Those that may hold a seat.
        case held
        /// Those, and what a check has taken.
        case toRelease
        /// Those of which a signed response was kept: of what is over the newest.
        case withReceipt

        /// How many are looked at beside what is held.
        fileprivate var others: Int { self == .withReceipt ? 200 : 0 }

        fileprivate func isOffered(_ borrow: Borrow, at moment: Moment) -> Bool {
            switch self {
            case .held: borrow.mayHoldSeat(at: moment)
            case .toRelease: borrow.isToRelease(at: moment)
            case .withReceipt: borrow.grant != nil && borrow.subject.feature == nil
            }
        }
    }

    /// Borrows of the ledger: their products, and their ids.
    func borrows(_ choice: Choice) async -> [String] {
        let borrows = await found(choice)
        return Self.offered(borrows.map(\.subject.product) + borrows.map(\.id.rawValue))
    }

    /// The products that are configured, and those that something is borrowed of.
    func products() async -> [String] {
        let configured = configuration.map { [$0.product].compactMap(\.self) + $0.products } ?? []
        return Self.offered(configured + (await found(.held).map(\.subject.product)))
    }

    /// The profiles of the configuration.
    func profiles() -> [String] { Self.offered(configuration(of: nil)?.profiles.map(\.name) ?? []) }

    private func found(_ choice: Choice) async -> [Borrow] {
        let moment = Moment(host: Date())
        let paths = ProcessEnvironment.current.paths
        guard let path = value(of: "--ledger").map(paths.absolute) ?? configuration?.ledgerPath,
            // Somebody waits at the keys, so a lock is not waited for as by a command.
            let ledger = try? LedgerAddress(path).read(patience: LedgerAddress.isDatabase(path) ? 2 : 0.1),
            let reading = try? await ledger.borrows(.current(at: moment, others: choice.others))
        else { return [] }
        return reading.borrows.filter { choice.isOffered($0, at: moment) }
    }

    private var configuration: BerthConfiguration? { configuration(of: value(of: "--profile")) }

    private func configuration(of profile: String?) -> BerthConfiguration? {
        var overrides = ConfigurationOverrides()
        overrides.profile = profile
        return try? BerthConfiguration.load(
            configFile: value(of: "--config"), overrides: overrides, environment: .current, asksServer: false,
            readsSecrets: false)
    }

    /// What follows a flag; some shells make a word of the equals sign between them.
    private func value(of flag: String) -> String? {
        if let index = words.lastIndex(of: flag) {
            return words[words.index(after: index)...].first { $0 != "=" && !$0.isEmpty }
        }
        return words.last { $0.hasPrefix(flag + "=") }.map { String($0.dropFirst(flag.count + 1)) }
    }

    /// Each once. Shells expand what they are offered, so that only what means nothing to any of them is.
    private static func offered(_ texts: [String]) -> [String] {
        Set(texts.filter { $0.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil }).sorted()
    }
}

extension CompletionKind {
    /// Borrows that are held, by product or id.
    static let borrows = borrows(.held)
    /// Borrows that a release can be of.
    static let releasable = borrows(.toRelease)
    /// Borrows that a receipt was kept of.
    static let receipts = borrows(.withReceipt)

    private static func borrows(_ choice: ShellCompletion.Choice) -> CompletionKind {
        .custom { words, _, _ in await ShellCompletion(words: words).borrows(choice) }
    }

    /// Short codes of products.
    static let products = CompletionKind.custom { words, _, _ in await ShellCompletion(words: words).products() }

    /// Names of profiles.
    static let profiles = CompletionKind.custom { words, _, _ in ShellCompletion(words: words).profiles() }
}
