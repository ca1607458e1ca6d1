internal import ClientLive
internal import Foundation
internal import LicenseAPI
internal import Licensing
internal import Logging

/// Asks for a user's licenses, which changes nothing at the server and concerns no ledger.
struct Inquiry {
    let product: String
    let credentials: Credentials

    /// What came of it.
    enum Result {
        case licenses([License])
        /// What would have been asked, where that is all that was wanted.
        case rehearsed(DryRun)
    }

    /// Whose licenses they are, without anything secret.
    var user: String {
        switch credentials {
        case .licenseKey(let key): "…" + key.lastFour
        case .user(let name, _): name
        case .singleSignOn(let signOn): signOn.customerAccountCode
        }
    }

    /// That there is none, in a sentence.
    var noLicense: String { "\(user) has no license of \(product)." }

    /// Asks the server that a configuration names.
    func ask(_ configuration: BerthConfiguration, _ sending: SendingOptions) async throws -> Result {
        var service = try HTTPLicenseService(
            .init(configuration, version: BerthVersion.number, environment: .current),
            logger: .configured(configuration, isRehearsed: sending.dryRun))
        let requests = RequestsHeard()
        if sending.dryRun { service = service.rehearsing { await requests.take($0) } }
        let (asked, product, credentials) = (service, product, credentials)
        let asking = Task { try await asked.userLicenses(product: product, credentials: credentials).value }
        if sending.timeout?.isOver == true { asking.cancel() }
        let alarm = sending.timeout?.then { asking.cancel() }
        defer { alarm?.cancel() }
        do {
            return try await Progress.of("asking for the licenses", isShown: !sending.quiet) { _ in
                .licenses(try await asking.value)
            }
        } catch let failure as ServiceFailure {
            let rehearsed = await requests.all
            guard rehearsed.isEmpty else { return .rehearsed(DryRun(requests: rehearsed)) }
            var told = CommandFailure(failure.problem, isTimedOut: failure.problem.code == .transportCancelled)
            told.requestID = failure.exchange?.requestID
            throw told
        }
    }
}
