public import ClientCore
public import FoundationEssentials
public import Ledger
public import LicenseAPI
internal import Licensing

extension ClientEnvironment {
    /// The world as it is: a License API, a ledger, this host's clock.
    ///
    /// - Parameters:
    ///   - service: what calls are sent by.
    ///   - ledger: what remembers them.
    ///   - secrets: reads a license key again where a borrow says that it came from a variable or a file.
    ///   - now: this host's clock.
    public static func live(
        service: any LicenseService, ledger: any LedgerStore, secrets: SecretReader,
        now: @escaping @Sendable () -> Date = { Date() }
    ) -> ClientEnvironment {
        let identifier = LicenseIdentifier(ledger: ledger, secrets: secrets, now: now)
        return ClientEnvironment(
            now: now, ledger: ledger,
            identify: { (subject) async throws(Problem) in try await identifier.identify(subject) },
            send: { (call) async throws(ServiceFailure) in
                switch call {
                case .borrow(let request): .borrow(try await service.borrow(request))
                case .release(let target): .release(try await service.release(target))
                case .check(let target) where target.feature != nil: .feature(try await service.checkFeature(target))
                case .check(let target): .license(try await service.check(target))
                case .activate(let request): .license(try await service.activate(request))
                case .deactivate(let target): .deactivation(try await service.deactivate(target))
                }
            },
            query: { (query) async throws(ServiceFailure) in
                switch query {
                case .product(let code): .product(try await service.productDetails(code))
                case .licenses(let product, let credentials):
                    .licenses(try await service.userLicenses(product: product, credentials: credentials))
                }
            }, verify: { service.verification(of: $0) })
    }

    /// A world without a server: for what concerns the ledger alone, such as a note.
    public static func offline(
        ledger: any LedgerStore, now: @escaping @Sendable () -> Date = { Date() }
    ) -> ClientEnvironment {
        @Sendable func problem() -> Problem {
            Problem(.configMissing, message: "There is no server to ask.", time: now(), effect: .none)
        }
        return ClientEnvironment(
            now: now, ledger: ledger, identify: { (_) async throws(Problem) in throw problem() },
            send: { (_) async throws(ServiceFailure) in throw ServiceFailure(problem()) },
            query: { (_) async throws(ServiceFailure) in throw ServiceFailure(problem()) })
    }
}
