import Foundation
import Licensing

@testable import ClientLive

/// A home directory of one test, removed with its last reference.
final class TemporaryHome: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file, with its directories.
    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let file = URL(filePath: file(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        return file.path
    }

    /// Loads the configuration as a process with this home would.
    func load(
        _ environment: [String: String] = [:], configFile: String? = nil, overrides: ConfigurationOverrides = .init()
    ) throws(Problem) -> BerthConfiguration {
        try BerthConfiguration.load(
            configFile: configFile, overrides: overrides, environment: self.environment(environment))
    }

    /// The environment of a process with this home, which it also works in.
    func environment(_ variables: [String: String] = [:]) -> ProcessEnvironment {
        ProcessEnvironment(variables.merging(["HOME": path]) { $1 }, workingDirectory: path)
    }

    static let standardFile = ".config/berth/config.yaml"
}
