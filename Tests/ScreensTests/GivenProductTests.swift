import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

/// The product that the settings name is asked about as the form comes up.
@Suite struct GivenProductTests {
    private let query = Client.Query.product("SIM-X")

    private func responds(_ desk: inout DeskScript) {
        let product = Product(code: "SIM-X", name: "Sim", signIn: .user)
        desk.client(.queried(query, .success(.product(Response(value: product)))))
    }

    /// The form asked for a key until somebody had left the field of the product.
    @Test func theFormAsksForWhatOpensIt() {
        var desk = DeskScript(product: "SIM-X")
        #expect(desk.state.client.queries == [query] && desk.state.form.signIn == .licenseKey, "\(desk.text)")
        desk.script.play(.ticked(at: desk.now.addingTimeInterval(5)))
        #expect(!desk.words.contains("Waiting for the server"), "nobody waits for it: \(desk.text)")
        responds(&desk)
        #expect(desk.state.form.signIn == .user && desk.state.form.focus == .userName, "\(desk.text)")
        desk.pressUnseen(.paste("AAAA-BBBB-CCCC-4444"))
        #expect(desk.state.form[.userName].text.isEmpty, "what was meant for the key goes nowhere else: \(desk.text)")
    }

    @Test func whoeverTypesKeepsTheCursor() {
        var desk = DeskScript(product: "SIM-X")
        desk.press(.tab, .tab)
        desk.type("+2d")
        let focus = desk.state.form.focus
        responds(&desk)
        #expect(desk.state.form.signIn == .licenseKey && desk.state.form.focus == focus, "\(desk.text)")
        #expect(desk.words.contains("are used by user and password: choose that here"), "\(desk.text)")
    }

    @Test func itIsAskedOnceAndOnlyForTheForm() {
        var desk = DeskScript(borrows: SampleBorrows.typical, product: "SIM-X")
        #expect(desk.state.client.queries.isEmpty, "the list asks nothing")
        desk.press(.character("b"))
        #expect(desk.state.client.queries == [query])
        let problem = Problem(.transportRefused, message: "no", time: desk.now, effect: .none)
        desk.client(.queried(query, .failure(ServiceFailure(problem))))
        #expect(desk.state.focus == .form && desk.state.client.troubles.isEmpty, "\(desk.text)")
        desk.press(.escape, .character("b"))
        #expect(desk.state.client.queries.isEmpty, "\(desk.text)")
    }
}
