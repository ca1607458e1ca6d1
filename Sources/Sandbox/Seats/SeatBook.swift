public import FoundationEssentials

/// Which device holds which seat until when, and which devices are activated: all that a sandbox remembers.
///
/// A value without a clock: every method that depends on the time is told it. The rules are those of the reference,
/// section 3.4; where that marks a rule as an inference, this is the place to change it.
public struct SeatBook: Hashable, Sendable, Codable {
    /// A device that is bound to a license.
    public struct Activation: Hashable, Sendable, Codable {
        public var licenseID: Int64
        public var hardwareID: String
        /// The server's number for the device (`device_id`).
        public var deviceID: Int64
        /// What it said of itself; nil where it said nothing, as those do that are activated before the start.
        public var device: Device?
    }

    /// What a device said of itself when it was activated (reference, section 5.1).
    public struct Device: Hashable, Sendable, Codable {
        /// Whether it is a virtual machine (`is_vm`); nil where it did not say.
        public var isVirtualMachine: Bool?
        /// The rest by the names in the request: `hostname`, `ip`, `mac_address`, `sdk_ver` and others.
        public var texts: [String: String] = [:]

        public init() {}
    }

    /// A seat in use.
    public struct Seat: Hashable, Sendable, Codable {
        /// How a seat is held.
        public enum Kind: String, Hashable, Sendable, Codable {
            /// By keeping in contact: each check moves its end.
            case floating
            /// By a borrow: it lasts until its end, with or without contact.
            case borrowed
        }

        public var pool: SeatPool.ID
        public var hardwareID: String
        public var kind: Kind
        /// The first moment at which the seat is free again.
        public var until: Date
    }

    /// The activated devices, in the order of their activation.
    public private(set) var activations: [Activation] = []
    /// How often places on a license went from device to device.
    private struct Transfers: Hashable, Sendable, Codable {
        var licenseID: Int64
        /// Places that a deactivation freed, and that nobody has taken since.
        var free = 0
        /// Places that were freed and taken again.
        var used = 0
    }

    /// Absent from the files of earlier versions.
    private var transfers: [Transfers]?
    private var allSeats: [Seat] = []
    private var nextDeviceID: Int64 = 1_699_349_796_909_409

    public init() {}

    // MARK: Activations

    /// The device's activation on a license, if it has one.
    public func activation(of hardwareID: String, on licenseID: Int64) -> Activation? {
        activations.first { $0.licenseID == licenseID && $0.hardwareID == hardwareID }
    }

    /// How many devices are activated on a license. This counts devices, not seats.
    public func activationCount(on licenseID: Int64) -> Int {
        activations.count { $0.licenseID == licenseID }
    }

    /// Binds a device to a license; one that is bound already stays as it is.
    ///
    /// A place that a deactivation freed is taken first, which counts as a transfer (reference, section 5.2).
    ///
    /// - Parameters:
    ///   - hardwareID: the device.
    ///   - licenseID: the license.
    ///   - limit: how many devices the license takes; nil for any number.
    ///   - maxTransfers: how many transfers it allows; nil for any number.
    ///   - device: what the device says of itself.
    @discardableResult
    public mutating func activate(
        _ hardwareID: String, on licenseID: Int64, limit: Int?, transfers maxTransfers: Int? = nil,
        device: Device? = nil
    ) throws(SeatRefusal) -> Activation {
        if let existing = activation(of: hardwareID, on: licenseID) { return existing }
        guard activationCount(on: licenseID) < limit ?? .max, activations.count < Self.activationLimit else {
            throw .activationsExhausted
        }
        try useTransfer(on: licenseID, limit: maxTransfers)
        let known = activations.first { $0.hardwareID == hardwareID }
        let activation = Activation(
            licenseID: licenseID, hardwareID: hardwareID, deviceID: known?.deviceID ?? nextDeviceID,
            device: device)
        if known == nil { nextDeviceID += 1 }
        activations.append(activation)
        return activation
    }

    /// Undoes an activation and frees what the device held on the license, its features included.
    public mutating func deactivate(_ hardwareID: String, on licenseID: Int64, freeingSeats: Bool = true) {
        guard activation(of: hardwareID, on: licenseID) != nil else { return }
        activations.removeAll { $0.licenseID == licenseID && $0.hardwareID == hardwareID }
        changeTransfers(on: licenseID) { $0.free += 1 }
        if freeingSeats { allSeats.removeAll { $0.pool.licenseID == licenseID && $0.hardwareID == hardwareID } }
    }

    /// How often a place on the license went to another device.
    public func transferCount(on licenseID: Int64) -> Int {
        transfers?.first { $0.licenseID == licenseID }?.used ?? 0
    }

    /// How many activations a book holds at most, so that a sandbox that is asked without end does not grow without end.
    static let activationLimit = 2_000

    private mutating func useTransfer(on licenseID: Int64, limit: Int?) throws(SeatRefusal) {
        guard let known = transfers?.first(where: { $0.licenseID == licenseID }), known.free > 0 else { return }
        guard known.used < limit ?? .max else { throw .transfersExhausted }
        changeTransfers(on: licenseID) {
            $0.free -= 1
            $0.used += 1
        }
    }

    private mutating func changeTransfers(on licenseID: Int64, _ change: (inout Transfers) -> Void) {
        var all = transfers ?? []
        if !all.contains(where: { $0.licenseID == licenseID }) { all.append(Transfers(licenseID: licenseID)) }
        for index in all.indices where all[index].licenseID == licenseID { change(&all[index]) }
        transfers = all
    }

    // MARK: Seats

    /// The seats in use at `now`, of all pools.
    public func seats(at now: Date) -> [Seat] {
        allSeats.filter { $0.until > now }
    }

    /// The seats of one pool in use at `now`.
    public func seats(in pool: SeatPool.ID, at now: Date) -> [Seat] {
        allSeats.filter { $0.pool == pool && $0.until > now }
    }

    /// The seat that a device holds at `now`, if it holds one.
    public func seat(of hardwareID: String, in pool: SeatPool.ID, at now: Date) -> Seat? {
        allSeats.first { $0.pool == pool && $0.hardwareID == hardwareID && $0.until > now }
    }

    /// Takes or renews a seat, as a check does: it lasts for the pool's time-out from `now`.
    ///
    /// A borrowed seat is left as it is: a borrow ends when it was said to end.
    @discardableResult
    public mutating func register(
        _ hardwareID: String, in pool: SeatPool, at now: Date
    ) throws(SeatRefusal) -> Seat {
        if let held = seat(of: hardwareID, in: pool.id, at: now), held.kind == .borrowed { return held }
        return try hold(
            Seat(
                pool: pool.id, hardwareID: hardwareID, kind: .floating,
                until: now + TimeInterval(pool.timeoutMinutes * 60)),
            in: pool, at: now)
    }

    /// Borrows a seat until an end, or moves the end of a borrow: later or earlier, always counted from `now`.
    ///
    /// - Parameters:
    ///   - hardwareID: the device that it is for.
    ///   - pool: the seats of the license or feature.
    ///   - end: nil for as long as the pool allows.
    ///   - now: the server's time.
    ///   - keepsHeldSeat: whether a seat that the device holds by contact becomes the borrowed one, or counts as taken.
    @discardableResult
    public mutating func borrow(
        _ hardwareID: String, in pool: SeatPool, until end: Date?, at now: Date, keepsHeldSeat: Bool = true
    ) throws(SeatRefusal) -> Seat {
        let latest = now + TimeInterval(pool.maxBorrowHours * 3600)
        let until = end ?? latest
        guard until > now, until <= latest else { throw .endNotValid }
        guard hasSeat(for: hardwareID, in: pool, at: now, counting: keepsHeldSeat ? .kept : .counted) else {
            throw .noneFree
        }
        return try hold(
            Seat(pool: pool.id, hardwareID: hardwareID, kind: .borrowed, until: until), in: pool, at: now)
    }

    /// Whether a device may borrow a seat of a pool: one is free, or it holds one that may become the borrowed one.
    func hasSeat(
        for hardwareID: String, in pool: SeatPool, at now: Date, counting heldSeat: Choices.HeldSeat
    ) -> Bool {
        let taken = seats(in: pool.id, at: now).count { seat in
            seat.hardwareID != hardwareID || (heldSeat == .counted && seat.kind == .floating)
        }
        return taken < pool.seats
    }

    /// Gives a seat back, borrowed or not.
    ///
    /// - Returns: whether the device held one.
    @discardableResult
    public mutating func release(_ hardwareID: String, in pool: SeatPool.ID, at now: Date) -> Bool {
        guard seat(of: hardwareID, in: pool, at: now) != nil else { return false }
        allSeats.removeAll { $0.pool == pool && $0.hardwareID == hardwareID }
        return true
    }

    /// Has a device hold a seat for ever, as if it kept in contact all the time.
    public mutating func seed(_ hardwareID: String, in pool: SeatPool.ID) {
        allSeats.removeAll { $0.pool == pool && $0.hardwareID == hardwareID }
        allSeats.append(Seat(pool: pool, hardwareID: hardwareID, kind: .floating, until: .distantFuture))
    }

    /// Writes a seat down in place of the one that the device holds, if one is free or it holds one already.
    private mutating func hold(_ seat: Seat, in pool: SeatPool, at now: Date) throws(SeatRefusal) -> Seat {
        allSeats.removeAll { $0.until <= now }
        let others = allSeats.count { $0.pool == pool.id && $0.hardwareID != seat.hardwareID }
        guard others < pool.seats else { throw .noneFree }
        allSeats.removeAll { $0.pool == pool.id && $0.hardwareID == seat.hardwareID }
        allSeats.append(seat)
        return seat
    }
}
