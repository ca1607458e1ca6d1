internal import Glibc

/// The process that holds a lock which this one waits for, as the kernel lists it in `/proc/locks`.
///
/// Asking with `fcntl` would need the file open once more, and closing it again would drop SQLite's own locks.
struct LockHolder: Hashable {
    let process: Int32

    /// The bytes that SQLite locks in a database: one that says a writer waits for readers to go (PENDING), one that says
    /// somebody will write (RESERVED), and those that readers share (SHARED).
    private static let pending: UInt64 = 0x4000_0000
    private static let shared = pending + 2...pending + 511

    /// Whoever keeps a writer from a file: another writer, else a reader.
    ///
    /// - Parameter file: the file as `/proc/locks` names it, device and number.
    static func find(of file: String) -> LockHolder? {
        // The list comes in pieces, and one that is given back meanwhile moves the others: a line may be passed over.
        for _ in 0..<3 {
            if let holder = kernelText("/proc/locks").flatMap({ find(of: file, in: $0, own: getpid()) }) {
                return holder
            }
        }
        return nil
    }

    /// A line reads `1: POSIX ADVISORY WRITE 4711 08:01:131073 1073741825 1073741825`; that of a waiter has an arrow.
    static func find(of file: String, in list: String, own: Int32) -> LockHolder? {
        var writers: [Int32] = []
        var readers: [Int32] = []
        for line in list.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count == 8, fields[1] == "POSIX", fields[5] == file, let process = Int32(fields[4]),
                process > 0, let first = UInt64(fields[6])
            else { continue }
            let last = UInt64(fields[7]) ?? .max
            if fields[3] == "WRITE", first <= shared.upperBound, last >= pending { writers.append(process) }
            if fields[3] == "READ", first <= shared.upperBound, last >= shared.lowerBound { readers.append(process) }
        }
        // A writer of this process that cannot go on is kept by a reader of another.
        let holder = writers.first { $0 != own } ?? readers.first { $0 != own } ?? writers.first ?? readers.first
        return holder.map { LockHolder(process: $0) }
    }

    /// Who it is: `process 4711 (berth, stopped)`.
    var words: String {
        let name = kernelText("/proc/\(process)/comm")?.split(separator: "\n").first
        let details = (name.map { [String($0)] } ?? []) + (isStopped ? ["stopped"] : [])
        let who = process == getpid() ? "this process" : "process \(process)"
        return who + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
    }

    /// Whether it was stopped, as by `kill -STOP`.
    ///
    /// The state follows the name, which stands in parentheses and may hold some itself.
    var isStopped: Bool {
        guard let status = kernelText("/proc/\(process)/stat"), let end = status.lastIndex(of: ")") else {
            return false
        }
        let state = status[status.index(after: end)...].first { $0 != " " }
        return state == "T" || state == "t"
    }
}
