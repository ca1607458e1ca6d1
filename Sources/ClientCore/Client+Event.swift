public import FoundationEssentials
public import Licensing

extension Client {
    /// What may happen to the client. `at` is the time that this host's clock read then.
    public enum Event: Hashable, Sendable {
        /// The program began.
        case started
        /// Another process wrote to the ledger.
        case ledgerChanged
        /// The ledger was read, or could not be.
        case ledgerLoaded(Result<LoadedLedger, Problem>, at: Date)

        /// The operator asked for a borrow, or for a new end of one that is held.
        case borrowSubmitted(BorrowRequest, source: SecretSource, ifInDoubt: InDoubt, at: Date)
        /// The operator wants the borrow although an earlier one is in doubt; by the ``Question``'s id.
        case questionConfirmed(OperationID, at: Date)
        /// The operator does not want it then. Nothing was written or sent.
        case questionDeclined(OperationID)
        /// The operator asked to give a borrow back; `key` where the license key had to be typed again.
        case returnRequested(OperationID, key: Secret?, at: Date)
        /// The operator asked to look whether a borrow is there, and knows that the look takes a seat; `key` as above.
        case checkRequested(OperationID, key: Secret?, at: Date)
        /// It is known which license an operation is about, and how to name it to the server.
        case identified(OperationID, Result<Identified, Problem>, at: Date)
        /// A step of an operation is on disk, or could not be written.
        case recorded(OperationID, Result<Written, Problem>, at: Date)
        /// The server answered a borrow, or something prevented that.
        case borrowFinished(OperationID, Result<Answer<BorrowGrant>, ServiceFailure>, at: Date)
        /// The server answered a release, or something prevented that.
        case releaseFinished(OperationID, Result<Answer<String>, ServiceFailure>, at: Date)
        /// The server answered a look at a borrow, or something prevented that.
        case checkFinished(OperationID, Result<Answer<License>, ServiceFailure>, at: Date)
        /// The operator does not want to wait for the answer any longer.
        case cancelRequested(OperationID)

        /// The operator took note of an unknown outcome, with a reason.
        case noted(OperationID, reason: String, at: Date)
        /// The operator took an ended borrow off the list.
        case forgotten(OperationID, at: Date)
        /// What a `keep` was to write is on disk, or could not be written.
        case kept(Borrow, Result<Written, Problem>)

        /// Something is wanted from the server that borrows nothing.
        case lookupRequested(Lookup)
        /// The server answered that, or something prevented it.
        case lookupFinished(Lookup, Result<Found, ServiceFailure>)

        /// The operator closed the newest problem.
        case problemDismissed
    }

    /// The ledger as it was found at the start.
    public struct LoadedLedger: Hashable, Sendable {
        /// All borrows that are not forgotten.
        public var borrows: [Borrow]
        /// Those of them whose operation was under way in a process that has ended.
        public var interrupted: Set<OperationID>

        public init(borrows: [Borrow], interrupted: Set<OperationID> = []) {
            self.borrows = borrows
            self.interrupted = interrupted
        }
    }

    /// Which license an operation is about.
    public struct Identified: Hashable, Sendable {
        /// For the ledger and the screen.
        public var reference: LicenseReference
        /// For a release; nil for single sign-on, which a release cannot use.
        public var identification: LicenseIdentification?

        public init(reference: LicenseReference, identification: LicenseIdentification?) {
            self.reference = reference
            self.identification = identification
        }
    }

    /// That something is on disk.
    public struct Written: Hashable, Sendable {
        public init() {}
    }

    /// A call that borrows nothing.
    public enum Lookup: Hashable, Sendable {
        /// Describes a product.
        case product(String)
        /// Lists a user's licenses for a product.
        case licenses(product: String, credentials: Credentials)
        /// Binds a device to a license.
        case activation(ActivationRequest)
        /// Looks at a license's seats, **and takes one** for the device.
        case check(LicenseTarget)
    }

    /// What a ``Lookup`` brought.
    public enum Found: Hashable, Sendable {
        case product(Answer<Product>)
        case licenses(Answer<[License]>)
        case license(Answer<License>)
    }
}
