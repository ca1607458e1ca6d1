import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// A problem calls what it is about as its row is called, and advises nothing that what was asked for has no field for.
@Suite struct ProblemNameTests {
    /// A desk on which the return of each of some borrows was refused.
    private func refused(_ borrows: [Borrow], _ code: ProblemCode) -> DeskScript {
        var desk = DeskScript(columns: 120, rows: 40, borrows: borrows)
        desk.press(.character("*"), .character("r"))
        if desk.box("Return").contains("Type") { desk.type("return") }
        desk.press(.enter)
        for (place, borrow) in borrows.enumerated() {
            let request = BorrowRequest(
                product: borrow.subject.product, hardwareID: borrow.subject.hardwareID,
                credentials: .user(name: "ana@acme.example", password: Secret("password")), end: .maximum)
            desk.respondToRelease("s-\(place + 1)", of: borrow, .failure(Fixture.refusal(code, request: request)))
        }
        #expect(desk.state.client.troubles.count == borrows.count, "\(desk.text)")
        desk.rest()
        desk.press(.character("!"))
        return desk
    }

    /// Both said "on render-f…".
    @Test func theDevicesOfAFarmAreToldApart() {
        let devices = ["render-farm-node-0106", "render-farm-node-0107"]
        let borrows = devices.map {
            Fixture.borrow($0, license: .user("ana@acme.example"), hours: 3, hardwareID: HardwareID(rawValue: $0))
        }
        var desk = refused(borrows, .licenseNotEnabled)
        #expect(desk.box("Problem 1 of 2").contains("CAD-PRO ana@acme.example on \(devices[1]): "), "\(desk.text)")
        desk.press(.character("n"))
        #expect(desk.box("Problem 2 of 2").contains("CAD-PRO ana@acme.example on \(devices[0]): "), "\(desk.text)")
        desk.press(.character("d"))
        #expect(desk.box("Details").contains("CAD-PRO ana@acme.example on \(devices[0]): "), "\(desk.text)")
    }

    /// Which of a user's licenses it was stood in the details alone.
    @Test func theLicensesOfAUserAreToldApart() {
        let borrows = [6341, 6342].map { number in
            Fixture.borrow(
                "b\(number)", license: .user("ana@acme.example"), hours: 3, licenseID: 1_699_349_720_160_000 + number)
        }
        let desk = refused(borrows, .licenseNotEnabled)
        #expect(desk.box("Problem 1 of 2").contains("CAD-PRO ana@acme.example …6342: "), "\(desk.text)")
    }

    /// "enter another key" was told of a return, which no key does.
    @Test func whatCorrectsTheFormIsNotToldOfAReturn() {
        let borrow = Fixture.borrow("b", license: .user("ana@acme.example"), hours: 3)
        var desk = refused([borrow], .licenseNotEnabled)
        #expect(desk.box("Problem").contains("have it enabled Likely"), "\(desk.text)")
        desk = DeskScript(columns: 120, rows: 40, product: "CAD-PRO")
        desk.fillIn()
        desk.borrow(.failure(Fixture.refusal(.licenseNotEnabled)))
        #expect(desk.box("Problem").contains("have it enabled; enter another key"), "\(desk.text)")
    }
}
