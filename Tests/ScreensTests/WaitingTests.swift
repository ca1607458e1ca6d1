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

    @Test("What waits until the request before it is over says when it is sent, and can be dropped")
    func settling() {
        var borrow = Fixture.borrow("b", phase: .intended)
        borrow.grant = nil
        borrow.move(to: .unknown(Fixture.timeout.problem))
        var desk = DeskScript(borrows: [borrow], settleAfterSeconds: 30)
        let id = OperationID(rawValue: "s-1")
        desk.client(.requested(.check(borrow.id), key: Fixture.key, at: desk.now))
        let identified = Client.Identified(
            reference: Fixture.keyReference, identification: .licenseKey(Fixture.key))
        desk.client(.identified(id, .success(identified), at: desk.now))
        #expect(desk.words.contains("Will be sent at"), "\(desk.text)")
        #expect(desk.words.contains("once the request before is surely over · ^X drops it"), "\(desk.text)")
        #expect(desk.press(.control("x")) == [.client(.cancel(id))])
        desk.client(.waitOver(id, isCancelled: true, at: desk.now))
        #expect(desk.words.contains("It was cancelled before it was sent: until"), "\(desk.text)")
    }

    /// "Waiting for the server, 23 s" stood there right after a question was answered.
    @Test("The seconds count from the sending, not from when it was asked for")
    func fromTheSending() {
        var desk = DeskScript(product: "CAD-PRO")
        desk.fillIn()
        desk.press(.enter)
        let id = OperationID(rawValue: "s-1")
        let named = Client.Identified(reference: Fixture.keyReference, identification: nil)
        desk.now += 23
        desk.client(.identified(id, .success(named), at: desk.now))
        desk.written(id, 2)
        desk.script.play(.ticked(at: desk.now))
        #expect(!desk.words.contains("Waiting for the server"), "\(desk.text)")
        desk.now += 2
        desk.script.play(.ticked(at: desk.now))
        #expect(desk.words.contains("Waiting for the server, 2 s"), "\(desk.text)")
    }

    @Test("Stopped, it asks no more, tells nothing any more, and can be asked again")
    func stopped() {
        var desk = asking()
        #expect(desk.press(.control("x")) == [.client(.cancelQuery(query))])
        #expect(desk.state.client.queries.isEmpty)
        #expect(desk.words.contains("Stopped: the server’s answer is not waited for any more."), "\(desk.text)")
        desk.script.play(.ticked(at: desk.now.addingTimeInterval(3)))
        #expect(!desk.words.contains("Waiting for the server"))
        #expect(desk.press(.control("x")).isEmpty && desk.words.contains("Nothing is under way."))
        desk.press(.backTab)
        #expect(desk.press(.tab) == [.client(.query(query))])
    }

    /// While anything was waited for, no key said why it did nothing.
    @Test("What is told meanwhile stands beside it")
    func beside() {
        let user = LicenseReference.user("ana@acme.example")
        let others = [
            Fixture.borrow("b", license: user, hours: 20), Fixture.borrow("over", product: "MESH", hours: -5),
        ]
        var desk = DeskScript(borrows: others)
        desk.choose("b")
        desk.press(.character("r"), .enter)
        let id = OperationID(rawValue: "s-1")
        let named = Client.Identified(reference: user, identification: .username("ana@acme.example"))
        desk.client(.identified(id, .success(named), at: desk.now))
        desk.written(id, 2)
        desk.now += 3
        desk.script.play(.ticked(at: desk.now))
        for (row, key, reason) in [
            ("b", "r", "An operation on it is under way."), ("b", "e", "An operation on it is under way."),
            ("b", "x", "An operation on it is under way."), ("over", "r", "This one has ended; its seat is free."),
        ] {
            desk.choose(row)
            desk.press(.character(Character(key)))
            #expect(desk.words.contains(reason), "\(row) \(key): \(desk.text)")
            #expect(desk.words.contains("Waiting for the server, 3 s · ^X stops waiting"), "\(desk.text)")
        }
        desk.press(.down)
        #expect(!desk.words.contains("This one has ended"), "it is told until the next key: \(desk.text)")
    }
}
