import Foundation
import Glibc

/// How a program ended, and what it said.
struct Ended: Sendable, CustomStringConvertible {
    /// The exit status; for a program that a signal ended, 128 and the signal's number.
    var status: Int32
    var output: String
    var errors: String

    var description: String { "status \(status)\n--- output\n\(output)--- errors\n\(errors)" }
    /// Output and errors together, for what must stand in neither.
    var everything: String { output + errors }
}

/// A program without a terminal: nothing on standard input, output and errors to files.
final class RunningProgram: Sendable {
    let id: pid_t
    private let outputPath: String
    private let errorsPath: String
    private let endings: AsyncStream<Int32>

    /// - Parameter scratch: where its output is kept.
    init(_ path: String, _ arguments: [String], environment: [String: String], scratch: Home) throws {
        let name = "output-" + UUID().uuidString.prefix(8)
        outputPath = try scratch.write("", to: "scratch/\(name).out")
        errorsPath = try scratch.write("", to: "scratch/\(name).err")
        let id = try spawn(path, arguments, environment: environment, output: outputPath, errors: errorsPath)
        let (endings, ending) = AsyncStream.makeStream(of: Int32.self)
        self.id = id
        self.endings = endings
        Thread.detachNewThread {
            ending.yield(waitForEnd(of: id))
            ending.finish()
        }
    }

    var output: String { (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? "" }
    var errors: String { (try? String(contentsOfFile: errorsPath, encoding: .utf8)) ?? "" }

    func signal(_ number: Int32) { kill(id, number) }

    /// Waits for its end, once; a test that is out of time ends it.
    func ended() async throws -> Ended {
        var status: Int32?
        for await ending in endings { status = ending }
        guard let status else {
            signal(SIGKILL)
            throw CancellationError()
        }
        return Ended(status: status, output: output, errors: errors)
    }
}
