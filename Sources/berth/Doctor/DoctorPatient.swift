internal import ClientLive
internal import Foundation
internal import LicenseAPI
internal import Licensing

/// What the doctor looks at: what several checks need is found once.
struct DoctorPatient: Sendable {
    let connection: ConnectionOptions
    /// The settings without the secrets, so that one that is missing leaves the others to be looked at.
    let settings: Result<BerthConfiguration, Problem>
    /// The settings with the secrets that open the server.
    let configuration: Result<BerthConfiguration, Problem>
    /// The server, without credentials for it.
    let service: Result<HTTPLicenseService, Problem>
    /// Whether it answers like the License API, and how far its clock is ahead of this host's.
    private let reaching: Task<Result<TimeInterval?, Problem>, Never>

    /// Reads the configuration and its secrets, which may run commands, and begins to ask the server.
    init(_ connection: ConnectionOptions) async {
        self.connection = connection
        (settings, configuration) = await Aside.run {
            (
                Result { () throws(Problem) in try connection.load(readsSecrets: false) },
                Result { () throws(Problem) in try connection.load() }
            )
        }
        let checks = settings.map { ServerChecks($0) }
        let service = checks.flatMap { checks in Result { () throws(Problem) in try checks.anonymousService() } }
        self.service = service
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
}

/// Work that blocks its thread, away from those that everything else runs on.
enum Aside {
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }
}
