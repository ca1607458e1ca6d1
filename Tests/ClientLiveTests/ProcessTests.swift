import Foundation
import Licensing
import Testing

@testable import ClientLive

/// Telling a process that lives from one that died.
@Suite struct ProcessTests {
    let me = Performer.current(environment: ["USER": "ana", "SSH_CLIENT": "192.0.2.7 50000 22"])

    @Test func `This process is known by user, address, host, id and start`() {
        #expect(me.user == "ana")
        #expect(me.from == "192.0.2.7")
        #expect(me.host?.isEmpty == false)
        #expect(me.process == ProcessInfo.processInfo.processIdentifier)
        #expect(me.processStart?.contains("/") == true)
        #expect(me.isAlive)
    }

    @Test func `A process id that is used again is another process`() {
        var other = me
        other.processStart = "another boot/1"
        #expect(!other.isAlive)
        other.processStart = nil
        #expect(other.isAlive, "an old row tells no start: the id is all there is")
    }

    @Test func `A process of another host is taken to live`() {
        #expect(Performer(user: "ana", from: nil, host: "elsewhere", process: 1 << 30).isAlive)
        #expect(!Performer(user: "ana", from: nil, host: me.host, process: 1 << 30).isAlive)
        #expect(!Performer(user: "ana", from: nil, process: 0).isAlive)
    }

    @Test func `A process that has ended and waits for its parent is dead`() throws {
        let child = Process()
        child.executableURL = URL(filePath: "/bin/sleep")
        child.arguments = ["1000"]
        try child.run()
        let start = try #require(ProcessStatus(of: child.processIdentifier)?.start)
        let performer = Performer(
            user: "ana", from: nil, host: me.host, process: child.processIdentifier, processStart: start)
        #expect(performer.isAlive)
        kill(child.processIdentifier, SIGKILL)
        child.waitUntilExit()
        #expect(!performer.isAlive)
    }

    @Test func `A name with blanks and brackets does not mislead`() throws {
        let numbers = (4...52).map(String.init).joined(separator: " ")
        let status = try #require(ProcessStatus(stat: "7 (a) Z (b) S \(numbers)\n", boot: "boot"))
        #expect(status.start == "boot/22")
        #expect(!status.hasEnded)
        #expect(ProcessStatus(stat: "7 (sh) Z \(numbers)", boot: "boot")?.hasEnded == true)
        #expect(ProcessStatus(stat: "7 (sh) S 4 5", boot: "boot") == nil)
    }
}
