import Foundation
import Licensing
import TestKit
import Testing

@testable import ClientCore

/// Every order in which things may happen to a client, up to a number of moves.
@Suite struct ExplorationTests {
    /// What may happen besides the client's own doings, and up to how many moves it is followed.
    struct Scope: Sendable, CustomTestStringConvertible {
        var name: String
        var budget: World.Budget
        var depth: Int

        var testDescription: String { name }
    }

    static let scopes = [
        Scope(
            name: "one process, three requests",
            budget: World.Budget(requests: 3, restarts: 0, rivals: 0, diskFaults: 0), depth: 16),
        Scope(
            name: "two requests and a restart",
            budget: World.Budget(requests: 2, restarts: 1, rivals: 0, diskFaults: 0), depth: 20),
        Scope(
            name: "two requests beside a rival",
            budget: World.Budget(requests: 2, restarts: 0, rivals: 1, diskFaults: 0), depth: 15),
        Scope(
            name: "two requests on a disk that fills up, and a restart",
            budget: World.Budget(requests: 2, restarts: 1, rivals: 0, diskFaults: 2), depth: 16),
    ]

    @Test(arguments: scopes)
    func noOrderOfEventsBreaksAnInvariant(scope: Scope) {
        let start = ContinuousClock.now
        let (visited, depth, isAll) = explore(scope) { world in
            guard let broken = world.broken() else { return true }
            Issue.record("\(broken)")
            return false
        }
        let end = isAll ? "which is all there are" : "and more lie beyond"
        print("\(scope.name): \(visited.count) states, \(depth) moves deep, \(end); \(ContinuousClock.now - start)")
        #expect(visited.count >= 10_000)
    }

    @Test func noSecretReachesTheDisk() throws {
        let budget = World.Budget(requests: 2, restarts: 0, rivals: 0, diskFaults: 0)
        let (visited, _, _) = explore(Scope(name: "secrets", budget: budget, depth: 12)) { _ in true }
        let written = visited.reduce(into: Set<Borrow>()) { $0.formUnion($1.disk.borrows) }
        #expect(written.count > 10)
        for borrow in written {
            let text = String(decoding: try JSONEncoder().encode(borrow), as: UTF8.self)
            #expect(!text.contains(Fixture.key.exposed))
        }
    }

    /// Visits every world of a scope once, those of fewer moves first.
    ///
    /// - Parameter visit: looks at a world, and says whether to go on.
    /// - Returns: the worlds, the number of moves that leads to the last of them, and whether there are no more.
    private func explore(
        _ scope: Scope, _ visit: (World) -> Bool
    ) -> (visited: Set<World>, depth: Int, isAll: Bool) {
        var layer = [World(scope.budget)]
        var visited = Set(layer)
        var depth = 0
        while depth < scope.depth, !layer.isEmpty {
            var next: [World] = []
            for world in layer {
                for follower in world.next() where visited.insert(follower).inserted {
                    guard visit(follower) else { return (visited, depth, false) }
                    next.append(follower)
                }
            }
            layer = next
            if !next.isEmpty { depth += 1 }
        }
        return (visited, depth, layer.isEmpty)
    }
}
