import Foundation
import LicenseAPI
import Licensing
import Testing

@testable import ClientLive

/// Who runs this process, and what its environment is asked for.
@Suite struct ProcessTests {
    @Test func `The system says who it is, whatever the environment claims`() throws {
        let claims = ProcessEnvironment(["LOGNAME": "ceo", "SSH_CLIENT": "192.0.2.7 50000 22"]).claims
        let me = Performer.current(claims: claims)
        #expect(me.user == PasswordEntry(of: getuid())?.name ?? "uid \(getuid())")
        #expect(me.claims == .init(user: "ceo", address: "192.0.2.7"))
        #expect(me.host?.isEmpty == false)
        #expect(me.process == ProcessInfo.processInfo.processIdentifier)
    }

    @Test func `A user whom the database does not know is a number`() {
        #expect(PasswordEntry(of: 0)?.name == "root")
        #expect(PasswordEntry(of: 3_999_999_999) == nil)
    }

    @Test(arguments: [("0\n", "root"), ("4294967295", nil), ("3999999999", "uid 3999999999"), ("", nil), ("x", nil)])
    func `The login user is the one that the kernel remembers`(text: String, name: String?) throws {
        let home = try TemporaryHome()
        #expect(Performer.loginUser(file: try home.write(text, to: "loginuid")) == name)
        #expect(Performer.loginUser(file: home.file("none")) == nil)
    }

    @Test func `The claim of sudo goes before that of the login, and no claim is endless`() {
        func claim(_ variables: [String: String]) -> String? { ProcessEnvironment(variables).claims.user }
        #expect(claim(["SUDO_USER": "ana", "LOGNAME": "root", "USER": "root"]) == "ana")
        #expect(claim(["SUDO_USER": "", "USER": "bo"]) == "bo")
        #expect(claim([:]) == nil)
        #expect(claim(["USER": String(repeating: "x", count: 10_000)])?.count == 100)
    }

    @Test
    func `A program that is started inherits the settings that hold no secret, and nothing that may be a mistyped one`()
    {
        let variables = [
            "PATH": "/bin", "BERTH_CONFIG": "c", "BERTH_SERVER": "s", "BERTH_API_KEY_FILE": "f", "BERTH_API_KEY": "x",
            "BERTH_LICENSE_KEY_WEST": "x", "BERTH_LICENCE_KEY": "x", "BERTH_SHAREDKEY": "x", "BERTH_EVENT": "ended",
            "BERTH_WHATEVER": "x", "berth_shared_key": "x", "Berth_Server": "x",
        ]
        let inherited = ProcessEnvironment.forPrograms(variables)
        #expect(inherited.keys.sorted() == ["BERTH_API_KEY_FILE", "BERTH_CONFIG", "BERTH_SERVER", "PATH"])
        var text = ""
        dump(ProcessEnvironment(["BERTH_LICENCE_KEY": "s3cret", "BERTH_WHATEVER": "s3cret"]), to: &text)
        #expect(!text.contains("s3cret"))
    }

    @Test(arguments: [
        ("BERTH_LICENCE_KEY", "BERTH_LICENSE_KEY"), ("BERTH_SHARED_KEI", "BERTH_SHARED_KEY"),
        ("BERTH_APIKEY", "BERTH_API_KEY"), ("BERTH_PASS", "BERTH_PASSWORD"),
        ("BERTH_API_KEY_FIEL", "BERTH_API_KEY_FILE"), ("BERTH_LICENCE_KEY_WEST", "BERTH_LICENSE_KEY_WEST"),
        ("BERTH_PASWORD_EAST", "BERTH_PASSWORD_EAST"), ("berth_shared_key", "BERTH_SHARED_KEY"),
        ("BERTH_OAUTH_SECRET", nil), ("BERTH_SERVR", nil),
        ("BERTH_LICENSE", nil), ("BERTH_LICENSE_KEY_WEST", nil), ("BERTH_CONFIG", nil), ("BERTH_", nil),
        ("XBERTH_API", nil),
    ])
    func `A variable that is nearly a secret's is told with what was meant`(name: String, meant: String?) {
        let told = ProcessEnvironment([name: "s3cret"]).mistyped.filter(\.isAboutSecret).map(\.sentence)
        let sentence = meant.map { "There is no setting of the variable \"\(name)\". Did you mean \"\($0)\"?" }
        #expect(told == (sentence.map { [$0] } ?? []))
    }

    @Test(arguments: [
        ("BERTH_SERVER", "http://ana:s3cret@h"), ("BERTH_SERVER", "http://s3cret@h"),
        ("BERTH_SERVER", "https://h?k=s3cret"),
        ("BERTH_LEDGER", "postgresql://ana:s3cret@h/x"), ("BERTH_LEDGER", "host=h password=s3cret"),
    ])
    func `An address that a password may stand in is handed to no program`(name: String, value: String) {
        let variables = [name: value, "BERTH_WARNING": "3", "PATH": "/bin"]
        #expect(ProcessEnvironment.forPrograms(variables) == ["BERTH_WARNING": "3", "PATH": "/bin"])
    }

    @Test(arguments: [("BERTH_SERVER", "https://h/x"), ("BERTH_SERVER", "nowhere"), ("BERTH_LEDGER", "a@b/ledger")])
    func `An address without one is handed on, so that a program goes to the same place`(name: String, value: String) {
        #expect(ProcessEnvironment.forPrograms([name: value]) == [name: value])
    }

    @Test func `Of an environment only what is of use is kept, and its secrets as secrets`() {
        let environment = ProcessEnvironment([
            "BERTH_SHARED_KEY": "s3cret", "BERTH_PASSWORD": "s3cret", "AWS_SECRET_ACCESS_KEY": "s3cret",
            "BERTH_SERVER": "https://example.com", "https_proxy": "http://ana:s3cret@proxy", "HOME": "/home/ana",
        ])
        var text = ""
        dump(environment, to: &text)
        #expect(!text.contains("s3cret"))
        #expect(environment.settings == ["BERTH_SERVER": "https://example.com"])
        #expect(environment.proxies == ["https_proxy": "http://ana:s3cret@proxy"])
    }
}
