import Foundation
import Ledger
import Licensing
import TerminalUI
import TestKit
import Testing

@Suite("A feature at the desk", .heavy) struct FeatureTests {
    @Test("A feature is borrowed, extended, asked about and returned beside its license, by keys")
    func beside() async throws {
        try await World.run { world in
            try await world.desk(size: Size(columns: 120, rows: 40)) { desk in
                let terminal = desk.terminal
                try await desk.takeFromGuide(row: 2)
                terminal.press(.enter)
                try await terminal.waitFor("Borrowed RENDER …5VJA until ")

                terminal.press(.character("b"))
                try await terminal.waitFor("▸Product")
                terminal.type("RENDER")
                terminal.press(.tab, .tab)
                try await terminal.waitFor("▸Key")
                terminal.type(DemoLicense.render)
                terminal.press(.tab, .tab, .tab, .character(" "), .tab, .tab)
                try await terminal.waitFor("▸Feature")
                terminal.type("GPU")
                terminal.press(.backTab, .backTab, .backTab)
                try await terminal.waitFor("▸ ")
                terminal.press(.control("u"))
                terminal.type("+2h")
                terminal.press(.enter)
                try await terminal.waitFor(" Enter borrow ")
                terminal.press(.enter)
                try await terminal.waitFor("Borrowed RENDER · GPU …5VJA until ")
                try await terminal.waitFor("The service signs no grant")
                try await terminal.waitFor("Borrowed 2")
                #expect(try await world.held().map(\.subject.feature) == [nil, "GPU"])

                terminal.press(.character("e"), .control("t"), .enter)
                try await terminal.waitFor("Extended RENDER · GPU …5VJA: ")
                #expect(
                    try await world.held().last?.grant?.end == TestClock.start.addingTimeInterval(24 * 3600),
                    "the feature's own limit")

                terminal.press(.character("s"))
                try await terminal.waitFor("Whether a feature is borrowed the server does not say")
                terminal.press(.enter)
                try await terminal.waitFor("1 seat taken; whether it is borrowed")

                terminal.press(.character("r"))
                try await terminal.waitFor("Return RENDER · GPU …5VJA on this host now?")
                terminal.press(.enter)
                try await terminal.waitFor("Returned RENDER · GPU …5VJA: the server said yes.")
                terminal.press(.character("q"))
                #expect(try await desk.status() == .success)
            }
            #expect(try await world.held().map(\.subject.feature) == [nil], "the license stays borrowed")
            let receipts = try await world.ledger.receipts(of: "RENDER", limit: 9)
            #expect(receipts.filter { $0.borrow.subject.feature == nil }.count == 1)
            #expect(receipts.filter { $0.borrow.subject.feature != nil }.count == 1, "that of the check alone")
        }
    }
}
