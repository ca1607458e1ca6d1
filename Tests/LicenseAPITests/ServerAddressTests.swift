import Foundation
import Licensing
import Testing

@testable import LicenseAPI

@Suite("Where requests may go")
struct ServerAddressTests {
    let now = Date(timeIntervalSince1970: 0)

    private func address(_ text: String, insecure: Bool = false) throws(Problem) -> ServerAddress {
        try ServerAddress(text, allowsInsecureHTTP: insecure, now: now)
    }

    @Test(
        "HTTPS goes anywhere, plain HTTP to this host",
        arguments: [
            "https://api.licensespring.com", "https://10.0.0.1:8443/prefix", "http://localhost:8080",
            "http://127.0.0.1:8080", "http://127.1.2.3", "http://[::1]:8080", "http://localhost.:8080",
            "http://127.1:8080", "http://0x7f.1", "http://2130706433:8080", "http://[::ffff:127.0.0.1]:8080",
            "http://0.0.0.0:8080", "http://[::]:8080",
        ])
    func allowed(text: String) throws {
        #expect(try address(text).text == text)
    }

    @Test(
        "Plain HTTP to another host needs the flag",
        arguments: [
            "http://api.licensespring.com", "http://10.0.0.1", "http://127.example.com", "http://localhost.example.com",
            "http://[::2]:80", "http://127.0.0.1.example.com", "http://128.1", "http://[::ffff:10.0.0.1]",
        ])
    func insecure(text: String) throws {
        let problem = #expect(throws: Problem.self) { try address(text) }
        #expect(problem?.code == .transportInsecure)
        #expect(problem?.facts.server == ServerAddress.normalized(text))
        #expect(throws: Never.self) { try address(text, insecure: true) }
    }

    @Test(
        "What is no address, or holds more than an address, is refused and not repeated",
        arguments: [
            "", "api.licensespring.com", "ftp://example.com", "https://", "https://user:pa55@example.com",
            "https://example.com/?key=pa55", "https://example.com/#x", "https://exa mple.com",
            "http://127.0.0.1:99999", "http://127.0.0.1:65536", "http://localhost:0", "https://[::1]:70000",
            "http://127.0.0.1:99999999999999999999",
        ])
    func invalid(text: String) {
        let problem = #expect(throws: Problem.self) { try address(text) }
        #expect(problem?.code == .configInvalid)
        #expect(problem.map { !"\($0)".contains("pa55") } == true)
    }

    @Test(
        "An address has one spelling",
        arguments: [
            ("https://example.com/", "https://example.com"), ("HTTPS://API.Example.COM", "https://api.example.com"),
            ("https://example.com:443/", "https://example.com"),
            ("https://example.com:443/Path//", "https://example.com/Path"),
            ("http://LOCALHOST:80", "http://localhost"), ("http://[::1]:80/", "http://[::1]"),
            ("http://[0:0:0:0:0:0:0:1]:80/", "http://[::1]"),
            ("https://example.com:80", "https://example.com:80"), ("https://example.com:", "https://example.com"),
            ("https://[FE80::1]:8443/x", "https://[fe80::1]:8443/x"),
            ("https://EXÄMPLE.com:8443", "https://xn--exmple-cua.com:8443"),
        ])
    func spelling(text: String, spelling: String) throws {
        #expect(try address(text).text == spelling)
        #expect(ServerAddress.normalized(text) == spelling)
        #expect(ServerAddress.normalized(spelling) == spelling)
    }

    @Test("What is no address has no spelling", arguments: ["", "nonsense", "ftp://x", "http://127.0.0.1:65536"])
    func noSpelling(text: String) {
        #expect(ServerAddress.normalized(text) == nil)
    }

    @Test("The service refuses plain HTTP before anything is sent")
    func service() throws {
        let problem = #expect(throws: Problem.self) {
            try HTTPLicenseService(
                HTTPLicenseService.Configuration(
                    transport: TransportConfiguration(server: "http://example.com"),
                    authorization: .apiKey(Fixture.signer), client: ClientIdentity(version: "1")))
        }
        #expect(problem?.code == .transportInsecure)
    }
}

@Suite("Which proxy is used")
struct ProxySettingsTests {
    private func proxy(_ server: String, _ environment: [String: String]) throws -> ProxySettings? {
        let now = Date(timeIntervalSince1970: 0)
        let address = try ServerAddress(server, allowsInsecureHTTP: true, now: now)
        return try ProxySettings.find(for: address, in: ProxyVariables(environment: environment))
    }

    @Test("Each scheme has its variable, in either case")
    func schemes() throws {
        let environment = ["HTTPS_PROXY": "http://secure.example:3128", "http_proxy": "plain.example:8080"]
        let secure = try proxy("https://api.example.com", environment)
        #expect(secure == ProxySettings(host: "secure.example", port: 3128))
        #expect(try proxy("http://api.example.com", environment) == ProxySettings(host: "plain.example", port: 8080))
        #expect(try proxy("https://api.example.com", ["HTTPS_PROXY": ""]) == nil)
        #expect(try proxy("https://api.example.com", [:]) == nil)
    }

    @Test("A proxy may have an IPv6 address, and NO_PROXY one with brackets or without")
    func addresses() throws {
        let environment = ["HTTPS_PROXY": "http://ana:pa55@[2001:db8::1]:3128"]
        let proxy = try #require(try proxy("https://api.example.com", environment))
        #expect(proxy.host == "2001:db8::1" && proxy.port == 3128 && proxy.user == "ana")
        for list in ["2001:db8::7", "[2001:db8::7]", "[2001:db8::7]:443"] {
            let without = environment.merging(["NO_PROXY": list]) { $1 }
            #expect(try self.proxy("https://[2001:db8::7]", without) == nil, "\(list)")
            #expect(try self.proxy("https://[2001:db8::8]", without) != nil, "\(list)")
        }
    }

    @Test("A proxy's name and password are read, and the password does not show")
    func credentials() throws {
        let proxy = try #require(try proxy("https://a.example", ["HTTPS_PROXY": "http://ana:pa55@p.example:1"]))
        #expect(proxy.user == "ana")
        #expect(proxy.password == Secret("pa55"))
        #expect(!"\(proxy)".contains("pa55"))
    }

    @Test(
        "NO_PROXY leaves hosts, domains and everything out",
        arguments: [
            "*", "api.example.com", "example.com", ".example.com", "*.example.com", "other, example.com",
            "api.example.com:443", "API.EXAMPLE.COM",
        ])
    func excluded(list: String) throws {
        #expect(try proxy("https://api.example.com", ["HTTPS_PROXY": "p:1", "NO_PROXY": list]) == nil)
    }

    @Test(
        "NO_PROXY does not leave others out",
        arguments: ["", ",", "ample.com", "api.example.com:8443", "example.org"])
    func included(list: String) throws {
        #expect(try proxy("https://api.example.com", ["HTTPS_PROXY": "p:1", "NO_PROXY": list]) != nil)
    }

    @Test("NO_PROXY takes ranges of addresses")
    func ranges() throws {
        func isDirect(_ host: String, _ list: String) throws -> Bool {
            try proxy("https://\(host)", ["HTTPS_PROXY": "p:1", "NO_PROXY": list]) == nil
        }
        #expect(try isDirect("10.1.2.3", "10.0.0.0/8"))
        #expect(try isDirect("192.168.7.9", "10.0.0.0/8, 192.168.7.0/24"))
        #expect(try !isDirect("11.1.2.3", "10.0.0.0/8"))
        #expect(try isDirect("11.1.2.3", "0.0.0.0/0"))
        #expect(try isDirect("10.0.0.1", "10.0.0.1/32"))
        #expect(try !isDirect("10.0.0.2", "10.0.0.1/32"))
        #expect(try !isDirect("10.0.0.2", "10.0.0.0/33"))
        #expect(try !isDirect("api.example.com", "10.0.0.0/8"))
    }

    @Test("ALL_PROXY stands in where the scheme has no variable of its own")
    func all() throws {
        let environment = ["ALL_PROXY": "all.example:1", "http_proxy": "plain.example:2"]
        #expect(try proxy("https://api.example.com", environment)?.host == "all.example")
        #expect(try proxy("http://api.example.com", environment)?.host == "plain.example")
    }

    @Test("Of an environment only the proxies are kept, and no password shows in a description")
    func description() throws {
        let environment = ["HTTPS_PROXY": "http://ana:pa55@p.example:1", "BERTH_SHARED_KEY": "sh4red", "no_proxy": "x"]
        let variables = ProxyVariables(environment: environment)
        let configuration = TransportConfiguration(proxies: variables)
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("pa55") && !text.contains("sh4red") && !text.contains("BERTH"))
        }
        #expect(variables == ProxyVariables(environment: environment.filter { $0.key != "BERTH_SHARED_KEY" }))
        #expect(variables.passwords == [Secret("pa55")])
    }

    @Test("This host is spoken to directly")
    func loopback() throws {
        #expect(try proxy("http://127.0.0.1:8080", ["HTTP_PROXY": "p:1"]) == nil)
    }

    @Test(
        "A proxy that cannot be used is a problem, not ignored",
        arguments: ["socks5://p:1", "https://p:1", "http://", "http://p:99999"])
    func unusable(text: String) throws {
        let problem = #expect(throws: TransportFailure.self) { try proxy("https://a.example", ["HTTPS_PROXY": text]) }
        #expect(problem?.code == .transportProxy)
    }
}
