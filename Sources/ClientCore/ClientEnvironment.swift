public import FoundationEssentials
public import Ledger
public import Licensing

/// All that a client needs of the world, as values that a test replaces.
public struct ClientEnvironment: Sendable {
    /// This host's clock.
    public var now: @Sendable () -> Date
    /// The memory of borrows.
    public var ledger: any LedgerStore
    /// Says which license is meant and how to name it; reads the key again where the borrow says where it came from.
    public var identify: @Sendable (Client.Subject) async throws(Problem) -> Client.Identified
    /// Sends what may change something at the server.
    public var send: @Sendable (Client.Call) async throws(ServiceFailure) -> Client.CallResponse
    /// Asks the server something that changes nothing there.
    public var query: @Sendable (Client.Query) async throws(ServiceFailure) -> Client.QueryResponse
    /// Whether a receipt is valid by the key that responses are verified with; nil where nobody verifies any.
    public var verify: @Sendable (Receipt) -> ReceiptVerification?
    /// Waits for so many seconds, or until its task is cancelled.
    public var sleep: @Sendable (Int) async -> Void

    public init(
        now: @escaping @Sendable () -> Date, ledger: any LedgerStore,
        identify: @escaping @Sendable (Client.Subject) async throws(Problem) -> Client.Identified,
        send: @escaping @Sendable (Client.Call) async throws(ServiceFailure) -> Client.CallResponse,
        query: @escaping @Sendable (Client.Query) async throws(ServiceFailure) -> Client.QueryResponse,
        verify: @escaping @Sendable (Receipt) -> ReceiptVerification? = { _ in nil },
        sleep: @escaping @Sendable (Int) async -> Void = { try? await Task.sleep(for: .seconds($0)) }
    ) {
        self.now = now
        self.ledger = ledger
        self.identify = identify
        self.send = send
        self.query = query
        self.verify = verify
        self.sleep = sleep
    }
}
