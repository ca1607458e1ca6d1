import Foundation
import TestKit

/// A program that a test runs.
struct Command: Sendable {
    typealias Outcome = ChildProcess.Outcome

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

    /// Runs it to its end.
    func run() async throws -> Outcome { try await ChildProcess.run(path, arguments, environment: environment) }
}
