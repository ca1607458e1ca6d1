internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing

extension BerthConfiguration {
    /// What keeps the log and the ledger from being written to, as far as nobody is asked for that: what opens them says it.
    var placeFaults: [Problem] {
        [
            Self.fault(of: spelling(of: "log_file")) { () throws(Problem) in try logFile.map(LogFile.check) },
            Self.fault(of: "ledger") { () throws(Problem) in
                try LedgerAddress(ledgerPath).check(by: Performer.current(claims: ProcessEnvironment.current.claims))
            },
        ].compactMap(\.self)
    }

    /// What keeps a ledger in a file from being read; nil also where there is none yet, where somebody else is at work on it, and
    /// for one in a database, which would have to be asked.
    static func fault(ofLedger text: String) async -> Problem? {
        do throws(Problem) {
            let address = try LedgerAddress(text)
            guard case .file = address else { return nil }
            _ = try await address.read(patience: 1).history(limit: 1, product: nil)
            return nil
        } catch {
            // What passes by itself is no fault of the configuration.
            let passes = error.code == .ledgerMissing || ProblemCatalogue.explain(error).retry == .later
            return passes ? nil : error
        }
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
