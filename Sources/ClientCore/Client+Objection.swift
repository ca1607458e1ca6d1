public import FoundationEssentials
public import Licensing

extension Client {
    /// What keeps a request from being begun, as far as the ledger tells.
    public enum Objection: Hashable, Sendable {
        /// It is refused, and what it is about.
        case refused(Problem, Borrow)
        /// It is asked about first: the borrow that is held, or may be, and why.
        case question(Question.Reason, Borrow)
    }
}

// What a request would come to before anything of it is written: asked by whoever has many of them, before the first one is begun.
extension Client.State {
    /// What keeps a borrow from being begun; nil where nothing does.
    ///
    /// - Parameters:
    ///   - wish: the borrow.
    ///   - license: the license that it opens, as it is remembered.
    ///   - consent: what it may do unasked.
    ///   - at: this moment, by the host's clock.
    public func objection(
        to wish: BorrowRequest, of license: LicenseReference, _ consent: Client.Consent, at: Date
    ) -> Client.Objection? {
        let subject = BorrowSubject(wish, license, server: session.server)
        if let objection = objection(to: subject, wish.end, consent, at: at) { return objection }
        return objection(
            toBegin: begin(.unbegun, .borrow(wish.end), on: row(for: subject, at: at), subject, .prompt, at: at), at: at
        )
    }

    /// What keeps a borrow from being released; nil where nothing does.
    public func objection(toRelease id: OperationID, at: Date) -> Client.Objection? {
        guard let borrow = borrow(id) else { return nil }
        if isElsewhere(borrow) { return .refused(.otherAccount(borrow, session, at: at), borrow) }
        return objection(
            toBegin: begin(.unbegun, .release, on: borrow, borrow.subject, borrow.secretSource, at: at), at: at)
    }

    /// What keeps a subject from being borrowed to an end, but for what is under way.
    func objection(
        to subject: BorrowSubject, _ end: BorrowEnd, _ consent: Client.Consent, at: Date
    ) -> Client.Objection? {
        guard let held = held(on: subject, at: at) else { return objectionApart(to: subject, end, consent, at: at) }
        if held.stands(for: subject), isElsewhere(held) {
            return .refused(.otherAccount(held, session, at: at), held)
        }
        return consent.reasonToAsk(about: held, end: end, at: moment(at: at)).map { .question($0, held) }
    }

    /// The same where it is another sign-in that holds its seat: a new end, or a doubt, is about that, too.
    private func objectionApart(
        to subject: BorrowSubject, _ end: BorrowEnd, _ consent: Client.Consent, at: Date
    ) -> Client.Objection? {
        let (borrow, now) = (begin(.unbegun, .borrow(end), on: nil, subject, .prompt, at: at), moment(at: at))
        let held = book.borrows(openedApartFrom: borrow).filter {
            LedgerRules.areOpenedApart($0, borrow) && $0.subject.feature == subject.feature && $0.mayHoldSeat(at: now)
        }
        return held.lazy.compactMap { other in
            consent.reasonToAsk(about: other, end: end, at: now).map { .question($0, other) }
        }.first
    }

    /// The row that a borrow of a subject goes on with, if there is one.
    func row(for subject: BorrowSubject, at: Date) -> Borrow? {
        held(on: subject, at: at).flatMap { $0.stands(for: subject) ? $0 : nil } ?? seated(on: subject, at: at)
    }

    /// What is under way beside an operation that excludes it.
    private func objection(toBegin borrow: Borrow, at: Date) -> Client.Objection? {
        rival(of: borrow, among: book.borrows(besides: borrow), at: at)
            .map { .refused(.inProgress(ProblemFacts($0), on: $0, at: at), $0) }
    }

    /// Of the borrows of a license the one whose operation is under way and excludes another; nil where there is none.
    func rival(of borrow: Borrow, among license: [Borrow], at: Date) -> Borrow? {
        license.first { $0.isPending(at: at) && LedgerRules.excludes($0, borrow) }
    }
}

extension OperationID {
    /// Of an operation that nobody begins.
    fileprivate static let unbegun = OperationID(rawValue: "")
}

extension BorrowSubject {
    /// What a wish names, with its license as it is remembered.
    public init(_ wish: BorrowRequest, _ license: LicenseReference, server: String) {
        self.init(
            server: server, product: wish.product, license: license, licenseID: wish.licenseID,
            bundleCode: wish.bundleCode, feature: wish.feature, hardwareID: wish.hardwareID)
    }
}
