public import FoundationEssentials
public import Licensing

extension Book {
    /// How wide the widest texts of what is listed may be, in columns of a screen: so that whoever draws some of its rows need not
    /// look at the others.
    public struct Widths: Hashable, Sendable {
        public var product = 0
        public var license = 0
        /// Of other devices than the host; as long as no two have to be told apart by their domains, that counts for nothing.
        public var device = 0
        public var account = 0
        /// Of those who did something about it last.
        public var user = 0
    }

    /// How wide the widest texts of what is listed may be.
    ///
    /// - Parameter host: the device that is not called by its name.
    public func widths(on host: HardwareID?) -> Widths { listing.texts.widths(on: host) }

    /// Whether no other device that is listed has the same name but for its domain.
    public func isAloneByName(_ device: HardwareID) -> Bool { listing.texts.isAlone(device) }

    /// Whether no other device that is listed begins and ends like it, so that a name that is cut in its middle tells which it is.
    public func isAloneByEnds(_ device: HardwareID) -> Bool { listing.texts.isAloneByEnds(device) }

    /// The first and the last end of each part of the list that is in the order of its ends.
    public var endSpans: [ClosedRange<Date>] {
        [Standing.Group.held, .ended, .released].compactMap { group in
            let places = listing.places(of: group)
            guard let first = listing.entries[places].first, let last = listing.entries[places].last else { return nil }
            return first.standing.date...last.standing.date
        }
    }

    /// Whether a row is listed that has no such end: it is unknown, under way or of no borrow.
    public var listsOthersThanEnds: Bool {
        [Standing.Group.unknown, .underway, .other].contains { !listing.places(of: $0).isEmpty }
    }
}

/// The texts of what a list shows, as far as columns need to know of them.
struct ListedTexts: Sendable {
    private var products = WidthTally()
    private var licenses = WidthTally()
    private var deviceNames = WidthTally()
    private var deviceIDs = WidthTally()
    private var accounts = WidthTally()
    private var users = WidthTally()
    /// The devices, and how many of them have each name.
    private(set) var devices = Tally()
    private var names = Tally()
    private var ends = Tally()
    /// How many names more than one device has.
    private var shared = 0

    init() {}

    init(_ borrows: [Borrow]) {
        for borrow in borrows { change(borrow) { $0.add($1) } }
        devices = Tally(borrows.map(\.subject.hardwareID.rawValue))
        names = Tally(devices.texts.map { String(HardwareID(rawValue: $0).name) })
        ends = Tally(devices.texts.map { HardwareID(rawValue: $0).ends })
        shared = names.countOfRepeated
    }

    mutating func add(_ borrow: Borrow) {
        change(borrow) { $0.add($1) }
        let device = borrow.subject.hardwareID
        guard devices.add(device.rawValue) == 1 else { return }
        ends.add(device.ends)
        if names.add(String(device.name)) == 2 { shared += 1 }
    }

    mutating func remove(_ borrow: Borrow) {
        change(borrow) { $0.remove($1) }
        let device = borrow.subject.hardwareID
        guard devices.remove(device.rawValue) == 0 else { return }
        ends.remove(device.ends)
        if names.remove(String(device.name)) == 1 { shared -= 1 }
    }

    private mutating func change(_ borrow: Borrow, _ change: (inout WidthTally, Int) -> Void) {
        let subject = borrow.subject
        change(&products, subject.title.mostColumns)
        change(&licenses, subject.license.label.mostColumns)
        change(&deviceNames, subject.hardwareID.name.mostColumns)
        change(&deviceIDs, subject.hardwareID.rawValue.mostColumns)
        change(&accounts, borrow.accountName.mostColumns)
        change(&users, borrow.operation.startedBy.user.mostColumns)
    }

    func isAlone(_ device: HardwareID) -> Bool { names.count(of: String(device.name)) <= 1 }

    func isAloneByEnds(_ device: HardwareID) -> Bool { ends.count(of: device.ends) <= 1 }

    func widths(on host: HardwareID?) -> Book.Widths {
        let own = host.map { devices.count(of: $0.rawValue) } ?? 0
        let device =
            shared > 0
            ? deviceIDs.widest(without: host?.rawValue.mostColumns, own)
            : deviceNames.widest(without: host?.name.mostColumns, own)
        return Book.Widths(
            product: products.widest, license: licenses.widest, device: device, account: accounts.widest,
            user: users.widest)
    }
}

/// Widths, each with how often it was added.
private struct WidthTally: Sendable {
    private var counts: [Int: Int] = [:]

    /// The largest of them; 0 where there is none.
    var widest: Int { counts.keys.max() ?? 0 }

    /// The largest without some of one width.
    func widest(without width: Int?, _ count: Int) -> Int {
        counts.reduce(0) { $1.key == width && $1.value <= count ? $0 : max($0, $1.key) }
    }

    mutating func add(_ width: Int) { counts[width, default: 0] += 1 }

    mutating func remove(_ width: Int) {
        guard let count = counts[width] else { return }
        counts[width] = count > 1 ? count - 1 : nil
    }
}

extension HardwareID {
    /// The device's name without its domain.
    public var name: Substring {
        rawValue[..<(rawValue.utf8.firstIndex(of: UInt8(ascii: ".")) ?? rawValue.endIndex)]
    }

    /// What is left of it at least where it is cut in its middle to as many columns as sentences give a name: letters may be wide.
    fileprivate var ends: String { "\(rawValue.prefix(6))…\(rawValue.suffix(5))" }
}

extension StringProtocol {
    /// So many columns of a screen at most: what may be wide counts twice. How many they are is for whoever draws to say.
    fileprivate var mostColumns: Int {
        if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
        return unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 || (0x2000..<0x2E80).contains($1.value) ? 1 : 2) }
    }
}
