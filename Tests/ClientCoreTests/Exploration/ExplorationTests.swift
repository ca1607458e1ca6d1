import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Every order in which things may happen to the client: in small worlds to the last state, in larger ones as far as it goes
/// with so many states of each depth.
@Suite struct ExplorationTests {
    struct Scope: Sendable, CustomTestStringConvertible {
        var name: String
        var budget: World.Budget
        /// How many states of each depth are followed; nil for all.
        var width: Int?

        var testDescription: String { name }
    }

    static let two = [Fixture.server, Fixture.server]
    static let elsewhere = [Fixture.server, "https://other.example.test"]

    /// A borrow that a process has left behind: it may have been sent.
    static var left: Borrow {
        var borrow = Fixture.borrow("d-1", phase: .sent)
        borrow.grant = nil
        borrow.account = Account(authorization: "API key", digest: "0")
        return borrow
    }

    /// A borrow that was granted, and whose return was refused.
    static var held: Borrow {
        var borrow = Fixture.borrow("d-1")
        borrow.account = Account(authorization: "API key", digest: "0")
        borrow.operation = Fixture.operation("d-2", kind: .release)
        for phase in [OperationPhase.sent, .refused(Fixture.refusal(.signatureMismatch).problem)] {
            borrow.move(to: phase)
        }
        return borrow
    }

    static let scopes = [
        // To the last state.
        Scope(name: "two requests", budget: World.Budget(requests: 2)),
        Scope(
            name: "a request, and all that can go wrong with it",
            budget: World.Budget(requests: 1, kills: 1, quits: 1, faults: 1, cancels: 1)),
        Scope(
            name: "two requests after a lapsed lease",
            budget: World.Budget(requests: 2, ticks: 1, borrows: [left], isHeld: true)),
        Scope(
            name: "a borrow in doubt, and what is done with it",
            budget: World.Budget(
                requests: 2, ticks: 1, wishes: [.borrow, .extend, .release], borrows: [left], isHeld: true)),
        Scope(
            name: "a device that is taken off its license",
            budget: World.Budget(requests: 2, wishes: [.borrow, .activate, .deactivate])),
        Scope(
            name: "a request that is carried out late",
            budget: World.Budget(requests: 2, cancels: 1, lates: 1, wishes: [.borrow, .release])),
        Scope(
            name: "a check that is carried out late",
            budget: World.Budget(
                requests: 2, cancels: 1, lates: 1, wishes: [.release, .check], borrows: [held], isHeld: true)),
        // As far as it goes.
        Scope(
            name: "two persons, and requests that are carried out late",
            budget: World.Budget(
                requests: 3, kills: 1, quits: 1, cancels: 1, lates: 2,
                wishes: [.borrow, .borrowFeature, .extend, .release, .check], servers: two), width: 100),
        Scope(
            name: "two persons who borrow a license and its feature, and take the device off it",
            budget: World.Budget(
                requests: 3, faults: 1, wishes: [.borrow, .borrowFeature, .release, .deactivate], servers: two),
            width: 100),
        Scope(
            name: "a deactivation and checks by name, and leases that lapse",
            budget: World.Budget(
                requests: 3, kills: 1, ticks: 1, cancels: 1, wishes: [.borrow, .checkByName, .release, .deactivate]),
            width: 100),
        Scope(
            name: "a feature beside its license",
            budget: World.Budget(
                requests: 3, kills: 1, ticks: 1, wishes: [.borrow, .borrowFeature, .extend, .release, .check]),
            width: 100),
        Scope(
            name: "two persons who extend, return and check a feature",
            budget: World.Budget(
                requests: 3, faults: 1, cancels: 1, wishes: [.borrowFeature, .extend, .release, .check], servers: two),
            width: 100),
        Scope(
            name: "three requests, activations and the list among them",
            budget: World.Budget(requests: 3, wishes: [.borrow, .activate, .release, .note, .forget]), width: 100),
        Scope(
            name: "two persons on a disk with faults",
            budget: World.Budget(requests: 2, kills: 1, faults: 2, servers: two), width: 100),
        Scope(
            name: "two persons, and a lease that lapses",
            budget: World.Budget(requests: 2, quits: 1, ticks: 1, cancels: 1, servers: two), width: 100),
        Scope(
            name: "two persons, and a clock that jumps",
            budget: World.Budget(requests: 2, faults: 1, ticks: 1, jumps: 1, servers: two, borrows: [left]), width: 100),
        Scope(
            name: "two servers and accounts",
            budget: World.Budget(requests: 3, kills: 1, wishes: [.borrow, .release, .check], servers: elsewhere),
            width: 100),
    ]

    @Test(arguments: scopes)
    func noOrderOfEventsBreaksAnInvariant(scope: Scope) {
        let start = ContinuousClock.now
        let states = explore(scope) { world in
            guard let broken = world.broken() else { return true }
            Issue.record("\(broken)\n\(world.way)")
            return false
        }
        let end = scope.width.map { "\($0) followed of each depth" } ?? "which is all there are"
        print("\(scope.name): \(states) states, \(end); \(ContinuousClock.now - start)")
        #expect(states > 1000)
    }

    @Test func noSecretIsWrittenButInReceipts() throws {
        var entries: Set<LedgerEntry> = []
        let budget = World.Budget(
            requests: 2, faults: 1, wishes: [.borrow, .activate, .deactivate, .release, .check, .note])
        _ = explore(Scope(name: "secrets", budget: budget, width: 40)) { world in
            for case .effect(.record(_, let entry)) in world.processes.flatMap(\.pending.items) {
                entries.insert(entry)
            }
            return true
        }
        #expect(entries.count > 50)
        #expect(entries.contains { $0.receipt != nil })
        for entry in entries {
            let text = String(decoding: try JSONEncoder().encode(entry.borrow), as: UTF8.self)
            #expect(!text.contains(Fixture.key.exposed))
            #expect(!text.contains(World.planted))
        }
    }

    /// Visits worlds of a scope once each, those of fewer moves first.
    ///
    /// Worlds that were visited are told apart by their hash: they are too large to keep.
    ///
    /// - Parameter visit: looks at a world, and says whether to go on.
    /// - Returns: how many worlds there were.
    private func explore(_ scope: Scope, _ visit: (World) -> Bool) -> Int {
        var layer = [World(scope.budget)]
        var visited: Set<Int> = [layer[0].hashValue]
        while !layer.isEmpty {
            var next: [World] = []
            for world in layer {
                for var follower in world.next() {
                    follower.seal()
                    guard visited.insert(follower.hashValue).inserted else { continue }
                    guard visit(follower) else { return visited.count }
                    next.append(follower)
                }
            }
            layer = next
            // Evenly, so that no kind of move is left out.
            if let width = scope.width, next.count > width {
                layer = (0..<width).map { next[$0 * next.count / width] }
            }
        }
        return visited.count
    }
}
