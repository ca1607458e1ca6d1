/// A ``Sandbox`` that serves.
public struct RunningSandbox: Sendable {
    /// The port that it listens on.
    public let port: Int
    /// The base address for clients, for example `http://127.0.0.1:8181`.
    public let url: String
    /// The key to verify its responses with, as PEM.
    public let publicKeyPEM: String

    private let backend: Backend
    private let connectionCount: ConnectionCount
    private let task: Task<Void, Never>

    init(
        host: String, port: Int, publicKeyPEM: String, backend: Backend, connectionCount: ConnectionCount,
        task: Task<Void, Never>
    ) {
        self.port = port
        self.publicKeyPEM = publicKeyPEM
        self.backend = backend
        self.connectionCount = connectionCount
        self.task = task
        url = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// The faults as they stand: each rule counts the calls that it is left for.
    public var faults: Faults { get async { await backend.faults } }

    /// How many connections there are.
    public var connections: Int { connectionCount.value }

    /// How many connections there were at most.
    var connectionPeak: Int { connectionCount.peak }

    /// Forgets the faults that are left, and goes on with these.
    public func replaceFaults(_ faults: Faults) async { await backend.replaceFaults(faults) }

    /// Breaks all connections and stops; returns once the port is free.
    public func stop() async {
        task.cancel()
        await task.value
        await backend.close()
    }

    /// Returns when it has stopped, whoever stopped it. Cancelling the wait does not stop it.
    public func waitUntilStopped() async { await task.value }
}
