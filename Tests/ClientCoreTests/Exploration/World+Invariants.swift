import Foundation
import Licensing
import TestKit

@testable import ClientCore

extension World {
    /// What is wrong with this world; nil where nothing is.
    func broken() -> String? {
        violation ?? unknownSeat() ?? untruth() ?? rivalry() ?? leak() ?? staleness() ?? leftover()
    }

    /// No borrow on the server that the disk does not know as active, pending, unknown, or noted by a person.
    private func unknownSeat() -> String? {
        let knows = disk.borrows.contains { borrow in
            if case .seen = borrow.operation.phase { return true }
            return switch borrow.status(at: Self.now) {
            case .active, .pending, .unknown: true
            case .ended, .returned, .refused: seat == .floating && borrow.lookTookSeat
            }
        }
        return seat == .free || knows ? nil : "the server holds a seat that the disk does not know: \(seat)"
    }

    /// Nothing is shown that was never on disk.
    private func untruth() -> String? {
        client.borrows.first { !disk.hasHeld($0) }.map { "shown, and never on disk: \($0)" }
    }

    /// At most one operation under way on the seat, here and on disk.
    private func rivalry() -> String? {
        let here = client.underway.values.filter { $0.borrow != nil && $0.step != .identifying }
        if here.count > 1 { return "\(here.count) operations on one seat" }
        let onDisk = disk.borrows.filter { !$0.operation.phase.isSettled }
        if onDisk.count > 1 { return "\(onDisk.count) operations on one seat on disk" }
        let held = disk.borrows.filter { $0.forgottenAt == nil && $0.isHeld(at: Self.now) }
        return held.count > 1 ? "one seat is held \(held.count) times on disk" : nil
    }

    /// Whatever the client waits for is on its way exactly once, and nothing else is.
    private func leak() -> String? {
        var awaited: [String: Int] = [:]
        for (id, running) in client.underway where running.question == nil { awaited["operation \(id)"] = 1 }
        for id in client.keeping { awaited["keep \(id)"] = 1 }
        if client.reading != .no { awaited["ledger"] = 1 }
        var coming: [String: Int] = [:]
        for name in pending.compactMap(\.name) { coming[name, default: 0] += 1 }
        return awaited == coming ? nil : "awaited \(awaited), on its way \(coming)"
    }

    /// When nothing is on its way, what is shown is what is on disk.
    private func staleness() -> String? {
        guard pending.isEmpty else { return nil }
        let onDisk = disk.borrows.filter { $0.forgottenAt == nil }
        return client.borrows == onDisk ? nil : "shown \(client.borrows), on disk \(onDisk)"
    }

    /// When nothing is on its way, the next reading settles what is pending for nobody.
    private func leftover() -> String? {
        guard pending.isEmpty else { return nil }
        var world = self
        world.budget.diskFaults = 0
        world.happen(.ledgerChanged)
        for _ in 0..<100 {
            guard let item = world.pending.first else { break }
            guard let next = world.followed(item) else { return "stuck on \(item)" }
            world = next
        }
        guard world.pending.isEmpty else { return "it never comes to rest" }
        let open = world.disk.borrows.first { borrow in
            !borrow.operation.phase.isSettled && !borrow.operation.id.rawValue.hasPrefix("r-")
        }
        return open.map { "pending for ever: \($0)" }
    }
}

extension World.Pending {
    /// What it will let go on; nil for what nobody waits for.
    var name: String? {
        switch self {
        case .effect(.loadLedger), .reply(.ledgerLoaded): "ledger"
        case .effect(.keep(let entry)): "keep \(entry.borrow.id)"
        case .reply(.kept(let borrow, _)): "keep \(borrow.id)"
        case .effect(.record(let entry)): "operation \(entry.borrow.operation.id)"
        case .effect(.identify(let id, _)), .effect(.borrow(let id, _)), .effect(.release(let id, _)),
            .effect(.check(let id, _)), .reply(.recorded(let id, _, _)), .reply(.borrowFinished(let id, _, _)),
            .reply(.releaseFinished(let id, _, _)), .reply(.checkFinished(let id, _, _)):
            "operation \(id)"
        default: nil
        }
    }
}
