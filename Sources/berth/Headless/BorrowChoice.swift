internal import ClientCore
internal import Foundation
internal import Licensing

/// Finds the borrow that a command's argument means: by its id, or by the product that one borrow is held of.
struct BorrowChoice {
    let state: Client.State
    let moment: Moment

    /// - Parameters:
    ///   - options: its id or product, and its feature.
    ///   - word: what is looked for, as in "several borrows are held".
    /// - Throws: `operation_in_progress` where a living process is at work on it, `borrow_not_found` where there is none, and
    ///   `input_invalid` where there are several.
    func borrow(
        _ options: BorrowOptions, _ word: String, where isWanted: (Borrow) -> Bool
    ) throws(Problem) -> Borrow {
        let (text, feature) = (options.borrow, options.feature)
        if let exact = state.book[OperationID(rawValue: text)] {
            try refuseUnderway(exact)
            return exact
        }
        let ofProduct = state.book.filter {
            $0.subject.product == text && (feature == nil || $0.subject.feature == feature)
        }
        let found = ofProduct.filter(isWanted)
        if let only = found.first, found.count == 1 { return only }
        guard !found.isEmpty else {
            for borrow in ofProduct { try refuseUnderway(borrow) }
            let name = feature.map { "\(text) · \($0)" } ?? text
            throw Problem(
                .borrowNotFound, message: "The ledger knows no borrow \(name) that is \(word).", time: moment.host)
        }
        let list = found.map { "\($0.id) (\($0.title), device \($0.subject.hardwareID.short))" }
        throw .usage(
            "\(found.count) borrows of \(text) are \(word); name one by its id: \(list.joined(separator: ", ")).",
            name: "borrow")
    }

    /// Says who is at work on a borrow, and for how long at most.
    private func refuseUnderway(_ borrow: Borrow) throws(Problem) {
        guard case .pending(let until) = borrow.status(at: moment) else { return }
        let performer = borrow.operation.startedBy
        let who = performer.user + (performer.host.map { " on \($0)" } ?? "") + " (process \(performer.process))"
        let message =
            "\(who) is at work on it (\(borrow.operation.kind.word)), until \(UTC.format(until)) at the latest."
        var facts = ProblemFacts(borrow)
        facts.process = performer.process
        throw Problem(.operationInProgress, message: message, time: moment.host, facts: facts)
    }
}
