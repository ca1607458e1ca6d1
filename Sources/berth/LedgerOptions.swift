internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing

/// Which ledger: the flags of the commands that need no server.
struct LedgerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The configuration file.", valueName: "path"), completion: .file(),
        transform: PathArgument.read)
    var config: String?

    @Option(
        help: ArgumentHelp("The profile of the configuration: whose ledger.", valueName: "name"), completion: .profiles)
    var profile: String?

    @Option(
        help: ArgumentHelp("The ledger's file, or its database: postgresql://…", valueName: "path"),
        completion: .file(), transform: PathArgument.read
    )
    var ledger: String?

    /// Those of them that a command which is told to somebody needs, too.
    var ownFlags: OwnFlags {
        var flags = OwnFlags()
        (flags.config, flags.profile, flags.ledger) = (config, profile, ledger)
        return flags
    }

    /// Opens the ledger to be read alone: nothing is created, and a file or a disk that takes no writes will do.
    func read() throws(Problem) -> any LedgerStore {
        try opened { address throws(Problem) in try address.read() }
    }

    /// Reads from the ledger; nil where the standard place holds none yet, which is as good as an empty one.
    func readIfAny<Value>(
        _ body: (any LedgerStore) async throws(Problem) -> Value
    ) async throws(Problem) -> Value? {
        do {
            return try await body(read())
        } catch {
            guard error.code == .ledgerMissing, ledger == nil, try path() == ProcessEnvironment.current.paths.ledger
            else { throw error }
            return nil
        }
    }

    /// Opens the ledger to be worked on; one that is missing is not created.
    func open() throws(Problem) -> any LedgerStore {
        try opened { address throws(Problem) in try address.openExisting() }
    }

    /// Opens the ledger; that one is missing which a flag or a variable names is told of that.
    private func opened(
        _ open: (LedgerAddress) throws(Problem) -> any LedgerStore
    ) throws(Problem) -> any LedgerStore {
        let address = try address()
        do throws(Problem) {
            return try open(address)
        } catch {
            guard error.code == .ledgerMissing else { throw error }
            var problem = error
            problem.facts.name = ledger == nil ? try configuration().spellings["ledger"] : "--ledger"
            throw problem
        }
    }

    /// The ledger's file, or the address of its database.
    func path() throws(Problem) -> String { try address().text }

    /// Where the ledger is. With the flag no configuration is read, so that a broken one is not in the way.
    func address() throws(Problem) -> LedgerAddress {
        if let ledger { return try LedgerAddress(ledger, namedBy: "--ledger") }
        return try LedgerAddress(configuration().ledgerPath)
    }

    /// The profile that is in use; nil where none is, or where the configuration cannot be used: to read needs none.
    var profileInUse: String? { (try? configuration())?.profile }

    /// The configuration but for the server, with the file of a public key that a flag names.
    func configuration(publicKey: String? = nil) throws(Problem) -> BerthConfiguration {
        var overrides = ConfigurationOverrides()
        overrides.profile = profile
        overrides.ledger = ledger
        overrides.publicKeyFile = publicKey
        return try BerthConfiguration.load(
            configFile: config, overrides: overrides, environment: .current, asksServer: false)
    }
}
