import Foundation

/// The home directory of one test: settings, ledger and seats that belong to it alone, removed with the last reference.
final class Home: Sendable {
    let path: String

    init() throws {
        // Short, because a path to a socket in it has to stay below 108 bytes.
        let name = "berth-" + UUID().uuidString.prefix(8).lowercased()
        path = FileManager.default.temporaryDirectory.appending(path: name).path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file that only its owner may read, unless another mode is asked for. Returns its path.
    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let path = file(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }

    /// Every file below it, with its bytes as text.
    func contents() -> [String: String] {
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return names.reduce(into: [:]) { result, name in
            guard let data = FileManager.default.contents(atPath: file(name)) else { return }
            result[name] = String(decoding: data, as: UTF8.self)
        }
    }

    /// An environment that knows nothing of the one the tests run in.
    var environment: [String: String] {
        [
            "HOME": path, "XDG_STATE_HOME": file("state"), "XDG_CONFIG_HOME": file("config"), "TZ": "UTC",
            "LANG": "C.UTF-8", "PATH": BerthProgram.folder + ":/usr/local/bin:/usr/bin:/bin", "LOGNAME": "ops",
        ]
    }
}
