internal import ClientCore
internal import ClientLive
internal import Foundation
internal import Ledger
internal import Licensing
internal import StateMachine

// How rows are begun.
extension Bulk {
    /// Begins as many as may be under way, and passes over what is done already.
    mutating func begin() async {
        while stop == nil, !isInterrupted, underway.count < way.jobs, let row = waiting.popFirst() {
            do {
                switch row.wish {
                case .nothing(let borrow, let why): try tell(row, .skipped(borrow, why))
                case .borrow(let request, let source): try await beginBorrow(row, request, source)
                case .release(let id, let key): try await beginRelease(row, id, key)
                }
            } catch {
                if error.code == .operationNotSent, !Deadline.isOver { isInterrupted = true }
                fail(row, CommandFailure(error))
            }
        }
    }

    private mutating func beginBorrow(
        _ row: BulkRow, _ wish: BorrowRequest, _ source: SecretSource
    ) async throws(Problem) {
        let client = clients[row.account]
        let subject = BorrowSubject(
            server: client.server, product: wish.product,
            license: try await reference(wish.credentials, client.ledger),
            licenseID: wish.licenseID, bundleCode: wish.bundleCode, feature: wish.feature, hardwareID: wish.hardwareID)
        let state = await client.store.state
        let moment = state.moment(at: Date())
        let seat = state.book.borrows(sharing: subject).filter { $0.mayHoldSeat(at: moment) }
        if let borrow = seat.last(where: { $0.subject.identity == subject.identity }) ?? seat.last,
            case .active(let end) = borrow.status(at: moment), let why = reason(borrow, wish.end, end)
        {
            return try tell(row, .skipped(borrow, why))
        }
        // What is in doubt the machine asks about, and it is told then.
        await send(row, .borrow(wish, source: source), ifInDoubt: way.repeats ? .repeat : .ask)
    }

    /// Why a borrow that is held needs nothing more; nil where it is to have a new end.
    private func reason(_ borrow: Borrow, _ wanted: BorrowEnd, _ end: Date) -> String? {
        if case .at(let date) = wanted, abs(date.timeIntervalSince(end)) <= 60 {
            return "it is held until \(UTC.format(end)) already"
        }
        guard !way.again, borrow.operation.phase == .confirmed, borrow.operation.id.rawValue.contains(mark + "-"),
            case .borrow = borrow.operation.kind
        else { return nil }
        return "an earlier run of this file has borrowed it, until \(UTC.format(end))"
    }

    private mutating func reference(
        _ credentials: Credentials, _ ledger: any LedgerStore
    ) async throws(Problem) -> LicenseReference {
        switch credentials {
        case .licenseKey(let key):
            if let known = references[key] { return known }
            let fingerprint = try await TimeLimit.bounding("the ledger could be read") {
                () throws(Problem) in try await ledger.fingerprint(of: key)
            }
            let reference = LicenseReference.key(lastFour: key.lastFour, fingerprint: fingerprint)
            references[key] = reference
            return reference
        case .user(let name, _): return .user(name)
        case .singleSignOn(let signOn): return .customerAccount(signOn.customerAccountCode)
        }
    }

    /// - Parameter named: the license key that the row names.
    private mutating func beginRelease(
        _ row: BulkRow, _ id: OperationID, _ named: Secret?
    ) async throws(Problem) {
        let client = clients[row.account]
        let state = await client.store.state
        let moment = state.moment(at: Date())
        if let borrow = state.book[id] {
            if let why = borrow.reasonNotToRelease(at: moment) { return try tell(row, .skipped(borrow, why)) }
            if case .unknown(let doubt) = borrow.status(at: moment), doubt.facts.isOfRelease, !way.repeats {
                return fail(row, CommandFailure(doubt, borrow: borrow))
            }
            var key = named
            if key == nil, !state.isElsewhere(borrow) { key = try await client.keys?.key(of: borrow) }
            await send(row, .release(id), key: key)
        } else {
            await send(row, .release(id))
        }
    }

    private mutating func send(
        _ row: BulkRow, _ request: Client.Request, key: Secret? = nil, ifInDoubt: Client.InDoubt = .ask
    ) async {
        underway[request] = row
        await clients[row.account].store.send(
            .requested(request, key: key, ifInDoubt: ifInDoubt, mayShorten: way.shortens, at: Date()))
    }
}
