internal import ClientCore
internal import Licensing
internal import TerminalUI

// What borrows are called, so that no two of them are called the same.
extension Desk {
    /// `CAD-PRO …4444`, what tells it from others that would be called so, and the device where it is another than this host.
    func name(_ borrow: Borrow) -> String { borrow.name(on: host, in: client.book) }

    /// Product, license and device, as a question names what it is about: `SIM-X ana@acme.example, license …6389, on this host`.
    func fullName(_ borrow: Borrow) -> String {
        let mark = mark(of: borrow).map { ", license \($0)," } ?? ""
        return "\(borrow.subject.title) \(borrow.subject.license.label)\(mark) on \(device(borrow))"
    }

    /// `this host`, or the device's own name.
    func device(_ borrow: Borrow) -> String {
        isElsewhere(borrow) ? client.book.label(borrow.subject.hardwareID) : "this host"
    }

    /// A problem that was met, in words, with commands that can be pasted: what it is about is called as its row is, and only another
    /// device than this host is named.
    func explain(_ trouble: Client.Trouble) -> Explanation {
        let facts = trouble.problem.facts
        var explanation = explain(trouble.problem)
        if let borrow = borrow(trouble.request.borrow ?? trouble.borrow?.id), facts.isAbout(borrow.subject) {
            explanation.subject = name(borrow)
        } else if facts.hardwareID == host, let product = facts.product {
            let title = BorrowSubject.title(product, facts.feature)
            explanation.subject = [title, facts.license].compactMap(\.self).joined(separator: " ")
        }
        return explanation
    }

    /// What tells a borrow from those that the list shows of the same product, license and device; nil where there is no other, or
    /// nothing to tell them apart.
    func mark(of borrow: Borrow) -> String? { client.book.mark(of: borrow) }
}

extension ProblemFacts {
    /// Whether a subject is what the problem names: what stands in its way may be another one.
    fileprivate func isAbout(_ subject: BorrowSubject) -> Bool {
        product == subject.product && feature == subject.feature && license == subject.license.label
            && hardwareID == subject.hardwareID
    }
}

extension Book {
    fileprivate func mark(of borrow: Borrow) -> String? { Namesakes(namesakes(of: borrow)).mark(of: borrow) }

    /// As sentences name a device: as it is, or cut in its middle, since names of devices differ at their ends; whole where another
    /// one may be called the same then.
    func label(_ device: HardwareID) -> String {
        isAloneByEnds(device) ? TextWidth.cutInside(device.rawValue, to: 24) : device.rawValue
    }
}

extension Borrow {
    /// `CAD-PRO …4444` or `RENDER · GPU …5VJA`, what tells it from others of a book that would be called so, and the device where it
    /// is another than the host's.
    func name(on host: HardwareID?, in book: Book) -> String {
        let name = [subject.title, subject.license.label, book.mark(of: self)].compactMap(\.self).joined(separator: " ")
        return subject.hardwareID == host ? name : "\(name) on \(book.label(subject.hardwareID))"
    }
}
