internal import FoundationEssentials
internal import Licensing

// What the server said, and whether it is believed. A response's signature covers neither the request nor the time, so an
// old one can be sent again: what it says is compared with what was asked (reference, section 7.2).
extension Client.State {
    mutating func responded(
        _ id: OperationID, _ request: Client.Request, _ asked: Borrow,
        _ result: Result<Client.CallResponse, ServiceFailure>, at: Date
    ) -> [Client.Effect] {
        measured(result.clockOffset)
        var borrow = asked
        borrow.clockOffset = result.clockOffset ?? borrow.clockOffset
        switch (request, result) {
        case (.borrow(let wish, let source), .success(.borrow(let response))):
            return granted(id, wish.end, number: wish.licenseID, borrow, response, at: at) { borrow in
                borrow.secretSource = source
                borrow.subject.bundleCode = wish.bundleCode ?? borrow.subject.bundleCode
            }
        case (.extend(_, let end, _), .success(.borrow(let response))):
            return granted(id, end, number: nil, borrow, response, at: at)
        case (.release, .success(.release)):
            return released(id, borrow, at: at)
        case (.release, .failure(let failure))
        where failure.problem.saysNothingIsHeld && !isOfAnotherAccount(borrow):
            // The server holds no seat for this device: there was nothing left to release (reference, sections 4.1 and 4.3).
            return released(id, borrow, at: at)
        case (.check, .success(.license(let response))) where borrow.subject.feature == nil,
            (.checkLicense, .success(.license(let response))) where borrow.subject.feature == nil:
            return checked(id, borrow, response, at: at)
        case (.check, .success(.feature(let response))), (.checkLicense, .success(.feature(let response))):
            return checkedFeature(id, borrow, response, at: at)
        case (.activate(let wish, _), .success(.license(let response))):
            return activated(id, wish, borrow, response, at: at)
        case (.deactivate, .success(.deactivation)), (.deactivateLicense, .success(.deactivation)):
            return deactivated(id, borrow, at: at)
        case (_, .failure(let failure)) where borrow.isUnbound(by: failure.problem) && !isOfAnotherAccount(borrow):
            // What was in doubt is so: the license does not know the device any more.
            return deactivated(id, borrow, at: at)
        case (_, .failure(let failure)):
            return conclude(id, borrow, failure.problem, exchange: failure.exchange, at: at)
        case (_, .success):
            return distrusted(id, borrow, "It responds to another request.", nil, at: at)
        }
    }

    private mutating func granted(
        _ id: OperationID, _ end: BorrowEnd, number: Int64?, _ asked: Borrow, _ response: Response<BorrowGrant>,
        at: Date, amend: (inout Borrow) -> Void = { _ in }
    ) -> [Client.Effect] {
        let now = moment(at: at).server(for: asked)
        if let mismatch = response.value.mismatch(with: end, license: number ?? asked.licenseNumber, now: now) {
            return distrusted(id, asked, mismatch, response.receipt, at: at)
        }
        let wasHeld = asked.releasedAt == nil && asked.grant?.isWithdrawn == false
        let previousEnd = wasHeld ? asked.grant.flatMap { $0.end > now ? $0.end : nil } : nil
        var borrow = asked
        borrow.grant = response.value.completed(by: asked.grant)
        borrow.releasedAt = nil
        // A release goes by what was good for this.
        borrow.account = session.account
        amend(&borrow)
        borrow.move(to: .confirmed)
        return conclude(
            id, borrow, .succeeded(.borrowed(borrow, previousEnd: previousEnd)), receipt: response.receipt, at: at)
    }

    private mutating func released(_ id: OperationID, _ borrow: Borrow, at: Date) -> [Client.Effect] {
        var borrow = borrow
        borrow.releasedAt = at
        borrow.move(to: .confirmed)
        return conclude(id, borrow, .succeeded(.released(borrow)), at: at)
    }

    private mutating func checked(
        _ id: OperationID, _ asked: Borrow, _ response: Response<License>, at: Date
    ) -> [Client.Effect] {
        let license = response.value
        let now = moment(at: at).server(for: asked)
        if let mismatch = license.mismatch(with: asked.licenseNumber) ?? license.silence(at: now) {
            return distrusted(id, asked, mismatch, response.receipt, at: at)
        }
        var borrow = asked
        borrow.take(license, now: now, at: at)
        return conclude(id, borrow, .succeeded(.checked(borrow, license)), receipt: response.receipt, at: at)
    }

    private mutating func checkedFeature(
        _ id: OperationID, _ asked: Borrow, _ response: Response<LicenseFeature>, at: Date
    ) -> [Client.Effect] {
        let feature = response.value
        if let mismatch = feature.mismatch(with: asked) {
            return distrusted(id, asked, mismatch, response.receipt, at: at)
        }
        guard feature.isFloatingCloud else {
            let message = "The server says that feature \(feature.code) does not float: it has no seats."
            let problem = Problem(
                .featureNotFloating, message: message, time: at, effect: .none, facts: ProblemFacts(asked))
            return conclude(id, asked, problem, receipt: response.receipt, at: at)
        }
        var borrow = asked
        borrow.take(feature, now: moment(at: at).server(for: asked), at: at)
        return conclude(
            id, borrow, .succeeded(.checkedFeature(borrow, feature)), receipt: response.receipt, at: at)
    }

    private mutating func activated(
        _ id: OperationID, _ wish: ActivationRequest, _ asked: Borrow, _ response: Response<License>, at: Date
    ) -> [Client.Effect] {
        if let mismatch = response.value.mismatch(with: wish.licenseID) {
            return distrusted(id, asked, mismatch, response.receipt, at: at)
        }
        var borrow = asked
        borrow.move(to: .confirmed)
        return conclude(id, borrow, .succeeded(.activated(borrow, response.value)), receipt: response.receipt, at: at)
    }

    private mutating func deactivated(_ id: OperationID, _ borrow: Borrow, at: Date) -> [Client.Effect] {
        var borrow = borrow
        borrow.move(to: .confirmed)
        return conclude(id, borrow, .succeeded(.deactivated(borrow)), at: at)
    }

    /// The response is not about what was asked: the outcome is unknown, and the response is kept as evidence.
    private mutating func distrusted(
        _ id: OperationID, _ borrow: Borrow, _ mismatch: String, _ receipt: Receipt?, at: Date
    ) -> [Client.Effect] {
        let problem = Problem(
            .responseMismatched, message: mismatch, time: at, effect: .possible, facts: ProblemFacts(borrow))
        return conclude(id, borrow, problem, receipt: receipt, at: at)
    }
}

extension Result where Success == Client.CallResponse, Failure == ServiceFailure {
    /// How far the server's clock is ahead, where the response told.
    fileprivate var clockOffset: TimeInterval? {
        switch self {
        case .success(.borrow(let response)): response.clockOffset
        case .success(.release(let response)), .success(.deactivation(let response)): response.clockOffset
        case .success(.license(let response)): response.clockOffset
        case .success(.feature(let response)): response.clockOffset
        case .failure(let failure): failure.clockOffset
        }
    }
}

extension Problem {
    /// Whether it is the server's no to a release of what is not held.
    fileprivate var saysNothingIsHeld: Bool {
        effect == .none && [.floatingNotAvailable, .floatingFeatureDeviceNotInUse].contains(code)
    }
}

extension Borrow {
    /// Whether a deactivation of it was in doubt, and what the server says to its repetition is that it was done: the device is not
    /// activated, or none is (reference, section 3.5).
    fileprivate func isUnbound(by problem: Problem) -> Bool {
        operation.kind == .deactivate && [.deviceNotFound, .licenseNotActive].contains(problem.code)
            && problem.effect == .none && doubt?.facts.isOfDeactivation == true
    }

    /// Takes over what a check says of it.
    ///
    /// - Parameters:
    ///   - now: when the response came, by the server's clock.
    ///   - at: the same by this host's.
    fileprivate mutating func take(_ license: License, now: Date, at: Date) {
        seatTakenAt = nil
        if let end = license.borrowedUntil, end > now {
            grant = BorrowGrant(
                end: end, maxBorrowHours: license.maxBorrowHours ?? grant?.maxBorrowHours,
                deviceID: license.deviceID ?? grant?.deviceID, licenseID: license.id)
            releasedAt = nil
        } else if releasedAt == nil {
            grant = grant.map { $0.withdrawn(at: now) }
            // Another kind of license has no seats to take.
            if license.isFloatingCloud { seatTakenAt = at }
        }
        move(to: .confirmed)
    }

    /// Takes over what a check says of its feature: whether that is borrowed is not in it, so what was granted stands, and
    /// what was in doubt stays so.
    ///
    /// - Parameters:
    ///   - now: when the response came, by the server's clock.
    ///   - at: the same by this host's.
    fileprivate mutating func take(_ feature: LicenseFeature, now: Date, at: Date) {
        let isBorrowed = grant.map { !$0.isWithdrawn && $0.end > now } ?? false
        // What the device holds once the end has come is the check's.
        if releasedAt == nil, !isBorrowed {
            grant = grant.map { $0.withdrawn(at: now) }
            seatTakenAt = at
        }
        move(to: .confirmed)
    }
}

extension BorrowGrant {
    /// The same as a check finds it that finds no borrow any more.
    fileprivate func withdrawn(at now: Date) -> BorrowGrant {
        var grant = self
        grant.end = min(end, now)
        grant.isWithdrawn = true
        return grant
    }
}
