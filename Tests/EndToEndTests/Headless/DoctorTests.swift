import Foundation
import HTTPTypes
import TestKit
import Testing

/// What `berth doctor --json` prints.
struct PrintedDoctor: Decodable {
    struct Check: Decodable {
        var check: String
        var verdict: String
        var text: String
        var remedies: [String]
        var code: String?
    }

    var version: Int
    var exit_code: Int32
    var checks: [Check]

    subscript(name: String) -> Check? { checks.first { $0.check == name } }

    /// The checks of a verdict, by name.
    func names(_ verdict: String) -> [String] { checks.filter { $0.verdict == verdict }.map(\.check) }
}

@Suite("The doctor", .heavy)
struct DoctorTests {
    private static let names = [
        "configuration", "secrets", "name resolution", "proxy", "server", "TLS", "clock", "credentials", "product",
        "hardware id", "ledger", "file system", "terminal",
    ]

    /// Has everything looked at, and checks what is so whatever is found.
    private func examine(_ berth: BerthProgram, _ flags: String...) async throws -> PrintedDoctor {
        let ended = try await berth.start(["doctor", "--json"] + flags).ended()
        let printed = try ended.printed(PrintedDoctor.self)
        #expect(printed.version == 1 && printed.exit_code == ended.status, "\(ended)")
        #expect(printed.checks.map(\.check) == Self.names, "\(ended)")
        #expect(printed.checks.allSatisfy { ["ok", "warning", "failed", "unknown"].contains($0.verdict) }, "\(ended)")
        #expect(
            printed.checks.allSatisfy { $0.verdict != "failed" || !$0.remedies.isEmpty && $0.code != nil }, "\(ended)")
        for name in ["BERTH_API_KEY", "BERTH_SHARED_KEY", "BERTH_LICENSE_KEY"] {
            guard let secret = berth.variables[name], secret.count > 4 else { continue }
            #expect(!ended.everything.contains(secret), "\(name) is shown: \(ended)")
        }
        return printed
    }

    private func ready(_ sandbox: SandboxServer) -> BerthProgram {
        sandbox.berth.with([
            "BERTH_HARDWARE_ID": "doctor-1", "BERTH_PRODUCT": "CAD-PRO", "BERTH_PRODUCTS": "CAD-PRO,MESH",
        ])
    }

    @Test("Where all is well it says so, check by check, and writes nothing")
    func well() async throws {
        try await SandboxServer.run { sandbox in
            let berth = ready(sandbox)
            let printed = try await examine(berth)
            #expect(printed.exit_code == 0)
            #expect(printed.names("unknown") == ["terminal"], "\(printed)")
            #expect(printed.names("ok") == Self.names.dropLast(), "\(printed)")
            #expect(printed["name resolution"]?.text == "127.0.0.1 is an address: there is no name to resolve.")
            #expect(printed["product"]?.text.contains("MESH") == true, "\(printed)")
            #expect(printed["ledger"]?.text.contains("There is none at ") == true, "\(printed)")
            #expect(!FileManager.default.fileExists(atPath: sandbox.home.file("state/berth/ledger.sqlite")))
            let told = try await berth("doctor")
            #expect(told.status == 0)
            #expect(told.output.contains(/(?m)^OK +credentials +The server takes the API key/), "\(told)")
            #expect(told.output.contains(/(?m)^UNKNOWN +terminal +There is none/), "\(told)")
        }
    }

    @Test("A server that is not there is told once, and what rests on it is unknown")
    func unreached() async throws {
        let berth = BerthProgram(
            home: try Home(),
            variables: [
                "BERTH_SERVER": "http://127.0.0.1:1", "BERTH_API_KEY": "doctor-key",
                "BERTH_SHARED_KEY": "doctor-shared",
                "BERTH_HARDWARE_ID": "doctor-1", "BERTH_PRODUCT": "X",
            ])
        let printed = try await examine(berth)
        #expect(printed.exit_code == 20 && printed.names("failed") == ["server"], "\(printed)")
        #expect(printed["server"]?.code == "transport_refused")
        #expect(printed.names("unknown") == ["clock", "credentials", "product", "terminal"], "\(printed)")
        for name in ["clock", "credentials", "product"] {
            #expect(printed[name]?.text == "The server was not reached.", "\(printed)")
        }
    }

    @Test(
        "What keeps every request from being made is the configuration's fault or the secrets', told once, and by one check",
        arguments: [
            ("ca_file: nofile", "configuration", "config_invalid"), ("log_file: /", "configuration", "file_unwritable"),
            ("public_key_file: nofile", "configuration", "config_invalid"),
            ("server: http://elsewhere.example", "configuration", "transport_insecure"),
            ("api_key: 'no\"key'", "secrets", "config_invalid"),
        ])
    func unusable(text: String, check: String, code: String) async throws {
        let home = try Home()
        let keys = "hardware_id: d-1\nshared_key: s\n" + (text.hasPrefix("api_key") ? "" : "api_key: k\n")
        let server = text.hasPrefix("server") ? "" : "server: http://127.0.0.1:1\n"
        try home.write(keys + server + text + "\n", to: "config/berth/config.yaml")
        let printed = try await examine(BerthProgram(home: home))
        let isOnlyTheirs = check == "configuration"
        #expect(printed.names("failed") == (isOnlyTheirs ? [check] : [check, "server"]), "\(printed)")
        #expect(printed[check]?.code == code, "\(printed)")
        if isOnlyTheirs {
            for name in ["name resolution", "server", "TLS", "clock", "credentials"] {
                #expect(printed[name]?.text == "The configuration cannot be used.", "\(printed)")
            }
        }
        let checked = try await BerthProgram(home: home)("config", "check")
        #expect(checked.errors.contains(code), "\(checked)")
    }

    @Test("A name without an address is told where names are looked up, and not again")
    func unresolved() async throws {
        let berth = BerthProgram(
            home: try Home(),
            variables: [
                "BERTH_SERVER": "https://no-such-host.invalid", "BERTH_API_KEY": "doctor-key",
                "BERTH_SHARED_KEY": "doctor-shared", "BERTH_HARDWARE_ID": "doctor-1",
            ])
        let printed = try await examine(berth)
        #expect(printed.exit_code == 20 && printed["name resolution"]?.verdict == "failed", "\(printed)")
        #expect(printed["TLS"]?.verdict == "unknown" && printed["server"]?.verdict == "unknown", "\(printed)")
    }

    @Test("Credentials that the server does not take, and a product that it does not know")
    func account() async throws {
        try await SandboxServer.run { sandbox in
            let wrong = try await examine(ready(sandbox).with(["BERTH_SHARED_KEY": "not-the-shared-key"]))
            #expect(wrong.exit_code == 14 && wrong.names("failed") == ["credentials"], "\(wrong)")
            #expect(wrong["product"]?.verdict == "unknown")
            let product = try await examine(ready(sandbox).with(["BERTH_PRODUCT": "NO-SUCH"]))
            #expect(product.exit_code == 16 && product.names("failed") == ["product"], "\(product)")
            #expect(product["product"]?.code == "unknown_product")
        }
    }

    @Test("A file that others can read is seen although a variable is in use in its place, and it says which one is")
    func hidden() async throws {
        try await SandboxServer.run { sandbox in
            let path = try sandbox.home.write("an old key", to: "config/berth/key", mode: 0o640)
            try sandbox.home.write(
                "api_key_file: key\nprofiles:\n  lab:\n    shared_key_file: key\n", to: "config/berth/config.yaml")
            let printed = try await examine(ready(sandbox))
            let secrets = try #require(printed["secrets"])
            #expect(secrets.verdict == "warning" && printed.exit_code == 0, "\(secrets)")
            #expect(
                secrets.remedies == Array(repeating: "close it to others: chmod 600 \(path)", count: 2), "\(secrets)")
            #expect(
                secrets.text.contains("In use: api_key (BERTH_API_KEY), shared_key (BERTH_SHARED_KEY)."), "\(secrets)")
            let config = sandbox.home.file("config/berth/config.yaml")
            #expect(
                secrets.text.contains(
                    "Named, and not in use: api_key_file (\(config), line 1), "
                        + "shared_key_file (\(config), line 4, profile lab)."), "\(secrets)")
            let check = try await ready(sandbox)("config", "check", "--json")
            #expect(check.status == 78 && check.output.contains("config_secret_file_exposed"), "\(check)")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            #expect(try await examine(ready(sandbox))["secrets"]?.verdict == "ok")
        }
    }

    @Test(
        "What is no word on the credentials leaves it unknown whether the server takes them, and what came is told",
        arguments: [
            (#"{"status": 403, "code": "forbidden_by_gateway", "message": "No way"}"#, "forbidden_by_gateway: No way"),
            (#"{"status": 403, "code": "validation_error", "message": "Odd"}"#, "validation_error: Odd"),
            ("<html><body>Forbidden</body></html>", "response_html"),
        ])
    func untold(body: String, says: String) async throws {
        let answer: @Sendable () async throws -> OtherServer.Response = {
            body.hasPrefix("<") ? OtherServer.page(status: .forbidden) : OtherServer.json(body, status: .forbidden)
        }
        // What it says to credentials that nobody has is the License API's.
        let refusal = #"{"status": 400, "code": "invalid_api_key", "message": "No such key"}"#
        try await OtherServer.answering(
            { $0.contains("berth-setup\"") ? OtherServer.json(refusal, status: .badRequest) : try await answer() }
        ) { server in
            let berth = BerthProgram(
                home: try Home(),
                variables: [
                    "BERTH_API_KEY": "doctor-key", "BERTH_SHARED_KEY": "doctor-shared", "BERTH_SERVER": server,
                    "BERTH_HARDWARE_ID": "doctor-1", "BERTH_PRODUCT": "CAD-PRO",
                ])
            let printed = try await examine(berth)
            let credentials = try #require(printed["credentials"])
            #expect(printed["server"]?.verdict == "ok", "\(printed)")
            #expect(
                credentials.verdict == "unknown" && credentials.text.contains("HTTP 403, \(says)"), "\(credentials)")
            #expect(printed["product"]?.verdict == "unknown", "\(printed)")
        }
    }

    @Test(
        "An address with a path too many has failed, whatever is said in place of the License API",
        arguments: [
            #"{"status": 404, "code": "not_found", "message": "Not found"}"#, #"{"code": "no_route"}"#,
            #"{"error": "no Route matched"}"#, "",
            #"{"status": 404, "code": "unknown_product", "message": "No such product"}"#,
            #"{"status": 404, "code": "invalid_api_key", "message": "No such key"}"#,
        ])
    func nowhere(body: String) async throws {
        try await OtherServer.run({ OtherServer.json(body, status: .notFound) }) { server in
            let berth = BerthProgram(
                home: try Home(),
                variables: [
                    "BERTH_API_KEY": "doctor-key", "BERTH_SHARED_KEY": "doctor-shared",
                    "BERTH_SERVER": server + "/api", "BERTH_HARDWARE_ID": "doctor-1", "BERTH_PRODUCT": "CAD-PRO",
                ])
            let printed = try await examine(berth)
            #expect(printed.names("failed") == ["server"] && printed.exit_code != 0, "\(printed)")
            #expect(printed["server"]?.remedies.contains { $0.contains("address") } == true, "\(printed)")
            for name in ["credentials", "clock", "product"] {
                #expect(printed[name]?.verdict == "unknown", "\(printed)")
                #expect(printed[name]?.text == "What answers at the server's address is no License API.", "\(printed)")
            }
            guard let code = body.firstMatch(of: /"code": "(\w+)"/)?.1 else { return }
            #expect(printed["server"]?.text.hasPrefix("The server has nothing at /api/v4/product_details.") == true)
            #expect(printed["server"]?.code == "not_found", "\(printed)")
            let isSaid = printed["server"]?.text.contains("HTTP 404, \(code)")
            #expect(isSaid == (code != "not_found"), "\(printed)")
        }
    }

    @Test(
        "A secret that is missing, or that others can read, leaves the rest to be looked at; the status is the first failure's"
    )
    func secrets() async throws {
        try await SandboxServer.run { sandbox in
            var berth = ready(sandbox)
            berth.variables["BERTH_SHARED_KEY"] = nil
            let missing = try await examine(berth)
            #expect(missing.exit_code == 78 && missing.names("failed") == ["secrets"], "\(missing)")
            #expect(missing["server"]?.verdict == "ok" && missing["credentials"]?.verdict == "unknown", "\(missing)")
            let path = try sandbox.home.write("shared", to: "keys/shared", mode: 0o644)
            let exposed = try await examine(berth.with(["BERTH_SHARED_KEY_FILE": path]))
            #expect(exposed["secrets"]?.code == "config_secret_file_exposed", "\(exposed)")
            #expect(exposed["secrets"]?.remedies.contains { $0.contains("chmod 600 \(path)") } == true, "\(exposed)")
            let command = try await examine(ready(sandbox).with(["BERTH_LICENSE_KEY_COMMAND": "sh -c 'exit 9'"]))
            #expect(command["secrets"]?.text.contains("sh, ended with status 9.") == true, "\(command)")
        }
    }

    @Test("A setting that cannot be used is named with its file; what it is not about is looked at all the same")
    func configuration() async throws {
        let home = try Home()
        let path = try home.write("servr: x\n", to: "config/berth/config.yaml")
        let printed = try await examine(BerthProgram(home: home))
        #expect(printed.exit_code == 78 && printed.names("failed") == ["configuration"], "\(printed)")
        let words = "There is no setting \"servr\". Did you mean \"server\"?"
        #expect(printed["configuration"]?.text.contains(words) == true, "\(printed)")
        #expect(printed["configuration"]?.remedies.contains { $0.contains(path) } == true, "\(printed)")
        #expect(printed["clock"]?.text == "The configuration cannot be used.", "\(printed)")
        let table = try await BerthProgram(home: home)("doctor")
        #expect(table.status == 78 && table.output.contains("- correct the setting in"), "\(table)")
        try home.write("username: a@b.example\nlicense_key_file: key\n", to: "config/berth/config.yaml")
        let unclear = try #require(try await examine(BerthProgram(home: home))["configuration"])
        #expect(unclear.verdict == "warning" && unclear.remedies == ["keep one of both"], "\(unclear)")
        #expect(unclear.text.hasPrefix("license_key_file and username are both set"), "\(unclear)")
        try home.write("theme: x\n", to: "config/berth/config.yaml")
        #expect(try await examine(BerthProgram(home: home))["configuration"]?.text.contains("no theme") == true)
    }

    @Test("A ledger that is none, and one in which this host has another hardware id; no seat is taken or renewed")
    func ledger() async throws {
        let place = try Home()
        try await SandboxServer.run(["--state", place.file("seats.json")]) { sandbox in
            let berth = ready(sandbox).with(["BERTH_LICENSE_KEY": DemoLicense.mesh])
            let ledger = sandbox.home.file("state/berth/ledger.sqlite")
            #expect(try await berth("borrow", "--product", "MESH", "--max").status == 0)
            let seats = try place.read("seats.json")
            let same = try await examine(berth)
            let after = try place.read("seats.json")
            #expect(seats.contains("doctor-1") && seats == after)
            #expect(same["hardware id"]?.verdict == "ok" && same.exit_code == 0, "\(same)")
            #expect(same["ledger"]?.text.contains(" lines follow from each other.") == true, "\(same)")
            let other = try await examine(berth.with(["BERTH_HARDWARE_ID": "doctor-2"]))
            #expect(other["hardware id"]?.verdict == "warning" && other.exit_code == 0, "\(other)")
            #expect(other["hardware id"]?.text.contains("doctor-1") == true, "\(other)")
            let table = try await berth.with(["BERTH_HARDWARE_ID": "doctor-2"])("doctor", "--ledger", ledger)
            let command = "berth status --ledger \(ledger)"
            #expect(table.output.split(separator: "\n").contains { $0.contains(command) }, "\(table)")
            #expect(try await berth("release", "MESH").status == 0)
            let returned = try await examine(berth.with(["BERTH_HARDWARE_ID": "doctor-2"]))
            #expect(returned["hardware id"]?.verdict == "ok", "\(returned)")
            let garbage = try sandbox.home.write(String(repeating: "this is no ledger. ", count: 500), to: "garbage")
            let none = try await examine(berth, "--ledger", garbage)
            #expect(none.exit_code == 30 && none.names("failed") == ["ledger"], "\(none)")
        }
    }

    @Test("A file system that takes no writes is told once, with a folder that is there", .ownMounts)
    func readOnly() async throws {
        try await SandboxServer.run { sandbox in
            let folder = sandbox.home.file("read-only")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let mount = "mount --bind '\(folder)' '\(folder)' && mount -o remount,bind,ro '\(folder)' || exit 98; "
            let doctor = "exec '\(BerthProgram.path)' doctor --json --ledger '\(folder)/none/ledger.sqlite'"
            let berth = ready(sandbox)
            let ended = try await RunningProgram(
                findProgram("unshare") ?? "", ["--mount", "sh", "-c", mount + doctor],
                environment: sandbox.home.environment.merging(berth.variables) { $1 }, scratch: sandbox.home
            ).ended()
            let printed = try ended.printed(PrintedDoctor.self)
            #expect(printed.names("failed") == ["file system"] && printed.exit_code == 30, "\(printed)")
            #expect(printed["ledger"]?.verdict == "unknown", "\(printed)")
            let remedies = printed["file system"]?.remedies ?? []
            #expect(remedies.contains { $0.hasSuffix("df -h \(folder)") }, "\(remedies)")
        }
    }

    @Test("A clock that is off is warned of, with how far")
    func clock() async throws {
        let moment = ISO8601DateFormatter().string(from: Date().addingTimeInterval(-7_200))
        try await SandboxServer.run(["--clock", "frozen:\(moment)"]) { sandbox in
            let printed = try await examine(ready(sandbox))
            #expect(printed["clock"]?.verdict == "warning" && printed.exit_code == 0, "\(printed)")
            #expect(printed["clock"]?.text.contains("ahead of the server's") == true, "\(printed)")
        }
    }

    @Test("A proxy is told by its address, without its password, and one that cannot be used is refused")
    func proxy() async throws {
        let berth = BerthProgram(
            home: try Home(),
            variables: [
                "BERTH_SERVER": "https://licenses.example", "BERTH_API_KEY": "doctor-key",
                "BERTH_SHARED_KEY": "doctor-shared", "BERTH_HARDWARE_ID": "doctor-1",
            ])
        let through = try await examine(berth.with(["HTTPS_PROXY": "http://ana:s3cret@127.0.0.1:1"]))
        #expect(through["proxy"]?.text == "Requests go through 127.0.0.1:1.", "\(through)")
        #expect(through["name resolution"]?.text == "127.0.0.1 is an address: there is no name to resolve.")
        #expect(!"\(through)".contains("s3cret"))
        let six = try await examine(berth.with(["HTTPS_PROXY": "http://[::1]:1"]))
        #expect(six["proxy"]?.text == "Requests go through [::1]:1.", "\(six)")
        let lost = try await examine(berth.with(["HTTPS_PROXY": "http://proxy.invalid:3128"]))
        #expect(lost["name resolution"]?.code == "transport_proxy", "\(lost)")
        #expect(lost["name resolution"]?.text.contains("proxy.invalid of the proxy has no address") == true, "\(lost)")
        #expect(lost.names("failed") == ["name resolution"], "\(lost)")
        let wrong = try await examine(berth.with(["HTTPS_PROXY": "socks5://127.0.0.1:1"]))
        #expect(wrong["proxy"]?.code == "transport_proxy" && wrong.exit_code == 20, "\(wrong)")
    }
}

extension InATerminal {
    @Suite("The doctor in a terminal") struct Doctor {
        @Test("The terminal's kind, size, character set and colours are told; one that nobody knows has failed")
        func terminal() async throws {
            try await Tmux.run { terminal in
                try await terminal.type("berth doctor | grep -c OK; clear; berth doctor")
                try await terminal.press("Enter")
                let screen = try await terminal.waitFor("terminal ")
                #expect(screen.contains(/OK +terminal +\S+, \d+×\d+, UTF-8, \d+ colours\./), "\(screen)")
                try await terminal.type("clear; LC_ALL=C berth doctor")
                try await terminal.press("Enter")
                try await terminal.waitFor("export LC_ALL=C.UTF-8")
                try await terminal.type("clear; TERM=nonsense berth doctor")
                try await terminal.press("Enter")
                try await terminal.waitFor("does not know the kind of terminal nonsense")
            }
        }
    }
}
