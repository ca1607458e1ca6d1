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
        ])
    func same(addresses: [String]) {
        #expect(Set(addresses.map(ServerIdentity.init)).count == 1)
        for address in addresses {
            #expect(ServerIdentity.areSame(addresses[0], address))
            #expect(ServerIdentity(addresses[0]).addresses.contains(address), "it is found in a ledger")
        }
    }

    @Test("whatever else differs makes another server, and no name is looked up")
    func other() {
        let addresses = [
            "http://localhost:8181", "https://localhost:8181", "http://localhost:8282", "http://localhost:8181/x",
            "http://127.0.0.2:8181", "http://localhost.example:8181", "http://[::2]:8181", "http://[fe80::1]:8181",
            "https://a.example", "https://b.example", "https://a.example/localhost", "http://.", "localhost", "",
            "http://", "http://[", "mailto:x",
        ]
        #expect(Set(addresses.map(ServerIdentity.init)).count == addresses.count)
        for address in addresses { #expect(ServerIdentity(address).addresses.contains(ServerIdentity(address).text)) }
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
    }
}
