/// A number of seats that devices share: a license's own, or those of one of its floating features.
public struct SeatPool: Hashable, Sendable {
    /// Names a pool.
    public struct ID: Hashable, Sendable, Codable {
        /// The license that the seats belong to.
        public var licenseID: Int64
        /// The feature's code; nil for the license's own seats.
        public var feature: String?

        public init(licenseID: Int64, feature: String? = nil) {
            self.licenseID = licenseID
            self.feature = feature
        }
    }

    public var id: ID
    /// How many devices may hold a seat at once (`floating_users`).
    public var seats: Int
    /// Minutes without contact after which a seat that is not borrowed is freed (`floating_timeout`).
    public var timeoutMinutes: Int
    /// The longest borrow, in hours (`max_borrow_time`).
    public var maxBorrowHours: Int

    public init(id: ID, seats: Int, timeoutMinutes: Int, maxBorrowHours: Int) {
        self.id = id
        self.seats = seats
        self.timeoutMinutes = timeoutMinutes
        self.maxBorrowHours = maxBorrowHours
    }
}

/// Why a ``SeatBook`` would not do what it was asked.
public enum SeatRefusal: Error, Hashable, Sendable {
    /// Every seat is held by other devices.
    case noneFree
    /// The end of a borrow lies in the past, or further ahead than the pool allows.
    case endNotValid
    /// The license has as many activated devices as it may have.
    case activationsExhausted
    /// The license was moved between devices as often as it may be.
    case transfersExhausted
}
