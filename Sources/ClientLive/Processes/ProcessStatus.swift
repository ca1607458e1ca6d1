internal import Foundation

/// What the system tells of a process of this host.
public struct ProcessStatus: Hashable, Sendable {
    /// When it was started, in the system's ticks: another process that has the same number later was not.
    public let startedAt: String
    /// Whether it runs, and is not only waiting for somebody to ask how it has ended.
    public let isRunning: Bool

    /// The group that it is in.
    public let group: Int32

    /// That of a process; nil where there is none.
    public init?(of id: Int32) {
        // The fields follow the program's name, which stands in parentheses and may hold some itself.
        guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19 else { return nil }
        startedAt = String(fields[19])
        isRunning = fields[0] != "Z" && fields[0] != "X"
        group = Int32(fields[2]) ?? 0
    }

    /// Whether anything runs in a group: what has ended there, and waits for somebody to ask how, does not.
    static func isAnythingRunning(inGroup group: Int32) -> Bool {
        // Signal 0 reaches nobody, and tells whether there is anybody.
        guard kill(-group, 0) == 0 else { return false }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc") else { return true }
        return names.contains { name in
            guard let status = Int32(name).flatMap(ProcessStatus.init(of:)) else { return false }
            return status.group == group && status.isRunning
        }
    }
}
