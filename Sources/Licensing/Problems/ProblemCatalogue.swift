/// The one place where a problem becomes words, an exit code and things to do.
///
/// Each code has one entry, in a file by topic: `Catalogue+Borrow.swift` and its siblings. Screens, `berth explain`, the
/// man page and the docs all read it here.
public enum ProblemCatalogue {
    /// Every code that has an entry, in the order of the reference.
    public static var codes: [ProblemCode] { entries.map(\.code) }

    /// Explains a problem with the facts at hand.
    ///
    /// A code without an entry gets a general explanation that shows code, status and message as they came.
    public static func explain(_ problem: Problem) -> Explanation {
        guard let entry = byCode[problem.code] else { return unknown(problem) }
        var explanation = entry.general
        entry.sharpen(&explanation, problem)
        return explanation.offeringALook()
    }

    /// Explains a code without facts: in general words, with all causes that it covers.
    public static func explain(_ code: ProblemCode) -> Explanation {
        byCode[code]?.general.offeringALook() ?? unknown(code)
    }

    static let entries: [CatalogueEntry] =
        borrow + license + features + authorization + transport + answers + ledger + program
        + files

    private static let byCode = Dictionary(entries.map { ($0.code, $0) }) { first, _ in first }
}

extension Explanation {
    /// Where a borrow may exist, it can be looked up as well as repeated.
    fileprivate func offeringALook() -> Explanation {
        guard remedies.first == Undertaking.borrow.repeatRemedy else { return self }
        var explanation = self
        explanation.remedies.insert(Remedy("look whether it is there, which takes a seat", .lookAtSeats), at: 1)
        return explanation
    }
}
