import Foundation
import TestKit

/// How a program ended, and what it said.
struct Ended: Sendable, CustomStringConvertible {
    /// The exit status; for a program that a signal ended, 128 and the signal's number.
    var status: Int32
    var output: String
    var errors: String

    var description: String { "status \(status)\n--- output\n\(output)--- errors\n\(errors)" }
    /// The errors with their lines joined.
    var unwrapped: String { errors.split { $0.isWhitespace }.joined(separator: " ") }
    /// Output and errors together, for what must stand in neither.
    var everything: String { output + errors }
}

/// A program without a terminal: nothing on standard input unless a test says what, output and errors to files.
final class RunningProgram: Sendable {
    private let process: ChildProcess
    private let outputPath: String
    private let errorsPath: String
    /// What the program under test was asked for, where its output is read here.
    private let checked: [String]?

    let id: pid_t

    /// - Parameters:
    ///   - scratch: where its output is kept.
    ///   - output: where its output goes instead.
    ///   - input: the path of what it reads from.
    init(
        _ path: String, _ arguments: [String], environment: [String: String], scratch: Home, output: String? = nil,
        input: String = "/dev/null"
    ) throws {
        let name = "output-" + UUID().uuidString.prefix(8)
        outputPath = try output ?? scratch.write("", to: "scratch/\(name).out")
        errorsPath = try scratch.write("", to: "scratch/\(name).err")
        checked = path == BerthProgram.path && output == nil ? arguments : nil
        process = try ChildProcess(
            path, arguments, environment: environment, input: input, output: outputPath, errors: errorsPath)
        id = process.id
    }

    var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }
    var errors: String { (try? String(contentsOfFile: errorsPath, encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) { process.signal(number) }

    /// Waits for its end, once. What it has printed as JSON is as its schema says.
    func ended() async throws -> Ended {
        let ended = Ended(status: try await process.end(), output: output, errors: errors)
        if let checked { try Schemas.check(ended.output, of: checked) }
        return ended
    }
}
