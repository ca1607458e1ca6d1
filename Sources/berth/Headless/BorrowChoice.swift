internal import ClientCore
internal import Foundation
internal import Licensing

/// Finds the borrow that a command's argument means: by its id, or by the product that one borrow is held of.
struct BorrowChoice {
    let state: Client.State
    let moment: Moment

    /// - Parameter word: what is looked for, as in "several borrows are held".
    func borrow(_ text: String, _ word: String, where isWanted: (Borrow) -> Bool) throws(Problem) -> Borrow {
        if let exact = state.borrows.first(where: { $0.id.rawValue == text }) { return exact }
        let found = state.borrows.filter { $0.subject.product == text && isWanted($0) }
        if let only = found.first, found.count == 1 { return only }
        guard !found.isEmpty else {
            throw Problem(
                .borrowNotFound, message: "The ledger knows no borrow \(text) that is \(word).", time: moment.host)
        }
        let list = found.map { "\($0.id) (\($0.subject.license.label), device \($0.subject.hardwareID.short))" }
        throw .usage(
            "\(found.count) borrows of \(text) are \(word); name one by its id: \(list.joined(separator: ", ")).",
            name: "borrow")
    }
}
