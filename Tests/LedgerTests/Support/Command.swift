import Foundation

/// A program that a test runs, and what came of it.
struct Command: Sendable {
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    var path: String
    var arguments: [String] = []
    var environment: [String: String] = [:]

    /// A program that was built beside the tests.
    static func built(_ name: String, _ arguments: [String] = []) -> Command {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let path = URL(filePath: own).deletingLastPathComponent().appending(path: name).path
        return Command(path: path, arguments: arguments)
    }

    /// `berth`, with an environment that holds no configuration.
    static func berth(_ arguments: [String], home: String, environment: [String: String] = [:]) -> Command {
        var command = built("berth", arguments)
        command.environment = ["HOME": home, "LOGNAME": "ana", "TZ": "UTC"].merging(environment) { $1 }
        return command
    }

    /// A program of the system by name; nil where it is not installed.
    static func system(_ name: String, _ arguments: [String]) -> Command? {
        let path = ["/usr/bin/", "/bin/", "/usr/sbin/", "/sbin/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        return path.map { Command(path: $0, arguments: arguments) }
    }

    /// The same command, run by another user who has the groups and no privileges; nil without `setpriv`.
    func run(byUser user: UInt32, group: UInt32, groups: [UInt32]) -> Command? {
        let all = Set(groups + [group]).map(String.init).joined(separator: ",")
        return Command.system("setpriv", ["--reuid=\(user)", "--regid=\(group)", "--groups=\(all)", path] + arguments)
            .map { Command(path: $0.path, arguments: $0.arguments, environment: environment) }
    }

    /// Runs it to its end. Nothing here blocks a thread, of which the tests share only as many as there are processors.
    func run() async throws -> Outcome {
        let directory = try TemporaryDirectory()
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try directory.newFile("output")
        process.standardError = try directory.newFile("errors")
        let ending = try process.start()
        for await _ in ending {}
        return Outcome(
            status: process.terminationStatus, output: try directory.text(of: "output"),
            errors: try directory.text(of: "errors"))
    }
}

extension Process {
    /// Starts it.
    ///
    /// - Returns: A stream that ends when the process does.
    func start() throws -> AsyncStream<Void> {
        let (ending, end) = AsyncStream.makeStream(of: Void.self)
        terminationHandler = { _ in end.finish() }
        try run()
        return ending
    }
}

extension TemporaryDirectory {
    fileprivate func newFile(_ name: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: file(name), contents: nil)
        return try FileHandle(forWritingTo: URL(filePath: file(name)))
    }

    fileprivate func text(of name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: file(name))), as: UTF8.self)
    }
}
