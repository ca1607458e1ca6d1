import Foundation
import TestKit
import Testing

@Suite("One server by its several names", .heavy)
struct ServerNamesTests {
    /// The sandbox by its other names, and whether it surely hears of what is sent there.
    private func names(_ sandbox: SandboxServer) throws -> [(name: String, isHeard: Bool)] {
        let server = try #require(sandbox.exports["BERTH_SERVER"])
        let port = try #require(server.split(separator: ":").last)
        return [
            ("http://localhost:\(port)", true), ("HTTP://LocalHost:\(port)/", true),
            ("http://127.0.0.1:\(port)//", true),
            ("http://localhost.:\(port)", false), ("http://[0:0:0:0:0:0:0:1]:\(port)", false),
        ]
    }

    @Test("What was borrowed by one name is seen, extended, checked and returned by another")
    func oneServer() async throws {
        try await SandboxServer.run { sandbox in
            let berth = sandbox.berth.with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            for (name, isHeard) in try names(sandbox) {
                let made = try await berth("borrow", "--product", "MESH", "--until", "+2h", "--json")
                let id = try #require(try made.printed(PrintedOutcome.self).borrow?.id)
                let other = berth.with(["BERTH_SERVER": name])
                for arguments in [["MESH"], ["--product", "MESH"]] {
                    let refused = try await other.start(["deactivate", "--json"] + arguments).ended()
                    #expect(refused.status == 12, "\(name): \(refused)")
                    #expect(try refused.printed(PrintedOutcome.self).borrow?.id == id)
                }
                guard isHeard else {
                    #expect(try await berth("release", id).status == 0)
                    continue
                }
                let again = try await other("borrow", "--product", "MESH", "--until", "+3h", "--json")
                let printed = try again.printed(PrintedOutcome.self)
                #expect(printed.outcome == "extended" && printed.borrow?.id == id, "\(name): \(again)")
                #expect(try await other("seats", "--product", "MESH", "--yes").status == 0)
                #expect(try await berth("status", "--json").printed(PrintedStatus.self).borrows.map(\.id) == [id])
                let released = try await other("release", "MESH")
                #expect(released.status == 0, "\(name): \(released)")
                #expect(try await berth("status").output == "No active borrows.\n")
            }
            #expect(try await berth("history", "--verify").status == 0)
        }
    }
}
