internal import ClientLive
internal import Foundation
internal import Licensing
internal import Synchronization

/// A command of this program as the verb that runs tells it to somebody who pastes it.
enum OwnCommand {
    /// The flags that the verb which runs was given.
    @TaskLocal static var given = Given(OwnFlags())

    /// The flags of each command that is told.
    static var flags: OwnFlags { given.resolved }

    /// A command by the words after the program's name, as one line for a shell.
    static func line(_ words: String...) -> String { flags.line(words) }

    /// Flags as they were typed, and as another command needs them, which is looked up once.
    final class Given: Sendable {
        private let typed: OwnFlags
        private let found = Mutex<OwnFlags?>(nil)

        init(_ typed: OwnFlags) { self.typed = typed }

        fileprivate var resolved: OwnFlags {
            found.withLock { found in
                if let found { return found }
                let flags = typed.resolved
                found = flags
                return flags
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

    private var configuredLedger: String? {
        var overrides = ConfigurationOverrides()
        overrides.profile = profile
        let found = try? BerthConfiguration.load(
            configFile: config, overrides: overrides, environment: .current, asksServer: false, readsSecrets: false)
        return found?.ledgerPath
    }
}

extension Explanation {
    /// The same with commands that can be pasted.
    var withOwnCommands: Explanation { completed(by: OwnCommand.flags) }
}
