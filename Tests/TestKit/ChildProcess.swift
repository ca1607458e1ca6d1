public import Foundation

/// A program that a test has started, with an environment of its own and with no signal blocked or ignored.
///
/// Foundation's `Process` will not do: it waits for whatever the program leaves running too.
public final class ChildProcess: Sendable {
    /// The system's refusal to start a program.
    public struct CannotStart: Error {
        var path: String
        var reason: String
    }

    public let id: pid_t
    private let endings: AsyncStream<Int32>

    /// Starts it.
    ///
    /// - Parameters:
    ///   - input: the path of what it reads from; output and errors likewise.
    public init(
        _ path: String, _ arguments: [String] = [], environment: [String: String], input: String = "/dev/null",
        output: String = "/dev/null", errors: String = "/dev/null"
    ) throws {
        let id = try Self.spawn(
            path, arguments, environment: environment,
            files: [(input, O_RDONLY | O_NOCTTY), (output, O_WRONLY | O_NOCTTY), (errors, O_WRONLY | O_NOCTTY)])
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
        _ path: String, _ arguments: [String], environment: [String: String], files: [(path: String, flags: Int32)]
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, file) in files.enumerated() {
            posix_spawn_file_actions_addopen(&actions, Int32(descriptor), file.path, file.flags, 0)
        }
        // What other tests listen on at this moment is not the program's to hold open.
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for descriptor in open.compactMap({ Int32($0) }) where descriptor > STDERR_FILENO {
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
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let argv = ([path] + arguments).map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for text in argv + variables { free(text) } }
        var id: pid_t = 0
        let refusal = posix_spawn(&id, path, &actions, &attributes, argv + [nil], variables + [nil])
        guard refusal == 0 else { throw CannotStart(path: path, reason: String(cString: strerror(refusal))) }
        return id
    }

    /// Waits for a program's end, and blocks the thread meanwhile.
    private static func waitForEnd(of id: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }
}
