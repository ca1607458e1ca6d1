import Foundation
import Ledger
import Licensing
import TestKit

@testable import ClientCore

typealias ClientScript = Script<Client>

/// Plays the parts of an operation that a test does not look at.
extension Script where Machine == Client {
    static var now: Date { TestClock.start }
    static var identified: Result<Client.Identified, Problem> {
        .success(.init(reference: Fixture.keyReference, identification: .licenseKey(Fixture.key)))
    }
    static var session: Client.Session {
        Client.Session(
            id: "s", server: Fixture.server, account: Fixture.account, performer: Fixture.performer,
            hardwareID: Fixture.host)
    }

    static func written(_ line: Int64 = 1) -> Result<Client.Written, Problem> { .success(.init(line: line)) }

    static func read(_ borrows: [Borrow], line: Int64 = 0, isWhole: Bool = true) -> Client.Event {
        .ledgerRead(.success(.init(LedgerReading(borrows: borrows, line: line), isWhole: isWhole)), at: now)
    }

    /// A client that has read a ledger.
    static func holding(_ borrows: Borrow...) -> Script<Client> {
        var script = Script(Client.State(session: session))
        script.play(read(borrows))
        return script
    }

    /// The operation that was begun last.
    var latest: OperationID { OperationID(rawValue: "s-\(state.operationsBegun)") }

    /// The entry that was to be written last.
    var entry: LedgerEntry? {
        effects.lazy.reversed().compactMap { if case .record(_, let entry) = $0 { entry } else { nil } }.first
    }

    /// What was told, in order.
    var told: [Client.Outcome] {
        effects.compactMap { if case .tell(let outcome) = $0 { outcome } else { nil } }
    }

    /// The codes of the problems that stand before the person, newest first.
    var codes: [ProblemCode] { state.troubles.map(\.problem.code) }

    /// Plays a request until it is known which license is meant.
    @discardableResult
    mutating func request(
        _ request: Client.Request, ifInDoubt: Client.InDoubt = .ask, at: Date = now
    ) -> [Client.Effect] {
        play(.requested(request, key: Fixture.key, ifInDoubt: ifInDoubt, at: at))
        return play(.identified(latest, Self.identified, at: at))
    }

    @discardableResult
    mutating func submit(
        _ wish: BorrowRequest = Fixture.request(), ifInDoubt: Client.InDoubt = .ask, at: Date = now
    ) -> [Client.Effect] {
        request(.borrow(wish, source: .prompt), ifInDoubt: ifInDoubt, at: at)
    }

    /// Plays that intent and sending are on disk.
    @discardableResult
    mutating func leave(at: Date = now) -> [Client.Effect] {
        play(.recorded(latest, Self.written(1), at: at))
        return play(.recorded(latest, Self.written(2), at: at))
    }

    /// Plays that the server says yes.
    @discardableResult
    mutating func respond(_ response: Client.CallResponse, at: Date = now) -> [Client.Effect] {
        play(.responded(latest, .success(response), at: at))
    }

    /// Plays that it says no, or nothing.
    @discardableResult
    mutating func respond(_ failure: ServiceFailure, at: Date = now) -> [Client.Effect] {
        play(.responded(latest, .failure(failure), at: at))
    }

    /// Plays a borrow until the server has granted it.
    mutating func grant(_ grant: BorrowGrant = Fixture.grant(), wish: BorrowRequest = Fixture.request()) {
        submit(wish)
        leave()
        respond(.borrow(Response(value: grant)))
    }

    /// Plays that the outcome is on disk.
    @discardableResult
    mutating func settle(_ line: Int64 = 3, at: Date = now) -> [Client.Effect] {
        play(.recorded(latest, Self.written(line), at: at))
    }
}

extension Fixture {
    /// The account of the tests' sessions.
    static let account = Account(profile: "work", authorization: "API key …c0de")
}

extension Borrow {
    /// A borrow of which it is not known whether it exists.
    static func inDoubt(grant: BorrowGrant? = nil) -> Borrow {
        var borrow = Fixture.borrow("b", phase: .intended)
        borrow.grant = grant
        borrow.move(to: .unknown(Fixture.timeout.problem))
        return borrow
    }

    /// A borrow of a license of its own.
    static func other(_ id: String, product: String = "MESH") -> Borrow { Fixture.borrow(id, product: product) }

    func status() -> BorrowStatus { status(at: Moment(host: TestClock.start)) }
}

extension Book: ExpressibleByArrayLiteral {
    /// A book of borrows in the order in which they were made.
    init(arrayLiteral borrows: Borrow...) { self.init(borrows) }
}
