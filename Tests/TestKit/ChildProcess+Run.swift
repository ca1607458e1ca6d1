public import Foundation

extension ChildProcess {
    /// What came of a program.
    public struct Outcome: Sendable {
        /// As a shell would say it: above 128 for one that a signal has ended.
        public var status: Int32
        public var output: String
        public var errors: String
    }

    /// Runs a program to its end, with nothing to read; no thread of the pool waits for it.
    ///
    /// What it prints goes to files, which never fill up and block it as a pipe would.
    public static func run(
        _ path: String, _ arguments: [String] = [], environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (output, errors) = (folder.appending(path: "output"), folder.appending(path: "errors"))
        for file in [output, errors] { try Data().write(to: file) }
        let process = try ChildProcess(
            path, arguments, environment: environment, output: output.path, errors: errors.path)
        let status = try await process.end()
        return Outcome(status: status, output: try text(of: output), errors: try text(of: errors))
    }

    private static func text(of file: URL) throws -> String {
        String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
}
