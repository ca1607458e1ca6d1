internal import FoundationEssentials

/// What the kernel says of a process (Linux, `/proc`).
struct ProcessStatus {
    /// The boot of this host and the clock tick in it at which the process began. No two processes of one id share it.
    let start: String
    /// Whether it has ended and only waits for its parent to notice.
    let hasEnded: Bool

    /// Looks at a process; nil where there is none of that id, or the system keeps it from us.
    init?(of process: Int32) {
        guard let text = Self.text(of: "/proc/\(process)/stat"),
            let boot = Self.text(of: "/proc/sys/kernel/random/boot_id")
        else { return nil }
        self.init(stat: text, boot: boot.filter { !$0.isWhitespace })
    }

    /// Reads a line of `/proc/PID/stat`. Its second field, the name, may hold blanks and brackets: the last bracket ends
    /// it. The state is the third field, the start the 22nd.
    init?(stat: String, boot: String) {
        guard let bracket = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[bracket...].split(separator: " ").dropFirst()
        let (state, start) = (fields.first, fields.dropFirst(19).first)
        guard let state, let start else { return nil }
        self.start = "\(boot)/\(start)"
        hasEnded = state == "Z" || state == "X"
    }

    private static func text(of path: String) -> String? {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) }
    }
}
