internal import Foundation
public import Testing

extension Trait where Self == Heavy {
    /// Lets only a few tests of this kind run at once: those that start processes, terminals or servers.
    public static var heavy: Heavy { Heavy() }
}

/// A bound on how many heavy tests run at once.
///
/// Swift Testing starts all tests together. Hundreds of light ones do no harm; but processes and servers by the dozen
/// take the processors from each other, and then everything that waits for one of them waits for all.
///
/// A time limit of Swift Testing counts the wait for a turn as well, so heavy tests have none. They limit how often
/// they look (``eventually(_:looks:isolation:look:last:)``), and a run that hangs is ended from outside.
public struct Heavy: TestTrait, SuiteTrait, TestScoping {
    public var isRecursive: Bool { true }

    private static let turnstile = Turnstile(places: max(2, ProcessInfo.processInfo.activeProcessorCount))
    /// Whether this task is in already, by a trait of the suite around the test.
    @TaskLocal private static var isInside = false

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        if Self.isInside { return try await function() }
        try await Self.turnstile.enter {
            try await Self.$isInside.withValue(true) { try await function() }
        }
    }
}

/// Lets a number of tasks in, and the others one by one, in the order in which they came.
actor Turnstile {
    private var free: Int
    private var queue: [CheckedContinuation<Void, Never>] = []

    init(places: Int) { free = places }

    /// Runs the body once there is a place.
    nonisolated func enter(_ body: @Sendable () async throws -> Void) async throws {
        await take()
        do {
            try await body()
        } catch {
            await leave()
            throw error
        }
        await leave()
    }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { queue.append($0) }
        }
    }

    /// Hands the place on, so that nobody who comes later gets it first.
    private func leave() {
        if queue.isEmpty {
            free += 1
        } else {
            queue.removeFirst().resume()
        }
    }
}
