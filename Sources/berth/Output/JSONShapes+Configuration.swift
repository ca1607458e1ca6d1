internal import ClientLive
internal import Licensing

extension JSONShapes {
    /// What `config check --json` prints.
    struct ConfigurationCheck: Encodable {
        /// An account of the configuration.
        struct Account: Encodable {
            var profile: String?
            var server: String
        }

        /// A thing that is wrong.
        struct Fault: Encodable {
            var code: String
            var message: String
            var name: String?
            /// The line of the file that it stands in.
            var line: Int?
            var path: String?
        }

        var version = 1
        /// The exit status of the process: 0, or that of the first fault.
        var exitCode: Int32
        var path: String?
        var accounts: [Account]
        /// What a command is told that names no profile, where that is no account.
        var withoutProfile: Fault?
        var faults: [Fault]

        init(_ inspection: ConfigurationInspection, exitCode: ExitCode) {
            self.exitCode = exitCode.rawValue
            path = inspection.path
            accounts = inspection.accounts.map { Account(profile: $0.profile, server: $0.server) }
            withoutProfile = inspection.withoutProfile.map(Fault.init)
            faults = inspection.faults.map(Fault.init)
        }

        enum CodingKeys: String, CodingKey {
            case version, path, accounts, faults
            case exitCode = "exit_code"
            case withoutProfile = "without_profile"
        }
    }
}

extension JSONShapes.ConfigurationCheck.Fault {
    fileprivate init(_ problem: Problem) {
        self.init(
            code: problem.code.rawValue, message: problem.message, name: problem.facts.name,
            line: problem.facts.line, path: problem.facts.path)
    }
}
