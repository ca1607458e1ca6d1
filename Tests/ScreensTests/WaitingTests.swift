import ClientCore
import Foundation
import Licensing
import Screens
import TerminalUI
import TestKit
import Testing

@Suite("Waiting for an answer")
struct WaitingTests {
    private let query = Client.Query.product("MESH")

    /// A desk whose form has asked for a product.
    private func asking() -> DeskScript {
        var desk = DeskScript()
        desk.press(.function(1), .escape)
        desk.type("MESH")
        desk.press(.tab)
        return desk
    }

    @Test(
        "A lookup shows its seconds and the key that stops it, like all that is sent, and keeps nobody from borrowing")
    func seconds() {
        var desk = asking()
        #expect(desk.state.client.queries == [query])
        #expect(!desk.words.contains("Waiting for the server"), "what is quick is not worth a word")
        desk.script.play(.ticked(at: desk.now.addingTimeInterval(3)))
        #expect(desk.words.contains("Waiting for the server, 3 s · ^X stops waiting"))
        #expect(desk.words.contains("[ Borrow ]"))
        desk.client(.queried(query, .success(.product(Response(value: Product(code: "MESH", name: "", signIn: nil))))))
        #expect(!desk.words.contains("Waiting for the server"))
    }

    @Test("Stopped, it asks no more, tells nothing any more, and can be asked again")
    func stopped() {
        var desk = asking()
        #expect(desk.press(.control("x")) == [.client(.cancelQuery(query))])
        #expect(desk.state.client.queries.isEmpty)
        desk.script.play(.ticked(at: desk.now.addingTimeInterval(3)))
        #expect(!desk.words.contains("Waiting for the server"))
        #expect(desk.press(.control("x")).isEmpty && desk.words.contains("Nothing is under way."))
        desk.press(.backTab)
        #expect(desk.press(.tab) == [.client(.query(query))])
    }
}
