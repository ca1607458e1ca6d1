internal import ArgumentParser
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing

extension LedgerCommand {
    struct Copy: Verb {
        static let configuration = CommandConfiguration(
            commandName: "copy",
            abstract: "Copy all lines of a ledger into another one: a file or a database.",
            discussion: """
                Each of the two is a file or a database (postgresql://…). All lines go over as they are, with their numbers, \
                hashes and receipts; the ledger that is read is verified before, and the copy after. TO is empty, or holds \
                the first lines of FROM already: a copy that was cut off goes on when it is run again, and what was written to \
                FROM since is added. Anything else in TO is left as it is, and nothing is copied.

                End all desks first, and have them use TO once it is done. FROM stays as it is. A database is made by `berth \
                ledger init`; to write to it takes a member of berth_owner, to read from it one of berth_operator.

                Examples:
                  berth ledger copy old.sqlite postgresql:///berth --dry-run
                  berth ledger copy old.sqlite postgresql:///berth
                  berth ledger copy postgresql:///berth copy.sqlite
                """)

        @Argument(
            help: ArgumentHelp("The ledger to read.", valueName: "from"), completion: .file(),
            transform: PathArgument.read)
        var from: String

        @Argument(
            help: ArgumentHelp("The ledger to write.", valueName: "to"), completion: .file(),
            transform: PathArgument.read)
        var to: String

        @Flag(help: "Verify FROM, say what would be copied, and write nothing.")
        var dryRun = false

        @Flag(help: "Print as JSON.")
        var json = false

        /// Both ledgers are named, so that no configuration is read.
        var ownFlags: OwnFlags { OwnFlags() }

        mutating func perform() async throws -> ExitCode {
            do {
                return try await copied()
            } catch var problem as Problem where [.ledgerMissing, .ledgerForeign].contains(problem.code) {
                // No flag names the two: the argument is wrong.
                problem.facts.name = ProblemFacts.copiedLedger
                throw problem
            }
        }

        private func copied() async throws -> ExitCode {
            let source = try LedgerAddress(from, namedBy: ProblemFacts.copiedLedger)
            let target = try LedgerAddress(to, namedBy: "TO")
            let copy = LedgerCopy(from: try source.readForCopy(), to: try target.openForCopy(), at: target.text)
            let plan = try await Progress.of("verifying the ledger") { try await copy.plan(progress: $0.reach) }
            if dryRun {
                try tell(JSONShapes.LedgerCopy(source.text, target.text, plan, nil))
                return .success
            }
            let report = try await Progress.of("copying") { try await copy.run(plan, progress: $0.reach) }
            if report.head != nil {
                _ = try await Progress.of("verifying the copy") { try await copy.verify(report, progress: $0.reach) }
            }
            try tell(JSONShapes.LedgerCopy(source.text, target.text, plan, report))
            return .success
        }

        private func tell(_ outcome: JSONShapes.LedgerCopy) throws {
            try Report.done(outcome.sentence, asJSON: json ? outcome : nil)
        }
    }
}

extension JSONShapes {
    /// What `ledger copy --json` prints.
    struct LedgerCopy: Encodable {
        var version = 1
        var from: String
        var to: String
        var dryRun: Bool
        /// How many lines were copied, or would be.
        var copied: Int
        /// How many receipts came with them; nil where that is not known before.
        var receipts: Int?
        /// How many lines were there already.
        var alreadyThere: Int

        enum CodingKeys: String, CodingKey {
            case version, from, to, copied, receipts
            case dryRun = "dry_run"
            case alreadyThere = "already_there"
        }

        /// - Parameter report: what was copied; nil for a rehearsal.
        init(_ from: String, _ to: String, _ plan: Ledger.LedgerCopy.Plan, _ report: Ledger.LedgerCopy.Report?) {
            (self.from, self.to, dryRun, alreadyThere) = (from, to, report == nil, plan.linesThere)
            copied = report?.lines ?? plan.linesMissing
            receipts = report?.receipts
        }

        /// The same in a sentence.
        var sentence: String {
            let before = alreadyThere > 0 ? " \(alreadyThere) were there already." : ""
            guard let receipts else { return "Would copy \(copied) lines from \(from) to \(to).\(before)" }
            return "Copied \(copied) lines and \(receipts) receipts from \(from) to \(to).\(before)"
        }
    }
}
