import FoundationEssentials
import Licensing
import TestKit
import Testing

@Suite("Which server an address means")
struct ServerIdentityTests {
    @Test(
        "names of one host are one server",
        arguments: [
            ["http://localhost:8181", "http://127.0.0.1:8181", "http://[::1]:8181", "http://localhost.:8181"],
            ["http://localhost", "http://127.0.0.1"], ["https://[::1]/api", "https://localhost./api"],
            ["https://a.example", "https://a.example."], ["https://a.example.:8443/x", "https://a.example:8443/x"],
            [
                "http://127.0.0.1:81", "http://127.1:81", "http://127.0.1:81", "http://0x7f.1:81",
                "http://0x7f000001:81",
                "http://2130706433:81", "http://017700000001:81", "http://0177.0.0.01:81", "http://127.0.0.1.:81",
                "http://[::ffff:127.0.0.1]:81", "http://0.0.0.0:81", "http://0:81", "http://[::]:81",
            ],
            ["http://127.0.0.2:81", "http://127.2:81", "http://0x7f.0.0.2:81", "http://[::ffff:127.0.0.2]:81"],
            ["https://192.0.2.7", "https://192.0.519", "https://0xc0000207", "https://0300.0.2.7"],
        ])
    func same(addresses: [String]) {
        #expect(Set(addresses.map(ServerIdentity.init)).count == 1)
        for address in addresses {
            #expect(ServerIdentity.areSame(addresses[0], address))
            #expect(ServerIdentity(ServerIdentity(address).text) == ServerIdentity(address))
            #expect(ServerIdentity(address).vicinity == ServerIdentity(addresses[0]).vicinity)
        }
    }

    @Test("whatever else differs makes another server, and no name is looked up")
    func other() {
        let addresses = [
            "http://localhost:8181", "https://localhost:8181", "http://localhost:8282", "http://localhost:8181/x",
            "http://127.0.0.2:8181", "http://localhost.example:8181", "http://[::2]:8181", "http://[fe80::1]:8181",
            "https://a.example", "https://b.example", "https://a.example/localhost", "http://.", "localhost", "",
            "http://", "http://[", "mailto:x", "http://127.0.0.256", "http://127.0.0.1.1", "http://127..1",
            "http://0x.1", "http://08.1", "http://+1", "http://4294967296", "http://127.0.0.1.example",
        ]
        #expect(Set(addresses.map(ServerIdentity.init)).count == addresses.count)
    }

    @Test("all addresses of loopback, by one scheme and port, may be one server; any other is that one alone")
    func vicinity() {
        let near = [
            "http://localhost:81", "http://127.0.0.2:81", "http://127.9.9.9:81", "http://[::1]:81", "http://0x7f.3:81",
        ]
        #expect(Set(near.map { ServerIdentity($0).vicinity }).count == 1)
        let far = ["http://127.0.0.1:82", "https://127.0.0.1:81", "http://126.0.0.1:81", "http://127.example:81", "x"]
        #expect(Set(([near[0]] + far).map { ServerIdentity($0).vicinity }).count == far.count + 1)
    }

    @Test("borrows of one license share it by whichever name their server is called")
    func shared() {
        var (one, other) = (Fixture.borrow("1"), Fixture.borrow("2"))
        (one.subject.server, other.subject.server) = ("http://localhost:8181", "http://127.0.0.1:8181")
        #expect(LedgerRules.mayShareSeat(one, with: other))
        #expect(one.subject.identity == other.subject.identity && one.subject != other.subject)
        let ahead = Moment(host: TestClock.start, clockOffset: 60, server: "http://[::1]:8181")
        #expect(ahead.server(for: one) == TestClock.start.addingTimeInterval(60))
        other.subject.server = "http://127.0.0.1:8282"
        #expect(!LedgerRules.mayShareLicense(one, with: other))
        #expect(!LedgerRules.mayShareActivation(one, with: other))
    }

    @Test(
        "a deactivation minds what is held by another address of loopback, which nothing else takes for the same server"
    )
    func deactivation() {
        var (one, other) = (Fixture.borrow("1"), Fixture.borrow("2"))
        (one.subject.server, other.subject.server) = ("http://127.0.0.1:81", "http://127.0.0.2:81")
        #expect(!LedgerRules.mayShareSeat(one, with: other) && !LedgerRules.mayShareLicense(one, with: other))
        #expect(LedgerRules.mayShareActivation(one, with: other) && !LedgerRules.excludes(one, other))
        other.operation.kind = .deactivate
        #expect(LedgerRules.excludes(one, other) && LedgerRules.excludes(other, one))
        other.subject.hardwareID = HardwareID(rawValue: "another")
        #expect(!LedgerRules.mayShareActivation(one, with: other))
    }
}
