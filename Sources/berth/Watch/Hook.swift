internal import ClientLive
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
        /// An earlier watch has begun it, and was killed. How it has ended nobody knows.
        case untold
    }

    /// - Throws: `input_invalid`, where there is no such program.
    init(_ words: [String], seconds: Int) throws(Problem) {
        guard let name = words.first, Self.isThere(name) else {
            throw .usage("There is no program \((words.first ?? "").inQuotes) that --exec could run.", name: "--exec")
        }
        (self.words, self.seconds) = (words, seconds)
    }

    private static func isThere(_ name: String) -> Bool {
        guard !name.contains("/") else { return isProgram(name) }
        let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return folders.split(separator: ":").contains { isProgram("\($0)/\(name)") }
    }

    /// Whether a file can be executed. So can a folder, by its mode, which is no program.
    private static func isProgram(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }

    /// Starts it, with more variables in its environment; what it prints goes to standard error.
    ///
    /// Of Berth's own variables it inherits the settings alone, and no secret.
    func start(_ variables: [String: String]) throws(ProcessGroup.Refusal) -> ProcessGroup {
        try ProcessGroup(
            words, environment: ProcessEnvironment.forPrograms().merging(variables) { $1 }, output: STDERR_FILENO,
            errors: STDERR_FILENO)
    }

    /// Waits until a run of it has ended, and ends it with all that it has started where it takes too long, or the task is
    /// cancelled.
    func end(of run: ProcessGroup) async -> Ending {
        var run = run
        let deadline = ContinuousClock.now + .seconds(seconds)
        var why: Ending?
        var pause = Duration.milliseconds(5)
        while true {
            switch run.poll() {
            case .ended(.exited(let status)): return why ?? .exited(status)
            case .ended(.killed(let signal)): return why ?? .killed(signal: signal)
            case .ended(.untold): return why ?? .untold
            // One that wants the terminal, which a hook does not get, is late in the end.
            case .running, .stopped: break
            }
            if why == nil, Task.isCancelled || deadline < .now {
                why = Task.isCancelled ? .cancelled : .late
                run.terminate()
            }
            // In a task of its own, which is not cancelled with this one: the process has to be waited for.
            await Task.detached { [pause] in try? await Task.sleep(for: pause) }.value
            pause = min(pause * 2, .milliseconds(100))
        }
    }
}

extension Hook.Ending {
    /// What is told of a run that did not succeed; nil for one that did, or may have.
    func complaint(seconds: Int) -> String? {
        switch self {
        case .exited(0), .untold: nil
        case .exited(let status): "ended with status \(status)"
        case .killed(let signal): "was ended by signal \(signal)"
        case .late: "did not end within \(seconds) s, and was ended"
        case .cancelled: "was ended with the watch, and is run again by the next one"
        case .notStarted(let reason): "cannot be started: \(reason)"
        }
    }
}
