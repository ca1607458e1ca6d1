internal import Foundation

/// A PostgreSQL server of the tests' own, in a temporary directory: on a socket there alone, with nobody's data.
///
/// It ends, and its directory goes, with the last reference or with the test run, however that ends: a shell beside it waits for the
/// end of a pipe that the run holds.
public final class PostgresCluster: Sendable {
    /// What the server's programs said as they failed.
    public struct Failed: Error, CustomStringConvertible {
        public var description: String
    }

    /// Where the server's programs are, the newest first; nil where it is not installed.
    public static let programs: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let folders = versions.compactMap { Int($0) }.sorted(by: >).map { "\(root)/\($0)/bin" }
        return folders.first { folder in
            ["initdb", "pg_ctl", "psql"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
        }
    }()

    /// The directory of its socket.
    public let folder: String
    public static let port = 54_329
    private var data: String { folder + "/data" }
    /// Closed by whatever ends this process, too.
    private let life: FileHandle

    /// The one that tests share which do not end it.
    public static func shared() async throws -> PostgresCluster { try await SharedCluster.only.get() }

    /// Makes one, and starts it.
    ///
    /// - Parameters:
    ///   - settings: more lines of its configuration.
    ///   - primary: the server that it is a standby of; nil where it stands alone.
    public init(settings: [String] = [], standbyOf primary: PostgresCluster? = nil) async throws {
        // Short, because a path to a socket in it has to stay below 108 bytes.
        folder = "/tmp/berth-pg-" + UUID().uuidString.prefix(8).lowercased()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        guard mkfifo(folder + "/life", 0o600) == 0 else { throw Failed(description: "no pipe: \(errno)") }
        let descriptor = open(folder + "/life", O_RDWR | O_CLOEXEC)
        life = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        _ = try ChildProcess(
            "/bin/sh", ["-c", Self.undertaker, folder], environment: ["PATH": "/usr/bin:/bin"],
            input: folder + "/life", in: .session)
        if geteuid() == 0, let nobody = getpwnam("nobody") {
            chown(folder, nobody.pointee.pw_uid, nobody.pointee.pw_gid)
        }
        if let primary {
            try await run(
                "pg_basebackup",
                [
                    "-h", primary.folder, "-p", "\(Self.port)", "-U", "postgres", "-D", data, "-R", "-c", "fast",
                    "--no-sync",
                ])
        } else {
            try await run(
                "initdb",
                ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])
        }
        try await configure(
            [
                "listen_addresses = ''", "unix_socket_directories = '\(folder)'", "port = \(Self.port)", "fsync = on",
                "shared_buffers = 16MB", "max_connections = 60",
            ] + settings)
        try await start()
    }

    /// Waits for the end of the pipe, ends the server, and removes all.
    private static let undertaker = """
        cat >/dev/null
        if pid=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null); then
            kill -INT "$pid"
            while kill -0 "$pid"; do sleep 0.1; done
        fi
        rm -rf "$0"
        """

    // MARK: The server

    /// Adds lines to its configuration, which hold from its next start.
    public func configure(_ lines: [String]) async throws {
        try await shell("cat >>\"$1\"", ["\(data)/postgresql.conf"], input: lines.joined(separator: "\n") + "\n")
    }

    /// Starts it. One whose last processes are still going is waited for.
    public func start() async throws {
        try await eventually("the server") {
            try? await self.run("pg_ctl", ["-D", self.data, "-l", self.folder + "/log", "-w", "start"])
        } last: {
            (try? String(contentsOfFile: self.folder + "/log", encoding: .utf8)) ?? ""
        }
    }

    /// Ends it in order.
    public func stop() async throws { try await run("pg_ctl", ["-D", data, "-w", "-m", "fast", "stop"]) }

    /// Kills it, as a power cut would.
    public func kill() throws {
        let text = try String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)
        guard let id = text.split(separator: "\n").first.flatMap({ pid_t($0) }) else {
            throw Failed(description: "no server to kill")
        }
        Foundation.kill(id, SIGKILL)
    }

    /// Makes it a standby from its next start on, of a server that is nowhere.
    public func becomeStandby() async throws { try await shell(": >\"$1\"", ["\(data)/standby.signal"]) }

    /// Makes a standby the primary server.
    public func promote() async throws { try await run("pg_ctl", ["-D", data, "-w", "promote"]) }

    // MARK: Databases

    /// Carries out statements as the superuser, and returns what they print.
    @discardableResult
    public func sql(_ statements: String, in database: String = "postgres") async throws -> String {
        try await run(
            "psql",
            ["-h", folder, "-p", "\(Self.port)", "-U", "postgres", "-d", database, "-AtqX", "-v", "ON_ERROR_STOP=1"],
            input: statements)
    }

    /// Makes an empty database, and returns its name.
    public func newDatabase() async throws -> String {
        let name = "ledger_" + UUID().uuidString.prefix(8).lowercased()
        try await sql("CREATE DATABASE \(name) TEMPLATE template0 ENCODING 'UTF8'")
        return name
    }

    /// The address of a database for a user.
    ///
    /// - Parameter folder: where another socket is than the server's own.
    public func address(of database: String, user: String = "postgres", at folder: String? = nil) -> String {
        "postgresql://\(user)@/\(database)?host=\(folder ?? self.folder)&port=\(Self.port)"
    }

    // MARK: Programs

    @discardableResult
    private func run(_ program: String, _ arguments: [String], input: String = "") async throws -> String {
        guard let programs = Self.programs else { throw Failed(description: "PostgreSQL is not installed") }
        return try await shell(
            "cd / && exec \(geteuid() == 0 ? "setpriv --reuid=nobody --regid=nogroup --clear-groups " : "")\"$@\"",
            ["\(programs)/\(program)"] + arguments, input: input)
    }

    @discardableResult
    func shell(_ script: String, _ arguments: [String], input: String = "") async throws -> String {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "berth-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        for (name, text) in [("in", input), ("out", ""), ("err", "")] {
            try Data(text.utf8).write(to: URL(filePath: "\(scratch)/\(name)"))
        }
        let process = try ChildProcess(
            "/bin/sh", ["-c", script, "sh"] + arguments,
            environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder], input: scratch + "/in",
            output: scratch + "/out", errors: scratch + "/err")
        let status = try await process.end()
        let output = try String(contentsOfFile: scratch + "/out", encoding: .utf8)
        guard status == 0 else {
            let errors = try String(contentsOfFile: scratch + "/err", encoding: .utf8)
            throw Failed(description: "\(arguments.first ?? script): \(status)\n\(errors)\(output)")
        }
        return output
    }
}

/// Makes the shared server once, for whoever asks first.
private actor SharedCluster {
    static let only = SharedCluster()
    private var making: Task<PostgresCluster, any Error>?

    func get() async throws -> PostgresCluster {
        let task = making ?? Task { try await PostgresCluster() }
        making = task
        return try await task.value
    }
}
