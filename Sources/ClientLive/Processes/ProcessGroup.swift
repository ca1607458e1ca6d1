internal import CProcess
internal import Glibc

/// A program that was started in a process group of its own, with all that it starts there.
///
/// It ends as a whole: what its first process leaves running ends with it. A program that is to outlast it begins a session of
/// its own, as daemons do. Whoever has started one looks at it by ``poll()`` until it has ended.
public struct ProcessGroup: Sendable {
    /// How its first process has ended.
    public enum End: Hashable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
        /// Another process has started it, which alone was told.
        case untold
    }

    /// How it stands.
    public enum Standing: Hashable, Sendable {
        case running
        /// Its first process was stopped by this signal, and waits to be continued.
        case stopped(by: Int32)
        case ended(End)
    }

    /// Why it could not be started.
    public struct Refusal: Error {
        let code: Int32

        /// The system's reason.
        public var words: String { String(cString: strerror(code)) }
    }

    /// How long it has to end by itself once it was asked to.
    public static let grace = Duration.seconds(2)

    /// Its id, which is that of its first process.
    public let id: Int32
    private let isChild: Bool
    private var end: End?
    /// When it is no longer asked to end, but made to.
    private var deadline: ContinuousClock.Instant?
    /// How long it is waited for once it was made to.
    private var patience = grace

    /// Starts a program, which is looked for in `PATH` where its name has no slash; it has nothing to read on its standard input.
    ///
    /// No signal is blocked or ignored in it, and no file is open but these, whatever this process was itself given.
    ///
    /// - Parameters:
    ///   - words: the program and its arguments; no shell reads them.
    ///   - environment: its variables, by name.
    ///   - output: where its standard output goes.
    ///   - errors: where its standard error goes.
    public init(
        _ words: [String], environment: [String: String], output: Int32, errors: Int32
    ) throws(Refusal) {
        // Whoever started this process may have had children's ends ignored, which lasts, and then they are told to nobody.
        _ = Glibc.signal(SIGCHLD, SIG_DFL)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        cp_inherit_nothing(&actions)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let arguments = words.map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for text in arguments + variables { free(text) } }
        var process: pid_t = 0
        let refusal = posix_spawnp(
            &process, words.first ?? "", &actions, &attributes, arguments + [nil], variables + [nil])
        guard refusal == 0 else { throw Refusal(code: refusal) }
        (id, isChild) = (process, true)
    }

    /// Takes over one that another process has started, and left behind as it died.
    public init(leftBehind id: Int32) { (self.id, isChild) = (id, false) }

    /// How it stands now; once its time to end is over, it is made to.
    public mutating func poll() -> Standing {
        if end == nil {
            switch first() {
            case .running: break
            case .stopped(let signal): return .stopped(by: signal)
            case .ended(let how):
                end = how
                // What the first process has left. The group's id is taken as long as anything is in it, and numbers that have
                // become free are given away last.
                terminate()
            }
        }
        if let end, !ProcessStatus.isAnythingRunning(inGroup: id) { return .ended(end) }
        guard let deadline, deadline < .now else { return .running }
        signal(SIGKILL)
        // What even that does not end, as what belongs to another user by now, is not waited for.
        return end != nil || deadline + patience < .now ? .ended(end ?? .untold) : .running
    }

    /// Asks all of it to end.
    ///
    /// - Parameter grace: how long it has to end by itself.
    public mutating func terminate(within grace: Duration = grace) {
        guard deadline == nil else { return }
        deadline = .now + grace
        patience = max(grace, .milliseconds(100))
        signal(SIGTERM)
        // What is stopped would hear of it too late.
        signal(SIGCONT)
    }

    /// Sends a signal to all of it.
    public func signal(_ number: Int32) { _ = kill(-id, number) }

    /// How its first process stands.
    private func first() -> Standing {
        guard isChild else { return ProcessStatus(of: id)?.isRunning == true ? .running : .ended(.untold) }
        var status: Int32 = 0
        let found = waitpid(id, &status, WNOHANG | WUNTRACED)
        if found == 0 || (found < 0 && errno == EINTR) { return .running }
        guard found == id else { return .ended(.untold) }
        if status & 0xFF == 0x7F { return .stopped(by: (status >> 8) & 0xFF) }
        let signal = status & 0x7F
        return .ended(signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal))
    }
}
