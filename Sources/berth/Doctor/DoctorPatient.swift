internal import ClientLive
internal import Foundation
internal import LicenseAPI
internal import Licensing

/// What the doctor looks at: what several checks need is found once.
struct DoctorPatient: Sendable {
    let connection: ConnectionOptions
    /// The settings without the secrets, so that one that is missing leaves the others to be looked at.
    let settings: Result<BerthConfiguration, Problem>
    /// The settings with the secrets that open the server, as far as a request can be made with these.
    let configuration: Result<BerthConfiguration, Problem>
    /// The server, without credentials for it.
    let service: Result<HTTPLicenseService, Problem>
    /// Whether it answers like the License API, and how far its clock is ahead of this host's.
    private let reaching: Task<Result<TimeInterval?, Problem>, Never>
    private let resolving: Task<[String]?, Never>

    /// Reads the configuration and its secrets, which may run commands, and begins to ask the server.
    init(_ connection: ConnectionOptions) async {
        self.connection = connection
        let loaded: Result<BerthConfiguration, Problem>
        (settings, loaded) = await Aside.run {
            (
                Result { () throws(Problem) in try connection.load(readsSecrets: false) },
                Result { () throws(Problem) in try connection.load() }
            )
        }
        let checks = settings.map { ServerChecks($0) }
        let service = checks.flatMap { checks in Result { () throws(Problem) in try checks.anonymousService() } }
        self.service = service
        configuration = loaded.flatMap { configuration in
            // What is wrong without the secrets, too, is not told as theirs.
            guard case .success = service else { return .success(configuration) }
            return Result { () throws(Problem) in
                _ = try HTTPLicenseService.Configuration(
                    configuration, version: BerthVersion.number, environment: .current)
                return configuration
            }
        }
        resolving = Task {
            guard let host = try? service.get().nextHost else { return nil }
            return await within(10) { await Aside.run { AddressBook.addresses(of: host) } }
        }
        reaching = Task {
            do throws(Problem) {
                _ = try service.get()
                return .success(try await checks.get().reach())
            } catch {
                return .failure(error)
            }
        }
    }

    /// What came of asking the server without credentials.
    var reached: Result<TimeInterval?, Problem> { get async { await reaching.value } }

    /// The addresses of the host that connections are made to; nil where the resolver does not answer, or nobody is to be asked.
    var addresses: [String]? { get async { await resolving.value } }

    /// Why nothing that rests on the server can be looked at; nil where it answers like the License API.
    var obstacle: String? {
        get async {
            guard case .success = service else { return nobody }
            guard case .failure(let problem) = await reached else { return nil }
            return problem.status == nil
                ? "The server was not reached." : "What answers at the server's address is no License API."
        }
    }

    /// What is said where the server, or the way to it, cannot be made out.
    var nobody: String {
        if case .failure(let problem) = service, problem.code == .transportProxy { return "The proxy cannot be used." }
        return "The configuration cannot be used."
    }
}

extension HTTPLicenseService {
    /// The host that connections are made to: the proxy in front of the server, where there is one.
    var nextHost: String { if case .proxy(let host, _) = route { host } else { server.host } }
}

/// Work that blocks its thread, away from those that everything else runs on.
enum Aside {
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }
}
