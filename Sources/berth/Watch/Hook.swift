internal import Foundation
internal import Licensing

/// A command that is run once for each piece of news, for a bounded time.
struct Hook: Sendable {
    /// The program and its arguments; no shell reads them.
    let words: [String]
    /// How long it may take.
    let seconds: Int

    /// How a run has ended.
    enum Ending: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
        /// It took too long.
        case late
        /// The watch was told to end.
        case cancelled
        case notStarted(String)
    }

    /// How many seconds a hook has to end by itself, once it was told to.
    private static let grace = 2.0

    /// - Throws: `input_invalid`, where there is no such program.
    init(_ words: [String], seconds: Int) throws(Problem) {
        guard let name = words.first, Self.isThere(name) else {
            throw .usage("There is no program \(words.first ?? "") that --exec could run.", name: "--exec")
        }
        (self.words, self.seconds) = (words, seconds)
        // Whoever started this process may have had children's ends ignored, which lasts, and then they are told to nobody.
        signal(SIGCHLD, SIG_DFL)
    }

    private static func isThere(_ name: String) -> Bool {
        guard !name.contains("/") else { return FileManager.default.isExecutableFile(atPath: name) }
        let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return folders.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }

    /// Runs it to its end, with more variables in its environment. Whatever it leaves running in its process group ends
    /// with it where it took too long.
    ///
    /// Berth's secrets are in no environment that it could inherit: they were taken out as the process began.
    func run(_ variables: [String: String]) async -> Ending {
        let process: pid_t
        switch spawn(ProcessInfo.processInfo.environment.merging(variables) { $1 }) {
        case .success(let id): process = id
        case .failure(let fault): return .notStarted(fault.reason)
        }
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(seconds)
        var stopped: (at: ContinuousClock.Instant, why: Ending)?
        var pause = Duration.milliseconds(5)
        while true {
            var status: Int32 = 0
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process || (ended < 0 && errno != EINTR) {
                let signal = status & 0x7F
                return stopped?.why ?? (signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal))
            }
            if let stopped {
                if clock.now > stopped.at + .seconds(Self.grace) { kill(-process, SIGKILL) }
            } else if Task.isCancelled || clock.now > deadline {
                stopped = (clock.now, Task.isCancelled ? .cancelled : .late)
                kill(-process, SIGTERM)
            }
            // In a task of its own, which is not cancelled with this one: the process has to be waited for.
            await Task.detached { [pause] in try? await Task.sleep(for: pause) }.value
            pause = min(pause * 2, .milliseconds(100))
        }
    }

    private struct Fault: Error {
        var reason: String
    }

    /// Starts it in a process group of its own, with nothing on its standard input; what it prints goes to standard error.
    private func spawn(_ environment: [String: String]) -> Result<pid_t, Fault> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO)

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
        let refusal = posix_spawnp(&process, words[0], &actions, &attributes, arguments + [nil], variables + [nil])
        return refusal == 0 ? .success(process) : .failure(Fault(reason: String(cString: strerror(refusal))))
    }
}

extension Hook.Ending {
    /// What is told of a run that did not succeed; nil for one that did.
    func complaint(seconds: Int) -> String? {
        switch self {
        case .exited(0): nil
        case .exited(let status): "ended with status \(status)"
        case .killed(let signal): "was ended by signal \(signal)"
        case .late: "did not end within \(seconds) s, and was ended"
        case .cancelled: "was ended with the watch, and is run again by the next one"
        case .notStarted(let reason): "cannot be started: \(reason)"
        }
    }
}
