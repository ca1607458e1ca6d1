internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Licensing

/// Where to borrow, and from which device: the flags that every verb takes.
///
/// No flag takes a secret: those come from the environment, a file or a prompt.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The configuration file.", valueName: "path"), completion: .file(),
        transform: PathArgument.read)
    var config: String?

    @Option(
        help: ArgumentHelp("The profile of the configuration: which account.", valueName: "name"), completion: .profiles
    )
    var profile: String?

    @Option(help: ArgumentHelp("The License API's base address.", valueName: "url"))
    var server: String?

    @Option(
        help: ArgumentHelp("The ledger's file, or its database: postgresql://…", valueName: "path"),
        completion: .file(), transform: PathArgument.read
    )
    var ledger: String?

    @Option(
        help: ArgumentHelp("A PEM file with the key that responses are verified with.", valueName: "path"),
        completion: .file(), transform: PathArgument.read)
    var publicKey: String?

    @Option(
        help: ArgumentHelp(
            "A file that a line of each request is added to, without secrets; - for standard error.", valueName: "path"),
        completion: .file(), transform: PathArgument.read)
    var logFile: String?

    @Option(help: ArgumentHelp("What is written there: debug, info, notice or warning and worse.", valueName: "level"))
    var logLevel: String?

    @Flag(help: "Allow plain HTTP to another host than this one.")
    var allowInsecureHttp = false

    /// Those of them that a command which is told to somebody needs, too.
    var ownFlags: OwnFlags {
        var flags = OwnFlags()
        (flags.config, flags.profile, flags.ledger) = (config, profile, ledger)
        (flags.server, flags.publicKey, flags.allowsInsecureHTTP) = (server, publicKey, allowInsecureHttp)
        return flags
    }

    /// The configuration: these flags, then `BERTH_…` variables, then the file.
    ///
    /// - Parameters:
    ///   - look: the flags about how the desk looks.
    ///   - asksServer: whether the configured server is going to be asked.
    ///   - readsSecrets: whether what opens it is looked at, too.
    func load(
        _ look: DeskLook? = nil, asksServer: Bool = true, readsSecrets: Bool = true
    ) throws(Problem) -> BerthConfiguration {
        try BerthConfiguration.load(
            configFile: config, overrides: overrides(look), environment: .current, asksServer: asksServer,
            readsSecrets: readsSecrets)
    }

    /// The configuration to its end, with all that is wrong in it.
    ///
    /// No server is asked.
    func inspect() -> ConfigurationInspection {
        ConfigurationInspection(
            configFile: config, overrides: overrides(), environment: .current, judge: \.deskFaults, use: \.placeFaults)
    }

    /// What the flags override.
    func overrides(_ look: DeskLook? = nil) -> ConfigurationOverrides {
        var overrides = ConfigurationOverrides()
        look?.override(&overrides)
        overrides.profile = profile
        overrides.server = server
        overrides.publicKeyFile = publicKey
        overrides.allowInsecureHTTP = allowInsecureHttp ? true : nil
        overrides.ledger = ledger
        overrides.logFile = logFile
        overrides.logLevel = logLevel
        return overrides
    }
}
