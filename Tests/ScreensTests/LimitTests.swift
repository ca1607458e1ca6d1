import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// An end is refused for the limit of the license that it is for, and of no other.
@Suite struct LimitTests {
    private let elsewhere = HardwareID(rawValue: "render-node-17")

    /// A borrow of a license that is borrowed for a day at the most.
    private func daily(_ license: LicenseReference, on device: HardwareID = Fixture.host) -> Borrow {
        var borrow = Fixture.borrow(
            "b", product: "SIM-X", license: license, hours: 20, licenseID: 341, hardwareID: device)
        borrow.grant?.maxBorrowHours = 24
        return borrow
    }

    /// The form for a user's license, to end in three days.
    private func userForm(license: String) -> DeskScript {
        var desk = DeskScript(
            columns: 120, rows: 40, borrows: [daily(.user("ana@acme.example"))], product: "SIM-X")
        desk.press(.character("b"), .backTab, .right, .tab)
        desk.type("ana@acme.example")
        desk.press(.tab)
        desk.type("tulip-9-harbour")
        desk.press(.tab, .tab, .tab, .character(" "), .tab)
        desk.type(license)
        desk.press(.backTab, .backTab)
        desk.type("+3d")
        desk.press(.tab)
        return desk
    }

    /// "The latest end is …: the longest borrow is 1 d" was the limit of another license of the user's.
    @Test func anyLicenseOfAUserHasTheLimitOfNone() {
        let desk = userForm(license: "")
        #expect(desk.state.form[.until].text == "+3d", "\(desk.text)")
        #expect(desk.state.form.errors[.until] == nil, "\(desk.text)")
        #expect(!desk.words.contains("longest 1 d"), "\(desk.text)")
        let named = userForm(license: "341")
        #expect(named.state.form.errors[.until]?.contains("the longest borrow is 24 h") == true, "\(named.text)")
    }

    /// What was wrong with the end for one device stayed as another device was typed.
    @Test func whatIsWrongWithTheEndIsJudgedAnewForAnotherDevice() {
        var desk = DeskScript(columns: 120, rows: 40, borrows: [daily(Fixture.keyReference)], product: "SIM-X")
        desk.press(.character("b"))
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab, .tab)
        desk.type("+3d")
        desk.press(.tab)
        #expect(desk.state.form.errors[.until] != nil, "\(desk.text)")
        desk.press(.character(" "), .tab, .tab, .tab, .tab)
        desk.type("render-node-17")
        #expect(desk.state.form[.device].text == "render-node-17", "\(desk.text)")
        #expect(desk.state.form.errors[.until] == nil, "\(desk.text)")
        #expect(!desk.words.contains("The latest end is"), "\(desk.text)")
    }

    /// "A limit that is not known here yet", while another device's borrow of the same key had told it.
    @Test func theProblemKnowsTheLimitThatAnotherDeviceWasTold() {
        var desk = DeskScript(
            columns: 120, rows: 40, borrows: [daily(Fixture.keyReference, on: elsewhere)], product: "SIM-X")
        desk.press(.character("b"))
        desk.type("AAAA-BBBB-CCCC-4444")
        desk.press(.tab, .tab)
        desk.type("+3d")
        desk.press(.enter)
        let end = BorrowEnd.at(TestClock.start.addingTimeInterval(3 * 86_400))
        desk.borrow(
            .failure(Fixture.refusal(.borrowUntilNotValid, request: Fixture.request(product: "SIM-X", end: end))))
        #expect(desk.box("Problem").contains("borrow_until_not_valid"), "\(desk.text)")
        #expect(!desk.words.contains("not known here yet"), "\(desk.text)")
        #expect(desk.words.contains("1 d"), "\(desk.text)")
    }
}
