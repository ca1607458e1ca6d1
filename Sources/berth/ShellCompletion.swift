internal import ArgumentParser
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

    /// The borrows that may hold a seat: their products, and their ids.
    func borrows() async -> [String] {
        let borrows = await held()
        return Self.offered(borrows.map(\.subject.product) + borrows.map(\.id.rawValue))
    }

    /// The products that are configured, and those that something is borrowed of.
    func products() async -> [String] {
        let configured = configuration.map { [$0.product].compactMap(\.self) + $0.products } ?? []
        return Self.offered(configured + (await held().map(\.subject.product)))
    }

    private func held() async -> [Borrow] {
        let moment = Moment(host: Date())
        let paths = ProcessEnvironment.current.paths
        guard let path = value(of: "--ledger").map(paths.absolute) ?? configuration?.ledgerPath,
            // Somebody waits at the keys, so a lock is not waited for as by a command.
            let ledger = try? LedgerAddress(path).read(patience: LedgerAddress.isDatabase(path) ? 2 : 0.1),
            let reading = try? await ledger.borrows(.current(at: moment, others: 0))
        else { return [] }
        return reading.borrows.filter { $0.mayHoldSeat(at: moment) }
    }

    private var configuration: BerthConfiguration? {
        var overrides = ConfigurationOverrides()
        overrides.profile = value(of: "--profile")
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
    /// Borrows, by product or id.
    static let borrows = CompletionKind.custom { words, _, _ in await ShellCompletion(words: words).borrows() }

    /// Short codes of products.
    static let products = CompletionKind.custom { words, _, _ in await ShellCompletion(words: words).products() }
}
