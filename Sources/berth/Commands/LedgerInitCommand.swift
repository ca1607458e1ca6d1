internal import ArgumentParser
internal import Foundation
internal import Licensing
internal import PostgresLedger

extension LedgerCommand {
    struct Init: Verb {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Make the tables of a ledger in a PostgreSQL database, or print what makes them.",
            discussion: """
                For whoever runs the server: a superuser, once for a database. It makes a schema berth that holds all of the \
                ledger, and three roles: berth_operator borrows, berth_auditor reads, berth_owner prunes. Nobody is a \
                member of them until you say so: GRANT berth_operator TO ana.

                A ledger in a file needs none of this: the first borrow makes it.

                Examples:
                  berth ledger init --ledger postgresql:///berth
                  berth ledger init --print | psql --set ON_ERROR_STOP=1 berth
                """)

        @OptionGroup var options: LedgerOptions

        @Flag(help: "Print the statements, for psql, and make nothing.")
        var print = false

        var ownFlags: OwnFlags { options.ownFlags }

        mutating func perform() async throws -> ExitCode {
            if print {
                try Output.write(Data(PostgresLedger.script.utf8))
                return .success
            }
            guard case .database(let address) = try options.address() else {
                throw Problem.usage(
                    "A ledger in a file is made by the first borrow: name a database, as postgresql://HOST/DATABASE.",
                    name: "--ledger")
            }
            try await PostgresLedger(address, by: nil).create()
            try Report.done("Made the schema berth, and the roles berth_operator, berth_auditor and berth_owner.")
            return .success
        }
    }
}
