public import Licensing

extension Inventory {
    /// A name and a value that a vendor notes of a product or a license.
    public struct CustomField: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A product: how its licenses are opened, and how long a seat outlives the last contact.
    public struct Product: Hashable, Sendable {
        /// Whether the vendor still offers it.
        public enum State: String, Hashable, Sendable, CaseIterable, Codable {
            case active
            /// Every call about it is refused with `archived_product`.
            case archived
            /// Every call about it is refused with `disabled_product`.
            case disabled
        }

        public var id: Int64
        /// The short code; case matters.
        public var code: String
        public var name: String
        public var signIn: Licensing.Product.SignIn
        /// Minutes without contact after which a seat that is not borrowed is freed.
        public var floatingTimeoutMinutes: Int
        /// Whether it is still offered.
        public var state = State.active
        /// Whether an activation from a virtual machine (`is_vm`) is refused.
        public var preventsVirtualMachines = false
        /// What `product_details` says of the newest version, where it is asked for.
        public var latestVersion: String?
        /// What the vendor noted of the product, where `product_details` is asked for it.
        public var customFields: [CustomField] = []
        /// For demonstrations: every call about the product is refused with this code.
        public var refusesWith: ProblemCode?
        /// For demonstrations: a borrow takes effect, and then this goes wrong.
        public var faultAfterBorrow: Faults.Fault?

        public init(
            id: Int64, code: String, name: String, signIn: Licensing.Product.SignIn = .licenseKey,
            floatingTimeoutMinutes: Int = 120, refusesWith: ProblemCode? = nil, faultAfterBorrow: Faults.Fault? = nil
        ) {
            self.id = id
            self.code = code
            self.name = name
            self.signIn = signIn
            self.floatingTimeoutMinutes = floatingTimeoutMinutes
            self.refusesWith = refusesWith
            self.faultAfterBorrow = faultAfterBorrow
        }
    }
}
