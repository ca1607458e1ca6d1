internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Licensing
internal import Synchronization

/// A command of this program as the verb that runs tells it to somebody who pastes it.
enum OwnCommand {
    /// The flags that the verb which runs was given.
    @TaskLocal static var given = Given(OwnFlags())

    /// The flags of each command that is told.
    static var flags: OwnFlags { given.resolved.flags }

    /// A command by the words after the program's name, as one line for a shell.
    static func line(_ words: String...) -> String { flags.line(words) }

    /// The same for a command about a borrow, which goes to where that was made.
    static func line(about borrow: Borrow, _ words: String...) -> String {
        let found = given.resolved
        let profile = borrow.account.profile.flatMap { found.profiles.contains($0) ? $0 : nil }
        return found.flags.line(words, on: borrow.subject.server, profile: profile, among: found.servers)
    }

    /// The flags of each command that is told, and what the configuration has without them.
    fileprivate struct Found {
        var flags: OwnFlags
        /// Its servers, as far as it can be used: what is made on another one is told with that.
        var servers: [String]
        var profiles: [String]
    }

    /// Flags as they were typed, and as another command needs them, which is looked up once.
    final class Given: Sendable {
        private let typed: OwnFlags
        private let tellsKey: Bool
        private let found = Mutex<Found?>(nil)

        /// - Parameters:
        ///   - typed: as they were typed.
        ///   - tellsKey: whether the key that responses are verified with is told on.
        init(_ typed: OwnFlags, tellsKey: Bool = true) { (self.typed, self.tellsKey) = (typed, tellsKey) }

        /// The same without the key that responses are verified with: nothing could be verified by it.
        var withoutKey: Given { Given(typed, tellsKey: false) }

        fileprivate var resolved: Found {
            found.withLock { known in
                if let known { return known }
                let configuration = typed.configuration(asksServer: true)
                let usable = configuration ?? typed.configuration(asksServer: false)
                let profiles = usable?.profiles ?? []
                var flags = typed.resolved
                flags.spellings = (usable?.spellings ?? [:]).merging(typed.spelt) { $1 }
                if !tellsKey { flags.publicKey = nil }
                let found = Found(
                    flags: flags,
                    servers: [configuration?.server].compactMap(\.self) + profiles.compactMap(\.server),
                    profiles: profiles.map(\.name))
                known = found
                return found
            }
        }
    }
}

extension OwnFlags {
    /// The same with absolute paths, and with the ledger where a command without a flag might find another one: a variable is
    /// not set everywhere.
    fileprivate var resolved: OwnFlags {
        let paths = ProcessEnvironment.current.paths
        var flags = self
        flags.config = config.map(paths.absolute)
        flags.publicKey = publicKey.map(paths.absolute)
        flags.ledger = ledger.map(paths.absolute) ?? configuredLedger.flatMap { $0 == paths.ledger ? nil : $0 }
        // What is refused may be so for a password in it, and is not repeated.
        flags.ledger = flags.ledger.flatMap { try? LedgerAddress($0) }?.text
        return flags
    }

    /// How each setting is spelt that one of the flags says.
    fileprivate var spelt: [String: String] {
        let flags = [("server", "--server", server), ("public_key_file", "--public-key", publicKey)]
        return flags.reduce(into: [:]) { if $1.2 != nil { $0[$1.0] = $1.1 } }
    }

    private var configuredLedger: String? { configuration(asksServer: false)?.ledgerPath }

    /// The configuration as a command with these flags finds it, but for its secrets; nil where it cannot be used.
    fileprivate func configuration(asksServer: Bool) -> BerthConfiguration? {
        var overrides = ConfigurationOverrides()
        overrides.profile = profile
        return try? BerthConfiguration.load(
            configFile: config, overrides: overrides, environment: .current, asksServer: asksServer, readsSecrets: false
        )
    }
}

extension Explanation {
    /// The same with commands that can be pasted.
    var withOwnCommands: Explanation { completed(by: OwnCommand.flags) }
}
