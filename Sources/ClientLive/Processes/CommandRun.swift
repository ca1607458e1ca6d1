internal import Foundation
internal import Glibc
internal import Synchronization

/// One run of a program, from its start to its end: without a shell, with nothing to read, bounded in time and in what it prints.
///
/// It may ask on the terminal (`/dev/tty`). A signal that would end this process ends it, too, with all that it has started.
struct CommandRun {
    /// Why there is no output to be used.
    enum Fault: Error {
        /// The system does not start it.
        case cannotStart(Int32)
        /// It ended with another status than 0, and said why; nil where it had printed something before, which its words may
        /// repeat.
        case status(Int32, said: String?)
        /// A signal has ended it.
        case signal(Int32)
        /// It took longer, and was ended.
        case late(Double)
        /// The time was over of the task that needs it, and it was ended.
        case timeIsOver
        /// This process was asked to end by this signal, and has ended it.
        case interrupted(Int32)
        /// It printed more than this, and was ended.
        case tooMuch(Int)

        /// What happened, to follow the program's name.
        var words: String {
            switch self {
            case .cannotStart(let code): "cannot be started: \(String(cString: strerror(code)))"
            case .status(let status, let said?): "ended with status \(status)" + (said.isEmpty ? "" : ": \(said)")
            case .status(let status, nil):
                "ended with status \(status); what it said is not shown, since it had printed something, perhaps the secret"
            case .signal(let number), .interrupted(let number): "was ended by signal \(number)"
            case .late(let seconds): "did not end within \(Int(seconds)) s, and was ended"
            case .timeIsOver: "had not ended as the time was over, and was ended"
            case .tooMuch(let limit): "printed more than \(limit / 1024) KiB, and was ended"
            }
        }
    }

    /// What it printed.
    let output: Data

    /// How much of what it says on standard error is looked at, in bytes: more than is told, so that no secret is cut.
    private static let mostSaid = 4096
    /// How long before the task's time is over it is asked to end, at most.
    private static let notice = Duration.milliseconds(200)
    /// How often it is looked at most for what is left in the pipes: they hold less than is read by that.
    private static let mostRests = 16

    /// What takes less is over before anybody asks.
    private static let unremarked = Duration.seconds(1)

    /// Runs a program, and blocks the thread until it has ended.
    ///
    /// - Parameters:
    ///   - words: the program, which is looked for in `PATH` where its name has no slash, and its arguments.
    ///   - environment: its environment.
    ///   - seconds: how long it may take, within the task's ``Deadline``.
    ///   - limit: how many bytes it may print.
    ///   - lasting: is called once where it takes long and has not been lent the terminal: it is not asking anything there.
    init(
        _ words: [String], environment: [String: String], seconds: Double, limit: Int, lasting: () -> Void = {}
    ) throws(Fault) {
        let heard = SignalHeard()
        let signals = Signals { heard.number.store($0, ordering: .relaxed) }
        let result = Self.run(words, environment, seconds, limit, heard, lasting)
        let isHeardElsewhere = signals.stop()
        if case .failure(.interrupted(let number)) = result, !isHeardElsewhere { Signals.end(by: number) }
        output = try result.get()
    }

    /// The signal that this process is to end by; 0 as long as there is none.
    private final class SignalHeard: Sendable {
        let number = Atomic<Int32>(0)
    }

    private static func run(
        _ words: [String], _ environment: [String: String], _ seconds: Double, _ limit: Int, _ heard: SignalHeard,
        _ lasting: () -> Void
    ) -> Result<Data, Fault> {
        do throws(Fault) {
            let deadline = ContinuousClock.now + .seconds(seconds)
            // Early enough for what does not end by itself to be ended by then.
            let ending = Deadline.current.map { $0 - min(notice, max(.zero, $0 - .now) / 10) }
            var telling: ContinuousClock.Instant? = .now + unremarked
            let (printed, said) = (try OutputPipe(keeping: limit + 1), try OutputPipe(keeping: mostSaid))
            var group = try start(words, environment, printed, said)
            var terminal = LentTerminal()
            defer { terminal.end() }
            var (end, fault) = (nil as ProcessGroup.End?, nil as Fault?)
            while end == nil {
                _ = OutputPipe.wait(for: [printed, said], milliseconds: 20)
                switch group.poll() {
                case .running: break
                case .stopped(let signal): terminal.goOn(group, stoppedBy: signal)
                case .ended(let how): end = how
                }
                guard end == nil, fault == nil else { continue }
                // What has the terminal asks there, and nothing is written over its question.
                if terminal.isLent { telling = nil }
                if let moment = telling, moment < .now {
                    telling = nil
                    lasting()
                }
                let number = heard.number.load(ordering: .relaxed)
                fault =
                    number != 0
                    ? .interrupted(number)
                    : printed.content.count > limit
                        ? .tooMuch(limit)
                        : ending.map { $0 <= .now } == true
                            ? .timeIsOver : deadline < .now ? .late(seconds) : nil
                if fault != nil {
                    group.terminate(within: min(ProcessGroup.grace, Deadline.left ?? ProcessGroup.grace))
                }
            }
            if case .timeIsOver = fault { Deadline.waitOut() }
            // What had come by its end, and no more: a daemon may hold the pipes open, and write to them for ever.
            for _ in 0..<mostRests where !OutputPipe.wait(for: [printed, said], milliseconds: 0) { break }
            if let fault { throw fault }
            if end == .killed(signal: SIGINT), terminal.isLent {
                // ^C reached it alone, and was meant for both.
                kill(getpid(), SIGINT)
                throw .interrupted(SIGINT)
            }
            guard printed.content.count <= limit else { throw .tooMuch(limit) }
            switch end {
            case .killed(let signal): throw .signal(signal)
            case .exited(let status) where status != 0:
                throw .status(status, said: printed.content.isEmpty ? sentence(said.content) : nil)
            case .exited, .untold, nil: return .success(printed.content)
            }
        } catch {
            return .failure(error)
        }
    }

    private static func start(
        _ words: [String], _ environment: [String: String], _ printed: OutputPipe, _ said: OutputPipe
    ) throws(Fault) -> ProcessGroup {
        do throws(ProcessGroup.Refusal) {
            let group = try ProcessGroup(words, environment: environment, output: printed.input, errors: said.input)
            printed.closeInput()
            said.closeInput()
            return group
        } catch {
            throw .cannotStart(error.code)
        }
    }

    /// What a program said, in one line, and without what could act on a terminal.
    private static func sentence(_ data: Data) -> String {
        let scalars = String(decoding: data, as: UTF8.self).unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: " "
            default: scalar
            }
        }
        return String(String.UnicodeScalarView(scalars)).split(separator: " ").joined(separator: " ")
    }
}
