public import FoundationEssentials
public import Licensing

extension Inventory {
    /// A license and its terms.
    public struct License: Hashable, Sendable {
        /// Who or what opens a license.
        public enum Holder: Hashable, Sendable {
            case key(Secret)
            /// A license user, by e-mail.
            case user(String)
        }

        /// A device that is activated before the sandbox starts.
        public struct Device: Hashable, Sendable {
            public var hardwareID: String
            /// Whether it keeps in contact all the time, and so never gives its seat back.
            public var holdsSeat: Bool

            public init(_ hardwareID: String, holdsSeat: Bool = false) {
                self.hardwareID = hardwareID
                self.holdsSeat = holdsSeat
            }
        }

        public var id: Int64
        /// The product's short code.
        public var product: String
        public var holder: Holder
        /// The bundle that it belongs to (`bundle_code`): a request that names another does not find it.
        public var bundle: String?
        /// Seats in total (`floating_users`).
        public var seats: Int
        /// The longest borrow, in hours; 0 means that borrowing is not allowed.
        public var maxBorrowHours: Int
        public var canBorrow = true
        /// Seats counted by the cloud: the one kind that can be borrowed.
        public var isFloatingCloud = true
        /// Switched off by the vendor: `license_not_enabled`.
        public var isEnabled = true
        /// Otherwise `license_not_active`. A license that no device is activated on is not active either.
        public var isActive = true
        /// Until here `license_start_date_error`; nil for always.
        public var validFrom: Date?
        /// From here on `license_expired`; nil for never.
        public var validUntil: Date?
        /// How many devices may be activated; nil for any number.
        public var maxActivations: Int?
        /// How many devices its user may activate; nil for any number.
        public var maxActivationsPerUser: Int?
        /// How often a place that a deactivation freed may be filled again; nil for any number.
        public var maxTransfers: Int?
        /// For demonstrations: a device that was never activated counts as activated.
        public var activatesAnyDevice = false
        /// No device is let in: `blacklisted`.
        public var blacklistsEveryDevice = false
        /// Devices activated before the sandbox starts.
        public var devices: [Device] = []
        public var features: [Feature] = []
        /// What the vendor noted of the license.
        public var customFields: [CustomField] = []

        public init(id: Int64, product: String, holder: Holder, seats: Int, maxBorrowHours: Int) {
            self.id = id
            self.product = product
            self.holder = holder
            self.seats = seats
            self.maxBorrowHours = maxBorrowHours
        }

        /// The same license with some terms changed.
        public func with(_ change: (inout License) -> Void) -> License {
            var copy = self
            change(&copy)
            return copy
        }
    }

    /// A part of a product that a license opens, with seats of its own where it floats.
    public struct Feature: Hashable, Sendable {
        public var id: Int64
        public var code: String
        public var name: String
        /// Seats in total; nil for a feature that does not float.
        public var seats: Int?
        /// The longest borrow of the feature, in hours.
        public var maxBorrowHours: Int
        /// Minutes without contact after which a seat of it is freed; nil for the product's.
        public var floatingTimeoutMinutes: Int?

        public init(id: Int64, code: String, name: String, seats: Int?, maxBorrowHours: Int = 0) {
            self.id = id
            self.code = code
            self.name = name
            self.seats = seats
            self.maxBorrowHours = maxBorrowHours
        }
    }
}

extension Inventory.License {
    /// The license's own seats.
    func pool(_ product: Inventory.Product) -> SeatPool {
        SeatPool(
            id: SeatPool.ID(licenseID: id), seats: seats, timeoutMinutes: product.floatingTimeoutMinutes,
            maxBorrowHours: maxBorrowHours)
    }

    /// The seats of one of its features; nil where it does not float.
    func pool(of feature: Inventory.Feature, _ product: Inventory.Product) -> SeatPool? {
        feature.seats.map { seats in
            SeatPool(
                id: SeatPool.ID(licenseID: id, feature: feature.code), seats: seats,
                timeoutMinutes: feature.floatingTimeoutMinutes ?? product.floatingTimeoutMinutes,
                maxBorrowHours: feature.maxBorrowHours)
        }
    }
}
