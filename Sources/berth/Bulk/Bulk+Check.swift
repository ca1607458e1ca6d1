internal import ClientCore
internal import Foundation
internal import Licensing
internal import StateMachine

// How rows are looked at before the first one is begun.
extension Bulk {
    /// Takes out the rows that cannot be begun as the ledger stands, and says why.
    ///
    /// What an earlier run of this very file has left under way or in doubt is no fault: it is told as its turn comes, so that a
    /// run which was killed can be gone on with.
    ///
    /// - Throws: that there is no time left, or that somebody has ended it.
    mutating func check() async throws(Problem) -> [BulkFault] {
        var (usable, faults): ([BulkRow], [BulkFault]) = ([], [])
        for row in waiting {
            try TimeLimit.check("all rows had been checked")
            do throws(Problem) {
                if let failure = try await fault(of: row) {
                    faults.append(BulkFault(line: row.line, name: row.name, failure: failure))
                } else {
                    usable.append(row)
                }
            } catch {
                guard error.code != .operationNotSent else { throw error }
                faults.append(BulkFault(line: row.line, name: row.name, failure: CommandFailure(error)))
            }
        }
        waiting = usable[...]
        return faults
    }

    private mutating func fault(of row: BulkRow) async throws(Problem) -> CommandFailure? {
        switch try await step(for: row) {
        case .skip: return nil
        case .send(let request, let key, _):
            guard let objection = try await objection(to: request, key, at: row.account) else { return nil }
            switch objection {
            case .refused(let problem, let borrow):
                if problem.code == .operationInProgress, isOwn(borrow) { return nil }
                return CommandFailure(problem, borrow: borrow)
            case .question(let reason, let borrow):
                if case .doubt = reason, isOwn(borrow) { return nil }
                return CommandFailure(reason.problem(about: borrow), borrow: borrow)
            }
        }
    }

    /// What keeps a row's request from being begun; nil where nothing does.
    ///
    /// - Throws: what is wrong with the key of what is to be released.
    private mutating func objection(
        to request: Client.Request, _ key: Secret?, at account: Int
    ) async throws(Problem) -> Client.Objection? {
        let state = await clients[account].store.state
        switch request {
        case .borrow(let wish, _):
            let license = try await license(of: wish.credentials, at: account)
            return state.objection(to: wish, of: license, consent, at: Date())
        case .release(let id):
            if let objection = state.objection(toRelease: id, at: Date()) { return objection }
            guard let borrow = state.book[id] else { return nil }
            _ = try await TimeLimit.bounding("the ledger could be read") {
                [environment = clients[account].environment] () throws(Problem) in
                try await environment.identify(.borrow(borrow, key: key))
            }
            return nil
        default: return nil
        }
    }
}
