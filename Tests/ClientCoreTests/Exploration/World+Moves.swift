import Foundation
import Licensing
import TestKit

@testable import ClientCore

extension World {
    /// Every world that may come next.
    func next() -> [World] {
        pending.flatMap(moves) + requests() + rivalMoves() + restarts()
    }

    private func changed(_ change: (inout World) -> Void) -> World {
        var world = self
        change(&world)
        return world
    }

    // MARK: What is on its way

    /// The first of the worlds that may come of one thing that is on its way.
    func followed(_ item: Pending) -> World? { moves(item).first }

    private func moves(_ item: Pending) -> [World] {
        var rest = self
        rest.pending.remove(item)
        switch item {
        case .reply(let event): return [rest.changed { $0.happen(event) }]
        case .effect(let effect): return rest.carriedOut(effect)
        }
    }

    private func carriedOut(_ effect: Client.Effect) -> [World] {
        switch effect {
        case .loadLedger:
            return [replying(read())]
        case .identify(let id, _):
            let identified = Client.Identified(
                reference: Fixture.keyReference, identification: .licenseKey(Fixture.key))
            let problem = Problem(.configMissing, message: "", time: Self.now)
            return [
                changed { $0.happen(.identified(id, .success(identified), at: Self.now)) },
                changed { $0.happen(.identified(id, .failure(problem), at: Self.now)) },
            ]
        case .record(let entry):
            let id = entry.borrow.operation.id
            return written(entry) { .recorded(id, $0, at: Self.now) }
        case .keep(let entry):
            return written(entry) { .kept(entry.borrow, $0) }
        case .borrow(let id, _):
            return answers(id, { .borrowFinished(id, $0, at: Self.now) }) { world in
                world.seat = .borrowed
                return Answer(value: Fixture.grant())
            }
        case .release(let id, _):
            return answers(id, { .releaseFinished(id, $0, at: Self.now) }) { world in
                world.seat = .free
                return Answer(value: "")
            }
        case .check(let id, _):
            return answers(id, { .checkFinished(id, $0, at: Self.now) }) { world in
                if world.seat == .free { world.seat = .floating }
                let end = world.seat == .borrowed ? Fixture.grant().end : nil
                return Answer(value: License(id: Fixture.grant().licenseID, borrowedUntil: end))
            }
        case .watchLedger, .cancel, .lookUp:
            return []
        }
    }

    private func replying(_ event: Client.Event) -> World { changed { $0.pending.insert(.reply(event)) } }

    /// The disk takes it or refuses it by its rules, or it is full.
    private func written(
        _ entry: LedgerEntry, _ reply: (Result<Client.Written, Problem>) -> Client.Event
    ) -> [World] {
        func failure(_ code: ProblemCode) -> Client.Event {
            reply(.failure(Problem(code, message: "", time: Self.now)))
        }
        var healthy = self
        let refusal = healthy.disk.write(entry)
        let written = healthy.replying(refusal.map(failure) ?? reply(.success(.init())))
        guard budget.diskFaults > 0 else { return [written] }
        let full = changed { $0.budget.diskFaults -= 1 }.replying(failure(.ledgerUnwritable))
        return [written, full]
    }

    /// The server does it, or refuses, or does it or not and nobody hears of it.
    private func answers<Value>(
        _ id: OperationID, _ reply: (Result<Answer<Value>, ServiceFailure>) -> Client.Event,
        _ doIt: (inout World) -> Answer<Value>
    ) -> [World] {
        var done = self
        let answer = doIt(&done)
        let lost = reply(.failure(Fixture.timeout))
        return [
            done.replying(reply(.success(answer))), replying(reply(.failure(Fixture.refusal(.signatureMismatch)))),
            replying(lost), done.replying(lost),
        ]
    }

    // MARK: People

    /// What the operator may do.
    private func requests() -> [World] {
        var events: [Client.Event] = client.questions.flatMap { question -> [Client.Event] in
            [.questionConfirmed(question.id, at: Self.now), .cancelRequested(question.id)]
        }
        let free = events.count
        if budget.requests > 0 {
            let submitted = [Client.InDoubt.ask, .repeat].map { ifInDoubt -> Client.Event in
                .borrowSubmitted(Fixture.request(), source: .prompt, ifInDoubt: ifInDoubt, at: Self.now)
            }
            events += submitted
            for borrow in client.borrows {
                events.append(.returnRequested(borrow.id, key: Fixture.key, at: Self.now))
                if borrow.doubt != nil { events.append(.checkRequested(borrow.id, key: Fixture.key, at: Self.now)) }
                events.append(.noted(borrow.id, reason: "asked", at: Self.now))
                events.append(.forgotten(borrow.id, at: Self.now))
            }
        }
        return events.enumerated().map { index, event in
            changed { world in
                if index >= free { world.budget.requests -= 1 }
                world.happen(event)
            }
        }
    }

    private func restarts() -> [World] {
        guard budget.restarts > 0 else { return [] }
        return [
            changed { world in
                world.budget.restarts -= 1
                world.restart()
            }
        ]
    }

    /// What another process may do on the same ledger; the client hears of it later.
    private func rivalMoves() -> [World] {
        if let running = disk.borrows.first(where: { $0.operation.id.rawValue == "r-1" }),
            !running.operation.phase.isSettled
        {
            return [changed { $0.rivalFinishes(running) }]
        }
        guard budget.rivals > 0 else { return [] }
        let kinds: [Licensing.Operation.Kind] = [.borrow(.maximum), .release]
        return kinds.compactMap { kind in
            let world = changed { world in
                world.budget.rivals -= 1
                world.rivalBegins(kind)
            }
            return world.disk == disk ? nil : world
        }
    }

    private mutating func rivalBegins(_ kind: Licensing.Operation.Kind) {
        let shown = disk.borrows.filter { $0.forgottenAt == nil }
        let held = shown.last { $0.isHeld(at: Self.now) }
        if kind == .release, held == nil { return }
        var borrow = held ?? Fixture.borrow("r-1")
        if held == nil { borrow.grant = nil }
        borrow.operation = Operation(
            id: OperationID(rawValue: "r-1"), kind: kind, startedAt: Self.now, performedBy: Fixture.performer,
            phase: .intended)
        guard disk.write(LedgerEntry(borrow: borrow, at: Self.now)) == nil else { return }
        borrow.move(to: .sent)
        _ = disk.write(LedgerEntry(borrow: borrow, at: Self.now))
        pending.insert(.reply(.ledgerChanged))
    }

    private mutating func rivalFinishes(_ borrow: Borrow) {
        var borrow = borrow
        if borrow.operation.kind == .release {
            seat = .free
            borrow.returnedAt = Self.now
        } else {
            seat = .borrowed
            borrow.grant = Fixture.grant()
            borrow.returnedAt = nil
        }
        borrow.move(to: .confirmed)
        _ = disk.write(LedgerEntry(borrow: borrow, at: Self.now))
        pending.insert(.reply(.ledgerChanged))
    }
}
