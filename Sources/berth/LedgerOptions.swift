internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing

/// Which ledger: the flags of the commands that need no server.
struct LedgerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "path"))
    var config: String?

    @Option(help: ArgumentHelp("The ledger's file.", valueName: "path"))
    var ledger: String?

    /// Opens the ledger: the flag's, else the configured one.
    ///
    /// - Parameter creating: Whether one that is missing is created.
    func open(creating: Bool = false) throws(Problem) -> Ledger {
        try Ledger(path: path(), creating: creating)
    }

    /// The ledger's file. With the flag no configuration is read, so that a broken one is not in the way.
    func path() throws(Problem) -> String {
        if let ledger { return ledger }
        return try configuration().ledgerPath
    }

    /// The configuration, with the file of a public key that a flag names.
    func configuration(publicKey: String? = nil) throws(Problem) -> BerthConfiguration {
        let environment = ProcessInfo.processInfo.environment
        var overrides = ConfigurationOverrides()
        overrides.ledger = ledger
        overrides.publicKeyFile = publicKey
        return try BerthConfiguration.load(
            configFile: config, overrides: overrides, environment: environment, home: Workplace.home(environment))
    }
}
