internal import ClientLive
internal import Foundation
internal import Licensing

extension BerthConfiguration {
    /// What keeps the log and the ledger from being written to, as far as nobody is asked for that: what opens them says it.
    var placeFaults: [Problem] {
        [
            Self.fault(of: "log_file") { () throws(Problem) in try logFile.map(LogFile.check) },
            Self.fault(of: "ledger") { () throws(Problem) in
                try LedgerAddress(ledgerPath).check(by: Performer.current(claims: ProcessEnvironment.current.claims))
            },
        ].compactMap(\.self)
    }

    private static func fault(of setting: String, _ check: () throws(Problem) -> Void?) -> Problem? {
        do throws(Problem) {
            _ = try check()
            return nil
        } catch {
            var fault = error
            fault.facts.name = setting
            return fault
        }
    }
}
