internal import FoundationEssentials
public import Licensing

// What concerns a license and a device, whether or not the ledger knows them: activation, deactivation, a check by name.
extension Client.State {
    mutating func intendActivation(
        _ id: OperationID, _ wish: ActivationRequest, _ source: SecretSource, _ identified: Client.Identified, at: Date
    ) -> [Client.Effect] {
        let subject = BorrowSubject(
            server: session.server, product: wish.product, license: identified.reference, licenseID: wish.licenseID,
            bundleCode: wish.bundleCode, hardwareID: wish.hardwareID)
        let borrow = begin(id, .activate, on: row(of: subject, at: at), subject, source, at: at)
        return recordIntent(id, borrow, .activate(wish), at: at)
    }

    /// A license is named: writes the intent to take a device off it.
    mutating func intendDeactivation(
        _ id: OperationID, _ target: LicenseTarget, _ source: SecretSource, _ identified: Client.Identified, at: Date
    ) -> [Client.Effect] {
        let subject = BorrowSubject(target, identified.reference, server: session.server).withoutFeature
        let borrow = begin(id, .deactivate, on: row(of: subject, at: at), subject, source, at: at)
        return recordIntent(id, borrow, .deactivate(target), at: at)
    }

    /// The license of a borrow in the ledger, or of a feature that is borrowed, is named: writes the intent to take the device off
    /// it.
    mutating func intendDeactivation(
        _ id: OperationID, of borrowID: OperationID, _ identified: Client.Identified, at: Date
    ) -> [Client.Effect] {
        guard let identification = identified.identification, let known = borrow(borrowID) else {
            return abandon(id, .unnamed(borrowID, at: at))
        }
        let subject = known.furtherSubject.withoutFeature
        let target = LicenseTarget(
            product: subject.product, hardwareID: subject.hardwareID, identification: identification,
            licenseID: known.licenseNumber, bundleCode: subject.bundleCode)
        let isItself = known.subject.feature == nil && !isFinished(known, at: at)
        let row = isItself ? known : row(of: subject, at: at)
        let borrow = begin(id, .deactivate, on: row, subject, known.secretSource, at: at)
        return recordIntent(id, borrow, .deactivate(target), at: at)
    }

    /// A license is named: writes the intent to check it, about what is held of it where something is or may be.
    mutating func intendCheck(
        _ id: OperationID, _ target: LicenseTarget, _ source: SecretSource, _ identified: Client.Identified, at: Date
    ) -> [Client.Effect] {
        let subject = BorrowSubject(target, identified.reference, server: session.server)
        let held = held(on: subject, at: at).flatMap { $0.stands(for: subject) ? $0 : nil }
        if let held, isElsewhere(held) { return abandon(id, .otherAccount(held, session, at: at), borrow: held) }
        let row = held ?? row(of: subject, at: at)
        // The check is of the license that is held: a server that may pick would else take a seat of another.
        var target = target
        target.licenseID = target.licenseID ?? row?.licenseNumber
        target.bundleCode = target.bundleCode ?? row?.subject.bundleCode
        return recordIntent(id, begin(id, .check, on: row, subject, source, at: at), .check(target), at: at)
    }

    /// The row of just that subject that was made last with this account and is not finished, if there is one.
    private func row(of subject: BorrowSubject, at: Date) -> Borrow? {
        seat(subject, at: at).last {
            $0.subject.identity == subject.identity && !isElsewhere($0) && !isFinished($0, at: at)
        }
    }

    private func isFinished(_ borrow: Borrow, at: Date) -> Bool {
        borrow.asItStands(at: at).isFinished(at: moment(at: at))
    }
}

extension BorrowSubject {
    /// What a target names, with its license as it is remembered.
    public init(_ target: LicenseTarget, _ license: LicenseReference, server: String) {
        self.init(
            server: server, product: target.product, license: license, licenseID: target.licenseID,
            bundleCode: target.bundleCode, feature: target.feature, hardwareID: target.hardwareID)
    }
}
