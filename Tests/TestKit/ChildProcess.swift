public import Foundation

/// A program that a test has started, with an environment of its own and with no signal blocked or ignored.
///
/// Foundation's `Process` will not do: it waits for whatever the program leaves running too, and on Linux it reads past its
/// buffer, and may crash, where more than some 1,300 files are open.
public final class ChildProcess: Sendable {
    /// The system's refusal to start a program.
    public struct CannotStart: Error {
        var path: String
        var reason: String
    }

    /// Whose company a program is in, which decides whether a key may stop it.
    public enum Group: Sendable {
        /// The test's own.
        case shared
        /// One of its own, as a shell gives its jobs.
        case job
        /// A session of its own, as what a container or an SSH server runs: nobody is there to continue it.
        case session
    }

    public let id: pid_t
    private let endings: AsyncStream<Int32>

    /// Starts it.
    ///
    /// - Parameters:
    ///   - input: the path of what it reads from; output and errors likewise.
    public init(
        _ path: String, _ arguments: [String] = [], environment: [String: String], input: String = "/dev/null",
        output: String = "/dev/null", errors: String = "/dev/null", in group: Group = .shared
    ) throws {
        let id = try Self.spawn(
            path, arguments, environment: environment,
            files: [(input, O_RDONLY | O_NOCTTY), (output, O_WRONLY | O_NOCTTY), (errors, O_WRONLY | O_NOCTTY)],
            group: group)
        let (endings, ending) = AsyncStream.makeStream(of: Int32.self)
        self.id = id
        self.endings = endings
        Thread.detachNewThread {
            ending.yield(Self.waitForEnd(of: id))
            ending.finish()
        }
    }

    /// Sends it a signal.
    public func signal(_ number: Int32) { kill(id, number) }

    /// The kernel's letter for what it does: `R`, `S`, `T` where it is stopped; nil once it is gone.
    public var condition: Character? {
        let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
        return text?.split(separator: ")").last?.first { $0 != " " }
    }

    /// Waits for its end, once, and returns its status as a shell would; a test that is cancelled ends it.
    public func end() async throws -> Int32 {
        for await ending in endings { return ending }
        signal(SIGKILL)
        throw CancellationError()
    }

    /// A program that was built beside the tests.
    public static func built(_ name: String) -> String {
        (Bundle.main.executablePath as NSString? ?? "").deletingLastPathComponent + "/" + name
    }

    private static func spawn(
        _ path: String, _ arguments: [String], environment: [String: String], files: [(path: String, flags: Int32)],
        group: Group
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, file) in files.enumerated() {
            posix_spawn_file_actions_addopen(&actions, Int32(descriptor), file.path, file.flags, 0)
        }
        // What other tests listen on at this moment is not the program's to hold open.
        for descriptor in openFiles() where descriptor > STDERR_FILENO {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let grouping =
            switch group {
            case .shared: Int32(0)
            case .job: Int32(POSIX_SPAWN_SETPGROUP)
            // POSIX_SPAWN_SETSID, for which Swift has no name.
            case .session: Int32(0x80)
            }
        posix_spawnattr_setflags(
            &attributes, Int16(Int32(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | grouping))

        let argv = ([path] + arguments).map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for text in argv + variables { free(text) } }
        var id: pid_t = 0
        let refusal = posix_spawn(&id, path, &actions, &attributes, argv + [nil], variables + [nil])
        guard refusal == 0 else { throw CannotStart(path: path, reason: String(cString: strerror(refusal))) }
        return id
    }

    /// The files that this process has open, by number.
    private static func openFiles() -> [Int32] {
        guard let folder = opendir("/proc/self/fd"), let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
            return []
        }
        defer { closedir(folder) }
        var numbers: [Int32] = []
        // An entry is shorter than its type, so that a copy would reach past the last one.
        while let entry = readdir(folder) {
            let name = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
            if let number = Int32(String(cString: name)) { numbers.append(number) }
        }
        return numbers
    }

    /// Waits for a program's end, and blocks the thread meanwhile.
    private static func waitForEnd(of id: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
