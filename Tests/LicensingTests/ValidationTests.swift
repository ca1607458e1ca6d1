import Foundation
import Licensing
import TestKit
import Testing

@Suite("Checks of what people enter")
struct ValidationTests {
    let now = TestClock.start

    @Test(
        "a product code is kept as it is, without blanks around it",
        arguments: [("CAD-PRO", "CAD-PRO"), ("  cad-pro\n", "cad-pro"), ("日本", "日本")])
    func product(text: String, value: String) throws {
        #expect(try Validation.product(text) == value)
    }

    @Test(
        "a product code without text, with blanks, controls or beyond 100 characters is refused",
        arguments: [
            "", "  ", "CAD PRO", "CAD\tPRO", "CAD\u{0}PRO", "CAD\u{200B}PRO", String(repeating: "x", count: 101),
        ])
    func badProduct(text: String) {
        let error = #expect(throws: FieldError.self) { try Validation.product(text) }
        #expect(error?.field == .product)
    }

    @Test("a code of 100 characters and a hardware id of 256 are the longest")
    func longest() {
        #expect(throws: Never.self) { try Validation.product(String(repeating: "x", count: 100)) }
        #expect(throws: Never.self) { try Validation.hardwareID(String(repeating: "x", count: 256)) }
        #expect(throws: FieldError.self) { try Validation.hardwareID(String(repeating: "x", count: 257)) }
    }

    @Test("a license key loses the blanks that pasting leaves around it")
    func licenseKey() throws {
        #expect(try Validation.licenseKey(Secret(" AAAA-BBBB-CCCC-DDDD\r\n")) == Secret("AAAA-BBBB-CCCC-DDDD"))
    }

    @Test(
        "a license key that is empty, has blanks within or is no plain ASCII is refused, and never repeated",
        arguments: ["", " \n", "AAAA BBBB", "AAAA–BBBB", "ÄÄÄÄ", "AAAA\u{7F}", "AAAA\u{0}BBBB"])
    func badLicenseKey(text: String) throws {
        let error = try #require(#expect(throws: FieldError.self) { try Validation.licenseKey(Secret(text)) })
        #expect(error.field == .licenseKey)
        #expect(!error.sentence.contains("AAAA"))
    }

    @Test("a user is an e-mail address", arguments: ["ana@example.com", " ana@example.com ", "a@b"])
    func user(text: String) throws {
        #expect(try Validation.user(text) == text.trimmingCharacters(in: .whitespaces))
    }

    @Test(
        "what is no e-mail address is refused",
        arguments: ["", "ana", "@example.com", "ana@", "a@b@c", "ana b@example.com", "ana@exa\u{7}mple.com"])
    func badUser(text: String) {
        let error = #expect(throws: FieldError.self) { try Validation.user(text) }
        #expect(error?.field == .user)
    }

    @Test("a password may be anything but nothing, blanks included")
    func password() throws {
        #expect(try Validation.password(Secret("  ")) == Secret("  "))
        #expect(throws: FieldError.self) { try Validation.password(Secret("")) }
    }

    @Test("a sign-in code loses the blanks around it, and has none within")
    func token() throws {
        #expect(try Validation.token(Secret("\nabc.def\n")) == Secret("abc.def"))
        #expect(throws: FieldError.self) { try Validation.token(Secret("abc def")) }
        #expect(throws: FieldError.self) { try Validation.token(Secret(" ")) }
        #expect(try Validation.customerAccountCode(" acme ") == "acme")
        #expect(throws: FieldError.self) { try Validation.customerAccountCode("ac me") }
        #expect(throws: FieldError.self) { try Validation.customerAccountCode("") }
    }

    @Test(
        "a license id is a positive number of 64 bits",
        arguments: [("1", 1), (" 1699349720166389 ", 1_699_349_720_166_389), ("9223372036854775807", Int64.max)])
    func licenseID(text: String, value: Int64) throws {
        #expect(try Validation.licenseID(text) == value)
    }

    @Test(
        "other license ids are refused",
        arguments: ["", "0", "-1", "+1", "1.5", "abc", "9223372036854775808", "١", "0x10", "1 2"])
    func badLicenseID(text: String) {
        let error = #expect(throws: FieldError.self) { try Validation.licenseID(text) }
        #expect(error?.field == .licenseID)
    }

    @Test("a hardware id is printable, and may have blanks within")
    func hardwareID() throws {
        #expect(try Validation.hardwareID(" hw 0001 ") == HardwareID(rawValue: "hw 0001"))
        for text in ["", " ", "hw\u{1B}0001", "hw\n0001"] {
            let error = #expect(throws: FieldError.self) { try Validation.hardwareID(text) }
            #expect(error?.field == .hardwareID)
        }
    }

    @Test("an end that lies ahead and within the limits passes, up to the last second")
    func end() throws {
        let latest = BorrowEnd.at(now.addingTimeInterval(168 * 3600))
        #expect(try Validation.end(latest, now: now, maxBorrowHours: 168) == latest)
        #expect(try Validation.end(latest, now: now, licenseValidUntil: now.addingTimeInterval(168 * 3600)) == latest)
        #expect(try Validation.end(.at(.distantFuture), now: now) == .at(.distantFuture))
        #expect(try Validation.end(.maximum, now: now, maxBorrowHours: 168) == .maximum)
    }

    @Test("an end out of bounds is refused with the bound")
    func badEnd() throws {
        func sentence(_ end: BorrowEnd, hours: Int? = nil, validUntil: Date? = nil) throws -> String {
            let error = #expect(throws: FieldError.self) {
                try Validation.end(end, now: now, maxBorrowHours: hours, licenseValidUntil: validUntil)
            }
            #expect(error?.field == .end)
            return try #require(error).sentence
        }
        #expect(try sentence(.at(now)) == "The end lies less than a second in the past.")
        #expect(try sentence(.at(now.addingTimeInterval(-600))) == "The end lies 10 min in the past.")
        #expect(
            try sentence(.at(now.addingTimeInterval(168 * 3600 + 1)), hours: 168)
                == "The latest end is 2026-11-30 13:02 UTC: the longest borrow is 168 h (7 days).")
        #expect(
            try sentence(.at(now.addingTimeInterval(7200)), validUntil: now.addingTimeInterval(3600))
                == "The license itself ends before that, at 2026-11-23 14:02 UTC.")
        #expect(try sentence(.maximum, hours: 0) == "This license cannot be borrowed: its longest borrow is 0 h.")
        #expect(try sentence(.maximum, validUntil: now) == "The license itself ended at 2026-11-23 13:02 UTC.")
    }

    @Test("of two limits the tighter one is named first")
    func tighterLimit() {
        func faults(validHours: Double) -> [EndFault] {
            EndFault.all(
                of: .at(now.addingTimeInterval(100 * 3600)), now: now, maxBorrowHours: 48,
                licenseValidUntil: now.addingTimeInterval(validHours * 3600))
        }
        let maximum = EndFault.beyondMaximum(latest: now.addingTimeInterval(48 * 3600), hours: 48)
        func license(_ hours: Double) -> EndFault { .beyondLicense(validUntil: now.addingTimeInterval(hours * 3600)) }
        #expect(faults(validHours: 24) == [license(24), maximum])
        #expect(faults(validHours: 72) == [maximum, license(72)])
        #expect(faults(validHours: 200) == [maximum])
    }
}
