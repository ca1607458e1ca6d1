internal import Files
internal import FoundationEssentials
internal import Glibc
internal import Hummingbird
internal import HummingbirdCore
public import Licensing
public import Logging
internal import NIOCore

/// A License API on this host, for demonstrations, for tests and for other clients.
///
/// It speaks the protocol of the reference and knows only what its ``Inventory`` says. Where the reference is silent or
/// only infers, its ``Choices`` say what it does.
public struct Sandbox: Sendable {
    private let state: ServiceState
    private let clock: any SandboxClock
    private let file: StateFile?
    private let lock: FileLock?
    private let faults: Faults
    private let limits: Limits

    /// - Parameters:
    ///   - inventory: the licenses, and who may ask for them.
    ///   - choices: what is done where the reference is silent.
    ///   - clock: what time it is.
    ///   - key: signs the responses.
    ///   - state: where to keep seats and activations between runs; nil to forget them.
    ///   - faults: what goes wrong on purpose.
    ///   - limits: how much of this host it takes at most.
    ///
    /// One sandbox has the kept state at a time, until it is stopped. Throws a problem that names the path where the
    /// state cannot be used.
    public init(
        inventory: Inventory = .demo, choices: Choices = Choices(), clock: any SandboxClock = .system,
        key: SigningKey, state: StateFile? = nil, faults: Faults = Faults(), limits: Limits = Limits()
    ) throws(Problem) {
        lock = try state?.lock()
        self.state = ServiceState(inventory: inventory, choices: choices, key: key, book: try state?.load())
        self.clock = clock
        self.file = state
        self.faults = faults
        self.limits = limits
    }

    /// A sandbox as a scenario says it. Its clock starts now.
    ///
    /// Throws a problem that names the path where the kept state cannot be used.
    public init(scenario: Scenario, key: SigningKey, state: StateFile? = nil) throws(Problem) {
        try self.init(
            inventory: scenario.inventory, choices: scenario.choices, clock: scenario.clock.clock, key: key,
            state: state, faults: scenario.faults)
    }

    /// Starts to serve, and returns once it listens. It serves until ``RunningSandbox/stop()``.
    ///
    /// - Parameters:
    ///   - host: `127.0.0.1`, `::1` or `localhost`.
    ///   - port: 0 for any that is free.
    ///   - allowsOtherHosts: whether `host` may be an address that other hosts can reach.
    ///   - logger: is told what the server has to say of itself.
    ///
    /// Throws `sandbox_port_taken` where the port is in use, and `config_invalid` where it cannot be had at all.
    public func start(
        host: String = "127.0.0.1", port: Int = 0, allowsOtherHosts: Bool = false, logger: Logger
    ) async throws(Problem) -> RunningSandbox {
        guard allowsOtherHosts || Self.isLoopback(host) else {
            let message = "The sandbox listens on this host only, not on \(host), unless other hosts are allowed."
            throw Self.problem(.inputInvalid, message, name: "host")
        }
        guard (0...65535).contains(port) else {
            throw Self.problem(.inputInvalid, "\(port) is not a port: it must be 0 to 65535.", name: "port")
        }
        let backend = Backend(state: state, faults: faults, file: file, lock: lock)
        let responder = Responder(backend: backend, key: state.key, clock: clock, bodyLimit: limits.bodyBytes)
        let connections = ConnectionCount()
        let (bound, report) = AsyncStream.makeStream(of: Result<Int, any Error>.self)
        let server = Server(
            childChannelSetup: GuardedChannel(
                channel: HTTP1Channel(
                    responder: { request, writer, channel in
                        try await responder.respond(to: request, writer: writer, channel: channel)
                    }, configuration: limits.channel)),
            configuration: ServerConfiguration(
                address: .hostname(host, port: port),
                availableConnectionsDelegate: CountedConnections(limit: limits.connections, count: connections)),
            onServerRunning: { channel in report.yield(.success(channel.localAddress?.port ?? port)) },
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup,
            logger: logger)
        let task = Task {
            do { try await server.run() } catch { report.yield(.failure(error)) }
            report.finish()
        }
        for await result in bound {
            switch result {
            case .success(let port):
                return RunningSandbox(
                    host: host, port: port, publicKeyPEM: state.key.publicKeyPEM, backend: backend,
                    connectionCount: connections, task: task)
            case .failure(let error):
                throw Self.cannotListen(error, host: host, port: port)
            }
        }
        task.cancel()
        throw Self.problem(.configInvalid, "The sandbox stopped before it had started.", name: "port")
    }

    /// Whether an address is this host's alone, so that no other can reach a sandbox there.
    public static func isLoopback(_ host: String) -> Bool { ["127.0.0.1", "::1", "localhost"].contains(host) }

    private static func cannotListen(_ error: any Error, host: String, port: Int) -> Problem {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE:
            return problem(.sandboxPortTaken, "Port \(port) of \(host) is in use by another program.", name: "port")
        case EACCES:
            return problem(
                .inputInvalid, "Port \(port) may not be used: ports below 1024 are for the administrator.",
                name: "port")
        default:
            return problem(.inputInvalid, "The sandbox cannot listen on \(host), port \(port): \(error)", name: "host")
        }
    }

    private static func problem(_ code: ProblemCode, _ message: String, name: String) -> Problem {
        return Problem(code, message: message, time: Date(), facts: ProblemFacts(name: name))
    }
}

extension Limits {
    /// The same in the server's terms.
    fileprivate var channel: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [InputClosureHandler(), MalformedRequestHandler()],
            idleTimeout: .seconds(Int64(idleSeconds)),
            httpDecoderConfiguration: .init(maxHeaderFieldSize: headerBytes, maxHeaderListSize: headerBytes))
    }
}
