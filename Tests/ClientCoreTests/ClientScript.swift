import Foundation
import Licensing
import TestKit

@testable import ClientCore

/// Plays the parts of an operation that a test does not look at.
extension Script where Machine == Client {
    static var now: Date { TestClock.start }
    static var written: Result<Client.Written, Problem> { .success(.init()) }
    static var identified: Result<Client.Identified, Problem> {
        .success(.init(reference: Fixture.keyReference, identification: .licenseKey(Fixture.key)))
    }

    /// A client that has read a ledger.
    static func holding(_ borrows: Borrow..., interrupted: Set<OperationID> = []) -> Script<Client> {
        var script = Script(
            Client.State(
                session: Client.Session(
                    id: "s", server: Fixture.server, performer: Fixture.performer, hardwareID: Fixture.host)))
        script.play(.ledgerLoaded(.success(.init(borrows: borrows, interrupted: interrupted)), at: now))
        return script
    }

    /// The operation that was begun last.
    var latest: OperationID { OperationID(rawValue: "s-\(state.operationsBegun)") }

    /// The entry that the last effects asked to write.
    var entry: LedgerEntry? {
        switch effects.last {
        case .record(let entry), .keep(let entry): entry
        default: nil
        }
    }

    /// Plays a borrow until it is known which license is meant.
    @discardableResult
    mutating func submit(
        _ request: BorrowRequest = Fixture.request(), ifInDoubt: Client.InDoubt = .ask
    ) -> [Client.Effect] {
        play(.borrowSubmitted(request, source: .prompt, ifInDoubt: ifInDoubt, at: Self.now))
        return play(.identified(latest, Self.identified, at: Self.now))
    }

    /// Plays a look at a borrow until it is known which license is meant.
    mutating func look(at borrow: Borrow) {
        play(.checkRequested(borrow.id, key: Fixture.key, at: Self.now))
        play(.identified(latest, Self.identified, at: Self.now))
    }

    /// Plays that intent and sending are on disk.
    @discardableResult
    mutating func leave() -> [Client.Effect] {
        play(.recorded(latest, Self.written, at: Self.now))
        return play(.recorded(latest, Self.written, at: Self.now))
    }

    /// Plays that the outcome is on disk.
    @discardableResult
    mutating func settle() -> [Client.Effect] { play(.recorded(latest, Self.written, at: Self.now)) }
}

extension Borrow {
    /// A borrow of which it is not known whether it exists.
    static func inDoubt(grant: BorrowGrant? = nil) -> Borrow {
        var borrow = Fixture.borrow("b", phase: .unknown(Fixture.timeout.problem))
        borrow.grant = grant
        return borrow
    }

    func status() -> BorrowStatus { status(at: TestClock.start) }
}
