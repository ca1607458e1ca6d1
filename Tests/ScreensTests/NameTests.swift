import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// No two borrows are called the same.
@Suite struct NameTests {
    private func user(_ id: String, _ number: Int64, hours: Double = 99, device: String? = nil) -> Borrow {
        Fixture.borrow(
            id, product: "SIM-X", license: .user("ana@acme.example"), hours: hours, licenseID: number,
            hardwareID: device.map { HardwareID(rawValue: $0) } ?? Fixture.host)
    }
    private var two: [Borrow] { [user("1", 1_699_349_720_166_389), user("2", 1_699_349_720_170_001)] }

    @Test(arguments: [40, 60, 80, 100, 119, 120, 200]) func twoLicensesOfAUserAreToldApart(columns: Int) {
        var desk = DeskScript(columns: columns, borrows: two)
        let rows = desk.rows("SIM-X").filter { $0.contains("4d") }
        #expect(rows.count == 2 && Set(rows).count == 2, "\(desk.text)")
        #expect(rows.contains { $0.contains("6389") } && rows.contains { $0.contains("0001") }, "\(desk.text)")
        desk.press(.character("t"))
        let bars = desk.rows("SIM-X")
        #expect(Set(bars).count == bars.count && bars.count >= 2, "\(desk.text)")
    }

    @Test func theQuestionNamesProductLicenseAndDevice() {
        var desk = DeskScript(borrows: two)
        for (id, number) in [("1", "6389"), ("2", "0001")] {
            desk.choose(id)
            desk.press(.character("r"))
            #expect(
                desk.box("Return").contains("Return SIM-X ana@acme.example, license …\(number), on this host now?"),
                "\(desk.text)")
            desk.press(.escape)
        }
        desk = DeskScript(borrows: [two[0]])
        desk.press(.character("r"))
        #expect(desk.box("Return").contains("Return SIM-X ana@acme.example on this host now?"), "\(desk.text)")
    }

    @Test func numbersThatEndAlikeAreToldApartByMoreOfThem() {
        let desk = DeskScript(columns: 120, borrows: [user("1", 55_556_389), user("2", 55_566_389)])
        #expect(desk.text.contains("…56389") && desk.text.contains("…66389"), "\(desk.text)")
    }

    @Test func aNameThatIsClearStaysShort() {
        let desk = DeskScript(columns: 120, borrows: [two[0], user("3", 7, device: "render-17")])
        #expect(!desk.text.contains("…6389"), "\(desk.text)")
    }

    @Test func devicesThatDifferInTheirDomainAreToldApart() {
        let desk = DeskScript(
            columns: 120, borrows: [user("1", 7, device: "node.a.example"), user("2", 7, device: "node.b.example")])
        let rows = desk.rows("SIM-X").filter { $0.contains("4d") }
        #expect(Set(rows).count == 2, "\(desk.text)")
    }

    /// `デ……リ…` stood there: characters were counted for columns.
    @Test func namesOfWideLettersAreCutOnceAndAsLateAsCanBe() {
        let desk = DeskScript(borrows: [user("1", 7, device: "デバイス一号機レンダリング"), user("2", 7, device: "render-17")])
        let row = desk.row("4d") ?? ""
        #expect(!row.contains("……") && desk.rows("デ").first?.contains("…") == true, "\(desk.text)")
        #expect(desk.rows("デ").first?.contains("グ") == true, "\(desk.text)")
    }

    /// The middle in which they differ was cut in sentences.
    @Test func devicesThatDifferInTheirMiddleAreToldApartInSentences() {
        let devices = [7, 8].map { "farm-node-00\($0)-of-the-vendor.example" }
        let borrows = devices.enumerated().map { user("\($0)", 7, device: $1) }
        var desk = DeskScript(columns: 120, rows: 40, borrows: borrows)
        desk.press(.character("*"), .character("r"))
        for device in devices { #expect(desk.box("Return").contains(device), "\(desk.text)") }
        let alone = DeskScript(borrows: [borrows[0]])
        let spoken = SpokenDesk(client: alone.state.client, settings: alone.state.settings, now: alone.now)
        #expect(spoken.name(borrows[0]).hasSuffix(" on farm-node-00…dor.example"), "\(spoken.name(borrows[0]))")
    }

    /// The end of the number, by which licenses differ, was cut out of the lower edge.
    @Test func theLowerEdgeKeepsWhatTellsLicensesApart() {
        let borrows = [(1, Int64(1_699_349_720_166_389)), (2, 1_699_349_720_170_001)].map { number, license in
            Fixture.borrow(
                "\(number)", product: "SolidWorks-Premium-Simulation-Suite",
                license: .user("maximiliane.von-hohenstein@acme.example"), licenseID: license,
                hardwareID: HardwareID(rawValue: "render-node-of-the-third-floor-017.build.acme.example"))
        }
        var desk = DeskScript(columns: 80, borrows: borrows)
        for (id, mark) in [("1", "…6389"), ("2", "…0001")] {
            desk.choose(id)
            let edge = desk.frame.lines.first { $0.contains("└") && $0.contains("Solid") } ?? ""
            #expect(edge.contains(mark), "\(desk.text)")
        }
    }
}
