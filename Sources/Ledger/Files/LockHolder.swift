internal import Glibc

/// The process that holds a lock which this one waits for in vain, as the kernel lists it in `/proc/locks`.
///
/// Asking with `fcntl` would need the file open once more, and closing it again would drop SQLite's own locks.
struct LockHolder {
    let process: Int32

    /// Whoever may write to a database in WAL mode: SQLite locks byte 120 of the `-shm` file for that.
    static func writing(to path: String) -> LockHolder? {
        find(path: path + "-shm", kind: "POSIX", firstByte: "120")
    }

    /// Whoever has locked a directory with `flock`.
    static func locking(directory: String) -> LockHolder? {
        find(path: directory, kind: "FLOCK", firstByte: "0")
    }

    /// The line of a lock reads `1: POSIX ADVISORY WRITE 4711 08:01:131073 120 120`; that of a waiter has an arrow.
    private static func find(path: String, kind: String, firstByte: Substring) -> LockHolder? {
        var status = stat()
        guard stat(path, &status) == 0, let locks = kernelText("/proc/locks") else {
            return nil
        }
        for line in locks.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count == 8, fields[1] == kind, fields[3] == "WRITE", fields[6] == firstByte,
                fields[5].hasSuffix(":\(status.st_ino)"), let process = Int32(fields[4]), process > 0
            else { continue }
            return LockHolder(process: process)
        }
        return nil
    }

    /// Who it is: `Process 4711 (berth, stopped) holds the lock.`
    var sentence: String {
        let name = Self.kernelText("/proc/\(process)/comm")?.split(separator: "\n").first
        let details = (name.map { [String($0)] } ?? []) + (isStopped ? ["stopped"] : [])
        let who = process == getpid() ? "This process" : "Process \(process)"
        return who + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))") + " holds the lock."
    }

    /// Whether it was stopped, as by `kill -STOP`.
    ///
    /// The state follows the name, which stands in parentheses and may hold some itself.
    var isStopped: Bool {
        guard let status = Self.kernelText("/proc/\(process)/stat"), let end = status.lastIndex(of: ")")
        else { return false }
        let state = status[status.index(after: end)...].first { $0 != " " }
        return state == "T" || state == "t"
    }

    /// Reads a file that the kernel makes up as it is read: it has no size, and comes in pieces.
    private static func kernelText(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece[..<count]
        }
    }
}
