internal import ArgumentParser
internal import Foundation
internal import Ledger
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
            let ledger = try options.address()
            guard case .database(let address) = ledger else {
                if case .file(let path) = ledger, FileManager.default.fileExists(atPath: path) {
                    return try await begun(ledger)
                }
                throw Problem.usage(
                    "A ledger in a file is made by the first borrow: name a database, as postgresql://HOST/DATABASE.",
                    name: "--ledger")
            }
            do throws(Problem) {
                try await PostgresLedger(address, by: nil).create()
            } catch {
                // What is there already may be just that.
                guard error.code == .ledgerForeign else { throw error }
                return try await begun(ledger)
            }
            try Report.done("Made the schema berth, and the roles berth_operator, berth_auditor and berth_owner.")
            return .success
        }

        /// Says that there is nothing to be made.
        ///
        /// - Throws: what keeps the ledger that is there from being read.
        private func begun(_ ledger: LedgerAddress) async throws -> ExitCode {
            _ = try await ledger.read().history(limit: 1, product: nil)
            try Report.done("There is a ledger at \(ledger.text) already, and it can be used; nothing was made.")
            return .success
        }
    }
}
