import CTerminal
import Testing

@testable import TerminalUI

@Suite("Widths of text")
struct WidthTests {
    /// Scalars that both sides know, which may have a width, and whose widths differ for a reason given here.
    private static let tolerated: [(range: ClosedRange<UInt32>, reason: String)] = [
        (0x1171E...0x1171E, "the C library's Unicode is older, and this Ahom sign was made a spacing one since")
    ]

    private static func disagreements(in range: ClosedRange<UInt32>) -> [String] {
        range.compactMap { value -> String? in
            guard let scalar = Unicode.Scalar(value), !TextWidth.isUnsafe(scalar) else { return nil }
            let theirs = Int(ct_width(value))
            let ours = TextWidth.isCombining(scalar) ? 0 : TextWidth.columns(String(Character(scalar)))
            guard theirs >= 0, theirs != ours, !tolerated.contains(where: { $0.range.contains(value) }) else {
                return nil
            }
            return "U+\(String(value, radix: 16, uppercase: true)): \(ours) here, \(theirs) in the C library"
        }
    }

    /// Without a locale of UTF-8 the C library knows no character, and there would be nothing to compare.
    private func requireLocale() throws {
        try #require(ct_width(0x4E16) == 2, "the C library has no locale C.UTF-8")
    }

    @Test("agree with the C library for every character of the basic plane")
    func basicPlane() throws {
        try requireLocale()
        #expect(Self.disagreements(in: 0x20...0xFFFF) == [])
    }

    @Test("agree with the C library for emoji and the other planes")
    func otherPlanes() throws {
        try requireLocale()
        #expect(Self.disagreements(in: 0x10000...0x3FFFF) == [])
    }
}
