internal import ClientLive
internal import Foundation

/// Runs hooks beside the watch, a few at once, and keeps what comes of them until the watch asks.
actor HookQueue {
    private let hook: Hook
    private let told: @Sendable () -> Void
    private var running: [String: Task<Void, Never>] = [:]
    private var ended: [(key: String, ending: Hook.Ending)] = []

    /// - Parameter told: called once one has ended.
    init(_ hook: Hook, told: @escaping @Sendable () -> Void) { (self.hook, self.told) = (hook, told) }

    /// How many run.
    var count: Int { running.count }

    /// Waits for the end of a run beside the others.
    func follow(_ key: String, _ run: ProcessGroup) {
        running[key] = Task { [hook] in
            let ending = await hook.end(of: run)
            self.finish(key, ending)
        }
    }

    /// What has ended since this was asked for last.
    func takeEnded() -> [(key: String, ending: Hook.Ending)] {
        defer { ended = [] }
        return ended
    }

    /// Ends those that run, and waits until they have.
    func end() async {
        let tasks = Array(running.values)
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    private func finish(_ key: String, _ ending: Hook.Ending) {
        running[key] = nil
        ended.append((key, ending))
        told()
    }
}
