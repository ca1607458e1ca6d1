public import FoundationEssentials
public import Licensing

/// All that a client needs of the world, as values that a test replaces.
public struct ClientEnvironment: Sendable {
    /// This host's clock.
    public var now: @Sendable () -> Date
    /// Reads the ledger.
    public var loadLedger: @Sendable () async throws(Problem) -> Client.LoadedLedger
    /// Tells of each change that another process makes to the ledger; ends when its task is cancelled.
    public var ledgerChanges: @Sendable () -> AsyncStream<Void>
    /// Writes one entry durably.
    public var record: @Sendable (LedgerEntry) async throws(Problem) -> Void
    /// Says which license is meant and how to name it; reads the key again where the borrow says where it came from.
    public var identify: @Sendable (Client.Subject) async throws(Problem) -> Client.Identified
    /// Sends a borrow.
    public var borrow: @Sendable (BorrowRequest) async throws(ServiceFailure) -> Answer<BorrowGrant>
    /// Sends a release.
    public var release: @Sendable (LicenseTarget) async throws(ServiceFailure) -> Answer<String>
    /// Looks at a license, which takes a seat.
    public var check: @Sendable (LicenseTarget) async throws(ServiceFailure) -> Answer<License>
    /// Asks the server something that borrows nothing.
    public var lookUp: @Sendable (Client.Lookup) async throws(ServiceFailure) -> Client.Found

    public init(
        now: @escaping @Sendable () -> Date,
        loadLedger: @escaping @Sendable () async throws(Problem) -> Client.LoadedLedger,
        ledgerChanges: @escaping @Sendable () -> AsyncStream<Void> = { AsyncStream { $0.finish() } },
        record: @escaping @Sendable (LedgerEntry) async throws(Problem) -> Void,
        identify: @escaping @Sendable (Client.Subject) async throws(Problem) -> Client.Identified,
        borrow: @escaping @Sendable (BorrowRequest) async throws(ServiceFailure) -> Answer<BorrowGrant>,
        release: @escaping @Sendable (LicenseTarget) async throws(ServiceFailure) -> Answer<String>,
        check: @escaping @Sendable (LicenseTarget) async throws(ServiceFailure) -> Answer<License>,
        lookUp: @escaping @Sendable (Client.Lookup) async throws(ServiceFailure) -> Client.Found
    ) {
        self.now = now
        self.loadLedger = loadLedger
        self.ledgerChanges = ledgerChanges
        self.record = record
        self.identify = identify
        self.borrow = borrow
        self.release = release
        self.check = check
        self.lookUp = lookUp
    }
}
