import Foundation
import Licensing
import TestKit

@testable import ClientCore

extension World {
    /// What is wrong with this world; nil where nothing is.
    func broken() -> String? {
        if let violation { return violation }
        let invariants = [
            unknownSeat, takenSeat, untruth, rewriting, rivalry, lost, proof, leak, staleness, openEnd, silence,
            disagreement,
        ]
        return invariants.lazy.compactMap { $0() }.first
    }

    private var moment: Moment { Moment(host: now) }

    /// No seat on a server that the disk does not know of: as held, as possible, as taken by a check, or noted by a person.
    private func unknownSeat() -> String? {
        for (pool, seat) in seats where seat != .free {
            let knows = disk.borrows.contains { borrow in
                guard Pool(borrow) == pool else { return false }
                return borrow.mayHoldSeat(at: moment) || borrow.checkTookSeat || disk.noted.contains(borrow.id)
            }
            if !knows { return "\(pool) holds a seat that the disk does not know: \(seat)" }
        }
        return nil
    }

    /// No seat that the disk shows as borrowed is free at its server, as long as every lease is kept.
    private func takenSeat() -> String? {
        guard (0..<100).contains(now.timeIntervalSince(TestClock.start)) else { return nil }
        return disk.shown.first { borrow in
            guard case .active = borrow.status(at: moment) else { return false }
            return seats[Pool(borrow), default: .free] != .borrowed
        }.map { "shown as borrowed, and taken away: \($0)" }
    }

    /// Nothing is shown that was never on disk.
    private func untruth() -> String? {
        for process in processes {
            if let row = process.client.book.rows.map(\.row).first(where: { disk.line(of: $0) == nil }) {
                return "shown, and never on disk: \(row.borrow)"
            }
        }
        return nil
    }

    /// What is over stays as it ended.
    private func rewriting() -> String? { disk.rewritten.map { "written anew although it was over: \($0)" } }

    /// At most one operation that is alive on a seat, here and on disk; no seat is held twice unseen.
    private func rivalry() -> String? {
        for process in processes {
            let here = process.client.underway.values.filter(\.isOperation).compactMap(\.borrow).map(Pool.init)
            if here.count > Set(here).count { return "\(here.count) operations, two on one seat" }
        }
        for pool in Set(disk.shown.map(Pool.init)) {
            let rows = disk.shown.filter { Pool($0) == pool }
            let alive = rows.filter { !$0.operation.phase.isSettled && LedgerRules.lapsed($0, at: now) == nil }
            if alive.count > 1 { return "\(alive.count) operations on one seat on disk" }
            let held = rows.filter { $0.mayHoldSeat(at: moment) }
            if held.count > 1 { return "one seat is held \(held.count) times on disk" }
        }
        return nil
    }

    /// What the server said is on disk or in hand, unless somebody has settled it meanwhile.
    private func lost() -> String? {
        for process in processes {
            for id in process.heard where process.client.underway[id] == nil {
                guard disk.operations[id]?.isSettled == true else { return "the response to \(id) is lost" }
            }
        }
        return nil
    }

    /// What the server confirmed with a signature is on disk with it.
    private func proof() -> String? {
        disk.borrows.first { borrow in
            borrow.operation.phase == .confirmed && borrow.isSigned
                && !disk.receipts.contains(borrow.operation.id)
        }.map { "confirmed without its receipt: \($0)" }
    }

    /// Whatever a process waits for is on its way exactly once, and nothing else is.
    private func leak() -> String? {
        for process in processes {
            var awaited: [String: Int] = [:]
            for (id, running) in process.client.underway where running.question == nil {
                awaited["operation \(id)"] = 1
            }
            if process.client.reading != .no { awaited["ledger"] = 1 }
            var coming: [String: Int] = [:]
            for name in process.pending.items.compactMap({ $0.name(in: process.client) }) {
                coming[name, default: 0] += 1
            }
            if awaited != coming { return "awaited \(awaited), on its way \(coming)" }
        }
        return nil
    }

    /// When nothing is on its way, what is shown is what is on disk, in its order.
    private func staleness() -> String? {
        for process in processes where process.pending.isEmpty && process.client.ledger == .ready {
            if !process.client.book.elementsEqual(disk.shown) {
                return "shown \(Array(process.client.book)), on disk \(disk.shown)"
            }
        }
        return nil
    }

    /// A process that was asked to end, and that has nothing more to do, leaves no operation open.
    private func openEnd() -> String? {
        for process in processes where process.client.isShuttingDown && process.pending.isEmpty {
            if !process.client.underway.isEmpty { return "it ends with work to do: \(process.client.underway)" }
            let own = disk.borrows.first {
                !$0.operation.phase.isSettled && $0.operation.id.rawValue.hasPrefix(process.client.session.id + "-")
            }
            if let own { return "it ends and leaves open: \(own)" }
        }
        return nil
    }

    /// Whatever has ended was told.
    private func silence() -> String? {
        for process in processes {
            let client = process.client
            for number in 0..<client.operationsBegun {
                let id = OperationID(rawValue: "\(client.session.id)-\(number + 1)")
                if client.underway[id] == nil, !process.told.contains(id) { return "nobody was told how \(id) ended" }
            }
        }
        return nil
    }

    /// Rows, phases and effects agree.
    private func disagreement() -> String? {
        disk.borrows.first { borrow in
            switch borrow.operation.phase {
            case .refused(let problem): problem.effect != .none
            case .unknown(let problem): problem.effect == .none
            case .intended, .sent, .confirmed, .noted: false
            }
        }.map { "the phase does not fit the effect: \($0)" }
    }
}

extension Borrow {
    /// Whether the server signs its yes to the operation: not to a release, nor to the borrow of a feature.
    fileprivate var isSigned: Bool {
        switch operation.kind {
        case .borrow: subject.feature == nil
        case .release, .deactivate: false
        case .check, .activate: true
        }
    }
}

extension World.Pending {
    /// What it will let go on; nil for what nobody waits for.
    func name(in client: Client.State) -> String? {
        switch self {
        case .effect(.loadLedger), .effect(.readChanges), .reply(.ledgerRead): "ledger"
        case .effect(.identify(let id, _)), .effect(.record(let id, _)), .effect(.send(let id, _)),
            .effect(.wait(let id, _)),
            .stopped(let id, _), .reply(.waitOver(let id, _, _)),
            .reply(.recorded(let id, _, _)), .reply(.responded(let id, _, _)):
            "operation \(id)"
        // It comes to nothing where an announcement was faster.
        case .effect(.recordLater(let id, _)):
            if case .holdingOutcome = client.underway[id]?.step { "operation \(id)" } else { nil }
        default: nil
        }
    }
}

extension Client.Underway {
    /// Whether it is about the server, and not only about a row.
    fileprivate var isOperation: Bool {
        switch request {
        case .borrow, .extend, .activate, .release, .check, .checkLicense, .deactivate, .deactivateLicense: true
        case .note, .forget, .query, .readLedger: false
        }
    }
}
