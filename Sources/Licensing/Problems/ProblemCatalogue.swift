internal import FoundationEssentials

/// The one place where a problem becomes words, an exit code and things to do.
///
/// Each code has one entry, in a file by topic: `Catalogue+Borrow.swift` and its siblings. An entry says what failed; what
/// that leaves at the server follows from the problem's effect. Screens, `berth explain`, the man page and the docs all
/// read it here.
public enum ProblemCatalogue {
    /// Every code that has an entry, in the order of the reference.
    public static var codes: [ProblemCode] { entries.map(\.code) }

    /// Explains a problem with the facts at hand.
    ///
    /// A code without an entry gets a general explanation that shows code, status and message as they came.
    public static func explain(_ problem: Problem) -> Explanation {
        guard let entry = byCode[problem.code] else { return unknown(problem) }
        var wording = entry.general
        entry.sharpen(&wording, problem)
        if let path = problem.facts.path, LedgerAddress.isDatabase(path), let remedies = databaseRemedies[problem.code]
        {
            wording.remedies = remedies.map { $0.naming(path) }
        }
        if problem.facts.isWritableByOthers, let path = problem.facts.path {
            wording.likelyCauses = ["its mode lets others than its owner write to it"]
            wording.remedies = [Remedy("close it to others", typing: "chmod go-w \(path.shellQuoted)")]
        }
        if problem.facts.signIn == .licenseKey {
            wording.remedies = wording.remedies.map { $0 == .anotherLicense ? .anotherKey : $0 }
        }
        return Explanation(wording, of: problem, exit: wording.exit ?? entry.exit)
    }

    /// Explains a code without facts: in general words, with all causes that it covers and the effect that is usual.
    public static func explain(_ code: ProblemCode) -> Explanation {
        guard let entry = byCode[code] else { return unknown(code) }
        let problem = Problem(code, message: "", time: .distantPast, effect: entry.usual)
        return Explanation(entry.general, of: problem, exit: entry.exit)
    }

    /// What a problem of a code leaves at the server as a rule; nil for a code without an entry.
    static func usualEffect(of code: ProblemCode) -> ServerEffect? { byCode[code]?.usual }

    static let entries: [CatalogueEntry] =
        borrow + license + features + authorization + transport + responses + ledger + ledgerDatabase + program
        + files

    private static let byCode = Dictionary(entries.map { ($0.code, $0) }) { first, _ in first }
}
