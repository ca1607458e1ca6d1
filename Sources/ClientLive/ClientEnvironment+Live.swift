public import ClientCore
public import FoundationEssentials
public import Ledger
public import LicenseAPI
internal import Licensing

extension ClientEnvironment {
    /// The world as it is: a License API, a ledger on disk, this host's clock.
    ///
    /// - Parameters:
    ///   - secrets: reads a license key again where a borrow says that it came from a variable or a file.
    public static func live(
        service: any LicenseService, ledger: Ledger, secrets: SecretReader,
        now: @escaping @Sendable () -> Date = { Date() }
    ) -> ClientEnvironment {
        let identifier = LicenseIdentifier(ledger: ledger, secrets: secrets, now: now)
        return ClientEnvironment(
            now: now,
            loadLedger: { () async throws(Problem) in
                let borrows = try await ledger.borrows()
                let interrupted = borrows.filter { !$0.operation.phase.isSettled && !$0.operation.performedBy.isAlive }
                return Client.LoadedLedger(borrows: borrows, interrupted: Set(interrupted.map(\.id)))
            },
            ledgerChanges: { ledger.changes() },
            record: { (entry) async throws(Problem) in try await ledger.record(entry) },
            identify: { (subject) async throws(Problem) in try identifier.identify(subject) },
            borrow: { (request) async throws(ServiceFailure) in try await service.borrow(request) },
            release: { (target) async throws(ServiceFailure) in try await service.release(target) },
            check: { (target) async throws(ServiceFailure) in try await service.check(target) },
            lookUp: { (lookup) async throws(ServiceFailure) in
                switch lookup {
                case .product(let code): .product(try await service.productDetails(code))
                case .licenses(let product, let credentials):
                    .licenses(try await service.userLicenses(product: product, credentials: credentials))
                case .activation(let request): .license(try await service.activate(request))
                case .check(let target): .license(try await service.check(target))
                }
            })
    }
}
