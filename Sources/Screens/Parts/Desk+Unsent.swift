internal import ClientCore
internal import Licensing

// What was asked for and is dropped where the program ends before it is sent.
extension Desk {
    /// What a person loses of it by quitting now, a sentence each.
    var droppedByQuitting: [String] {
        (returnsWaiting == 0 ? [] : [Strings.returnsNotBegun(returnsWaiting)])
            + (unsent.map { ["Not sent yet: \($0). If you quit now, that is not sent."] } ?? [])
    }

    /// What was lost of it as the program was left, a sentence each.
    var droppedAtEnd: [String] {
        (returnsWaiting == 0 ? [] : [Strings.returnsNotBegun(returnsWaiting)])
            + (unsent.map { ["Not sent, since Berth was left before that: \($0)."] } ?? [])
    }

    /// What was asked for and has not been sent, by its names; nil where that is nothing.
    private var unsent: String? {
        let unsent = client.unsent.map { running in
            let about = (running.borrow ?? borrow(running.request.borrow)).map(name) ?? running.request.product
            return running.request.noun + (about.map { " \($0)" } ?? "")
        }
        return unsent.isEmpty ? nil : unsent.joined(separator: ", ")
    }
}

extension Client.Request {
    /// What it is, before the name of what it is about.
    fileprivate var noun: String {
        switch self {
        case .borrow: "the borrow of"
        case .extend: "the new end of"
        case .release: "the return of"
        case .check, .checkLicense: "the check of"
        case .activate: "the activation for"
        case .deactivate, .deactivateLicense: "the deactivation for"
        case .note: "the note about"
        case .forget: "what takes off the list"
        case .query: "the question about"
        case .readLedger: "the reading of the ledger"
        }
    }

    /// The product that it names, where it is about no borrow of the ledger.
    fileprivate var product: String? {
        switch self {
        case .borrow(let request, _): request.product
        case .activate(let request, _): request.product
        case .checkLicense(let target, _), .deactivateLicense(let target, _): target.product
        case .extend, .release, .check, .deactivate, .note, .forget, .query, .readLedger: nil
        }
    }
}
