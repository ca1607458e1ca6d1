internal import ClientLive
internal import Foundation

/// A run of the hook for one piece of news: it waits for its turn, or was begun. A watch remembers it until it has ended.
struct HookRun: Codable, Sendable {
    /// What tells the news apart from others.
    var key: String
    /// The news in a few words: `unknown of 01`.
    var name: String
    /// What the hook is told.
    var variables: [String: String]
    /// That it was begun; nil while it waits.
    var begun: Begun?

    /// What tells, after a crash, whether it may still run.
    struct Begun: Codable, Sendable {
        /// The start of the host in which it was begun.
        var boot: String
        /// Its process, once there is one.
        var process: Int32?
        /// When that was started, as the system counts it: another process that has the same number by now was not.
        var startedAt: String?
    }
}

extension HookRun.Begun {
    /// A run that is about to be begun.
    static var now: Self { Self(boot: bootID) }

    /// The same with its process.
    func of(_ run: ProcessGroup) -> Self {
        Self(boot: boot, process: run.id, startedAt: ProcessStatus(of: run.id)?.startedAt)
    }

    /// Whether the host was started anew since: then it was cut off, unless it had ended.
    var isCutOff: Bool { boot != Self.bootID }

    /// What still runs of it, where it does.
    var leftBehind: ProcessGroup? {
        guard !isCutOff, let process, let status = ProcessStatus(of: process), status.isRunning,
            status.startedAt == startedAt
        else { return nil }
        return ProcessGroup(leftBehind: process)
    }

    private static var bootID: String {
        let text = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? ""
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
