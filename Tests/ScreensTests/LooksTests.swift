import Foundation
import Licensing
import Synchronization
@testable import Screens
import TerminalUI
import TestKit
import Testing

@testable import ClientCore

/// A key costs as much over a hundred borrows as over thousands: looks at borrows are counted, since times depend on the machine.
@Suite struct LooksTests {
    /// What a ledger of many borrows may look like.
    enum Ledger: CaseIterable {
        /// One license on many devices; many licenses on one device.
        case devices, licenses
        /// What one device has borrowed of one license over the years, and the last of it is held.
        case years

        func borrows(_ count: Int) -> [Borrow] {
            (0..<count).map { number in
                let hours = Double(number) / 10 + 1
                switch self {
                case .devices:
                    return Fixture.borrow("\(number)", hours: hours, hardwareID: HardwareID(rawValue: "node-\(number)"))
                case .licenses:
                    let key = LicenseReference.key(lastFour: "\(number)", fingerprint: "f\(number)")
                    return Fixture.borrow("\(number)", license: key, hours: hours, licenseID: Int64(number))
                case .years:
                    return Fixture.borrow("\(number)", hours: number == count - 1 ? 12 : hours - 10_000)
                }
            }
        }
    }

    /// Keys, and what is pressed before they are counted.
    enum Keys: CaseIterable {
        case move, scroll, product, key, end

        var before: [Key] {
            switch self {
            case .move, .scroll: self == .scroll ? Array(repeating: .down, count: 30) : [.down]
            case .product: [.character("b")]
            case .key:
                [.character("b")] + "CAD-PRO".map { .character($0) } + [.tab, .tab]
                    + "AAAA-BBBB-CCCC-444".map { .character($0) }
            case .end: Self.key.before + [.character("4"), .tab, .tab]
            }
        }

        var counted: [Key] {
            switch self {
            case .move: [.down, .down, .up]
            case .scroll: [.down, .down, .down]
            case .product: [.character("C"), .character("A"), .character("D")]
            case .key: [.character("4"), .backspace, .character("4")]
            case .end: [.backspace, .character("0"), .backspace]
            }
        }
    }

    private func looks(_ keys: Keys, _ ledger: Ledger, _ count: Int) -> Int {
        var desk = DeskScript(borrows: ledger.borrows(count))
        var painter = DeskPainter()
        _ = painter.frame(of: desk.state)
        // Read again, as at each return to a ledger that was out of reach: equal rows, and none of them the same.
        desk.reads(ledger.borrows(count))
        for key in keys.before { desk.press(key) }
        _ = painter.frame(of: desk.state)
        let looks = Mutex(0)
        Looks.$heard.withValue({ looks.withLock { $0 += 1 } }) {
            for key in keys.counted {
                desk.press(key)
                _ = painter.frame(of: desk.state)
            }
        }
        return looks.withLock(\.self)
    }

    @Test(arguments: Keys.allCases, Ledger.allCases)
    func aKeyLooksAtAsManyBorrowsWhateverTheirNumber(keys: Keys, ledger: Ledger) {
        let (few, many) = (looks(keys, ledger, 100), looks(keys, ledger, 800))
        // To find one among eight times as many takes three more halvings each time.
        // A product that is typed is looked for at no borrow.
        if keys != .product { #expect(few > 0, "they are counted") }
        #expect(many <= 2 * few, "\(few) of 100, \(many) of 800")
        #expect(few < 4000)
    }
}
