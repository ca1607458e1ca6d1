internal import Foundation
internal import Glibc

/// One run of a program, from its start to its end: without a shell, with nothing to read, bounded in time and in what it prints.
struct CommandRun {
    /// Why there is no output to be used.
    enum Fault: Error {
        /// The system does not start it.
        case cannotStart(Int32)
        /// It ended with another status than 0, and said why.
        case status(Int32, said: String)
        /// A signal has ended it.
        case signal(Int32)
        /// It took longer, and was ended.
        case late(Double)
        /// It printed more than this, and was ended.
        case tooMuch(Int)

        /// What happened, to follow the program's name.
        var words: String {
            switch self {
            case .cannotStart(let code): "cannot be started: \(String(cString: strerror(code)))"
            case .status(let status, let said): "ended with status \(status)" + (said.isEmpty ? "" : ": \(said)")
            case .signal(let number): "was ended by signal \(number)"
            case .late(let seconds): "did not end within \(Int(seconds)) s"
            case .tooMuch(let limit): "printed more than \(limit / 1024) KiB"
            }
        }
    }

    /// What it printed.
    let output: Data

    /// How much of what it says on standard error is told, in bytes.
    private static let mostSaid = 400

    /// Runs a program, and blocks the thread until it has ended.
    ///
    /// - Parameters:
    ///   - words: the program, which is looked for in `PATH` where its name has no slash, and its arguments.
    ///   - environment: its environment.
    ///   - seconds: how long it may take.
    ///   - limit: how many bytes it may print.
    init(
        _ words: [String], environment: [String: String], seconds: Double, limit: Int
    ) throws(Fault) {
        let deadline = ContinuousClock.now + .seconds(seconds)
        let (printed, said) = (try OutputPipe(keeping: limit + 1), try OutputPipe(keeping: Self.mostSaid))
        let process = try Self.start(words, environment, output: printed.input, errors: said.input)
        printed.closeInput()
        said.closeInput()
        var status: Int32?
        var isBusy: Bool
        repeat {
            // What it has left running may hold the pipes open for ever: its own end counts, and what had come by then.
            status = status ?? Self.status(of: process)
            isBusy = OutputPipe.wait(for: [printed, said], milliseconds: status == nil ? 20 : 0)
            let fault: Fault? = printed.content.count > limit ? .tooMuch(limit) : deadline < .now ? .late(seconds) : nil
            guard let fault else { continue }
            if status == nil { Self.end(process) }
            throw fault
        } while status == nil || isBusy
        let code = status ?? 0
        guard code & 0x7F == 0 else { throw .signal(code & 0x7F) }
        guard code == 0 else { throw .status((code >> 8) & 0xFF, said: Self.sentence(said.content)) }
        output = printed.content
    }

    /// The beginning of what a program said, in one line.
    private static func sentence(_ data: Data) -> String {
        String(decoding: data.prefix(mostSaid), as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
    }

    private static func start(
        _ words: [String], _ environment: [String: String], output: Int32, errors: Int32
    ) throws(Fault) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)

        // A signal that this program ignores is not to be ignored by another.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let arguments = words.map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for text in arguments + variables { free(text) } }
        var process: pid_t = 0
        let refusal = posix_spawnp(
            &process, words.first ?? "", &actions, &attributes, arguments + [nil], variables + [nil])
        guard refusal == 0 else { throw .cannotStart(refusal) }
        return process
    }

    /// How a process has ended; nil while it runs.
    private static func status(of process: pid_t) -> Int32? {
        var status: Int32 = 0
        let found = waitpid(process, &status, WNOHANG)
        return found == 0 || (found < 0 && errno == EINTR) ? nil : status
    }

    /// Ends a process: it is asked to, and a second later it is no longer asked.
    private static func end(_ process: pid_t) {
        kill(process, SIGTERM)
        for _ in 0..<50 {
            if status(of: process) != nil { return }
            usleep(20_000)
        }
        kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}
