internal import FoundationEssentials
internal import Licensing

// A new borrow, and a new end of one that there is.
extension Client.State {
    mutating func intendBorrow(
        _ id: OperationID, _ aim: Client.Underway.Aim, _ wish: BorrowRequest, _ source: SecretSource,
        _ identified: Client.Identified, _ consent: Client.Consent, at: Date
    ) -> [Client.Effect] {
        let subject = BorrowSubject(wish, identified.reference, server: session.server)
        switch objection(to: subject, wish.end, consent, at: at) {
        case .refused(let problem, let borrow)?: return abandon(id, problem, borrow: borrow)
        case .question(let reason, let held)?:
            underway[id]?.step = .asking(Client.Question(id: id, borrow: held, reason: reason), aim, identified)
            return []
        case nil: break
        }
        let row = row(for: subject, at: at)
        let borrow = begin(id, .borrow(wish.end), on: row, subject, source, at: at)
        // A new end is for the license that is held: a server that may pick would else hold a second seat.
        var wish = wish
        wish.licenseID = wish.licenseID ?? borrow.licenseNumber
        wish.bundleCode = wish.bundleCode ?? borrow.subject.bundleCode
        return recordIntent(id, borrow, .borrow(wish), at: at)
    }

    /// Asks the operator about a borrow in doubt, or one that would end earlier, unless that was answered; returns whether it
    /// does.
    private mutating func asks(
        _ id: OperationID, _ aim: Client.Underway.Aim, about held: Borrow, _ end: BorrowEnd,
        _ identified: Client.Identified, _ consent: Client.Consent, at: Date
    ) -> Bool {
        guard let reason = consent.reasonToAsk(about: held, end: end, at: moment(at: at)) else { return false }
        underway[id]?.step = .asking(Client.Question(id: id, borrow: held, reason: reason), aim, identified)
        return true
    }

    /// A borrow's license is named: writes the intent to set a new end of it, as it stands by now.
    mutating func intendExtension(
        _ id: OperationID, _ aim: Client.Underway.Aim, _ borrowID: OperationID, _ end: BorrowEnd,
        _ credentials: Credentials?, _ identified: Client.Identified, _ consent: Client.Consent, at: Date
    ) -> [Client.Effect] {
        guard let stored = borrow(borrowID) else {
            let message = "Borrow \(borrowID) is not in the ledger any more."
            return abandon(id, Problem(.borrowNotFound, message: message, time: at, effect: .none))
        }
        let row = stored.asItStands(at: at)
        if let problem = reasonNotToExtend(row, credentials, at: at) { return abandon(id, problem, borrow: row) }
        // Anything else would borrow another license, and leave this one as it is.
        guard identified.reference.isSame(as: row.subject.license),
            let credentials = credentials ?? identified.identification?.asCredentials
        else { return abandon(id, .notItsSignIn(row, at: at), borrow: row) }
        if asks(id, aim, about: row, end, identified, consent, at: at) { return [] }
        let subject = row.subject
        let wish = BorrowRequest(
            product: subject.product, hardwareID: subject.hardwareID, credentials: credentials,
            licenseID: row.licenseNumber, bundleCode: subject.bundleCode, feature: subject.feature, end: end)
        let borrow = begin(id, .borrow(end), on: row, subject, row.secretSource, at: at)
        return recordIntent(id, borrow, .borrow(wish), at: at)
    }

    /// Why a borrow cannot be extended with what signs in: it is over, or that is missing; nil where it can.
    func reasonNotToExtend(_ borrow: Borrow, _ credentials: Credentials?, at: Date) -> Problem? {
        guard borrow.mayHoldSeat(at: moment(at: at)) else { return .over(borrow, at: at) }
        if case .key = borrow.subject.license { return nil }
        return credentials == nil ? .notItsSignIn(borrow, at: at) : nil
    }
}

extension LicenseIdentification {
    /// What a borrow signs in with, where that is no more than what names the license.
    fileprivate var asCredentials: Credentials? {
        switch self {
        case .licenseKey(let key): .licenseKey(key)
        case .username: nil
        }
    }
}

extension Borrow {
    /// Whether a request for a subject may go on with it: a doubt about a license of which no number is known is not settled by
    /// a yes to a number.
    func stands(for subject: BorrowSubject) -> Bool { subject.licenseID == nil || licenseNumber != nil }
}
